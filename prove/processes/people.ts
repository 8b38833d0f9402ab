import { actAtTheSystem } from '../../src/lab/night-people.ts';
import { ApiRefusal } from '../../src/lab/api-client.ts';
import type { RunStep } from '../../src/runs/run.schema.ts';
import { isHeld, isOver, lookAt, type NightView, pause } from '../../test/support/sample-night.ts';
import type { World } from './world.ts';

/** What people did in a night during which the service came and went. */
export interface Lived {
  readonly last: NightView;
  /** Operator commands that were in doubt after a kill, and that a person had issued again. */
  readonly doubted: number;
}

/** Longest that a person waits for an answer before asking again: a killed instance gives none. */
const patienceMs = 3000;

/**
 * Lives through a run while instances are killed: people act and confirm when they are waited for, and ask again when
 * nobody answers. A command in doubt is looked at and tried again; anything else that holds the run is an error.
 *
 * @throws {Error} when the run is held for another reason, or not over after `seconds`
 */
async function liveThrough(world: World, run: string, seconds: number): Promise<Lived> {
  const ends = performance.now() + seconds * 1000;
  let doubted = 0;
  let last: NightView | undefined;
  while (performance.now() < ends) {
    last = (await answered(lookAt(world, run))) ?? last;
    if (last !== undefined && isOver(last)) return { last, doubted };
    const inDoubt = last?.steps.find(isCommandInDoubt);
    if (last !== undefined && isHeld(last) && inDoubt === undefined) throw new Error(picture(last));
    if (last?.run.state === 'held') doubted += Number(await decide(world, run, inDoubt));
    for (const step of last?.steps ?? []) if (step.state === 'waiting-for-person') await confirm(world, step);
    await pause(30);
  }
  throw new Error(`${run} is not over after ${seconds} s\n${last === undefined ? '' : picture(last)}`);
}

/** A run that is lived through while something else happens to its instances. */
export interface Living {
  /** True once the run is over, or lost. */
  readonly isOver: () => boolean;
  readonly done: Promise<Lived>;
}

export function live(world: World, run: string, seconds: number): Living {
  let over = false;
  const done = liveThrough(world, run, seconds).finally(() => (over = true));
  // Whoever waits for it is told; until then somebody else may fail first.
  done.catch(() => undefined);
  return { isOver: () => over, done };
}

const isCommandInDoubt = ({ state, step, commands, issuing }: RunStep): boolean =>
  state === 'unknown' && step.commands !== undefined && commands.every(({ accepted }) => accepted) && issuing !== -1;

/** @returns true when a command was ordered again */
async function decide(world: World, run: string, inDoubt: RunStep | undefined): Promise<boolean> {
  const decision =
    inDoubt === undefined
      ? { decision: 'resume', reason: 'The morning can wait.' }
      : { decision: 'retry', step: inDoubt.id, reason: 'Looked: to be issued again.' };
  const done = await answered(world.as('relmgr').post(`/runs/${run}/decisions`, decision));
  return done !== undefined && inDoubt !== undefined;
}

async function confirm(world: World, step: RunStep): Promise<void> {
  const note = await answered(actAtTheSystem(step, world));
  if (note === undefined) return;
  const path = `/runs/${step.run}/steps/${step.id}/confirmation`;
  await answered(world.as(step.step.confirm?.by ?? '').post(path, { note }));
}

/** The answer; undefined where there was none, or where the service could not say. */
async function answered<T>(asked: Promise<T>): Promise<T | undefined> {
  const late = new AbortController();
  const enough = pauseUntil(patienceMs, late.signal);
  try {
    return await Promise.race([asked, enough]);
  } catch (error) {
    if (error instanceof ApiRefusal && error.status < 500 && error.status !== 409) throw error;
    return undefined;
  } finally {
    late.abort();
  }
}

function pauseUntil(ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve(undefined);
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

function picture({ run, steps }: NightView): string {
  const lines = steps
    .filter(({ state }) => state !== 'succeeded' && state !== 'pending')
    .map(
      ({ id, state, because, attempts }) =>
        `${id} ${state}: ${because} ${attempts.map((each) => each.state).join(' ')}`,
    );
  return [`${run.id} is ${run.state}: ${run.advice?.because ?? ''}`, ...lines].join('\n');
}
