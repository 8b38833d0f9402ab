import { renameSync, writeFileSync } from 'node:fs';
import { ApiRefusal } from '../../src/lab/api-client.ts';
import { sampleData } from '../../src/lab/stage.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { eventually, pause } from '../../test/support/sample-night.ts';
import { answerFindings, smallChange, smallRelease } from '../../test/support/small-release.ts';
import { wrongWithTheBook, wrongWithTheJobs } from './afterwards.ts';
import { live } from './people.ts';
import { Witness } from './witness.ts';
import { openWorld, type World } from './world.ts';

const minute = 60_000;
/** How the wall clock of the service's machine is set while it runs, in milliseconds. */
export const moves = [
  { name: 'forward 10 minutes', ms: 10 * minute },
  { name: 'a year ahead', ms: 365 * 24 * 60 * minute },
  { name: 'back 10 minutes', ms: -10 * minute },
] as const;
export type Move = (typeof moves)[number];

export interface MovesTold {
  readonly rows: readonly { readonly what: string; readonly outcome: string }[];
  readonly failures: readonly string[];
}

/** Sets the wall clock that the instances see. */
export function shiftClock(world: World, ms: number): void {
  writeFileSync(`${world.shiftFile}.new`, String(ms));
  renameSync(`${world.shiftFile}.new`, world.shiftFile);
}

/**
 * A night in real time of a real book, whose machine's clock is set again and again: while it is wrong nothing is
 * recorded and the instance says so; once it is right the night goes on, and each job ran once.
 */
export async function nightOfMoves(main: string, wanted: readonly Move[], seconds: number): Promise<MovesTold> {
  await using world = await openWorld({ main, book: { kind: 'real' }, estate: quickLooks });
  const run = await startNow(world);
  const witness = new Witness(world.tokenOf('auditor'), world.recording);
  await witness.followAll(world.instances);
  const rows: { what: string; outcome: string }[] = [];
  const failures: string[] = [];
  const living = live(world, run, seconds);
  for (const [index, move] of wanted.entries()) {
    await witness.until(() => jobMoments(witness) > index, 20_000);
    const wrong = [...(await whileMoved(world, move)), ...(await goesOn(witness))];
    failures.push(...wrong.map((text) => `${move.name}: ${text}`));
    rows.push({ what: move.name, outcome: wrong.length === 0 ? 'nothing recorded, not ready, went on' : 'WRONG' });
  }
  const { last } = await living.done;
  failures.push(...(await wrongWithTheJobs(world, last)), ...datesWrong(witness));
  const behind = await startBehind(world);
  failures.push(...behind);
  rows.push({
    what: 'started behind the last page',
    outcome: behind.length === 0 ? 'not ready until it caught up' : 'WRONG',
  });
  witness.stop();
  await world.instances[0]?.stop();
  failures.push(...(await wrongWithTheBook(world, witness)));
  return { rows, failures };
}

/** Pages of a process whose clock was ahead; the next one's is right, and so behind them for a while. */
async function startBehind(world: World): Promise<string[]> {
  const instance = world.instances[0]!;
  const again = async (shift: number) => {
    await instance.stop();
    shiftClock(world, shift);
    await instance.start();
  };
  const ahead = 4000 + Math.round(2.5 * instance.startedInMs);
  await again(ahead);
  await again(0);
  const { ready, conditions } = await readinessOf(world);
  const clock = conditions.find(({ name }) => name === 'clock');
  const wrong =
    ready || clock?.ready !== false ? [`started behind the last page, it said ${JSON.stringify(clock)}`] : [];
  const caughtUp = async () => ((await readinessOf(world)).ready ? true : undefined);
  await eventually('it is ready', caughtUp, ahead / 1000 + 20).catch(async () =>
    wrong.push(`once time has caught up it says ${JSON.stringify((await readinessOf(world)).conditions)}`),
  );
  return wrong;
}

const readinessOf = async (world: World): Promise<Readiness> =>
  (await (await fetch(`${world.serviceUrl()}/readyz`)).json()) as Readiness;

/** One move while nothing is driven: commands are refused, the instance says so, and takes them again afterwards. */
export async function movedOnce(main: string, move: Move): Promise<string[]> {
  await using world = await openWorld({ main, book: { kind: 'real' } });
  const witness = new Witness(world.tokenOf('auditor'), world.recording);
  witness.follow(world.instances[0]!);
  const wrong = await whileMoved(world, move);
  witness.stop();
  await world.instances[0]?.stop();
  return [...wrong, ...(await wrongWithTheBook(world, witness)), ...datesWrong(witness)];
}

/** Jobs are looked at every second, and not only every ten; and any day will do. */
function quickLooks(estate: Record<string, unknown>): object {
  const { systems } = estate as { systems: object[] };
  return { ...estate, systems: systems.map((system) => ({ ...system, pollEverySeconds: 1 })), blackouts: [] };
}

/** The smaller release, with a window that is open now; two requests to z/OSMF a step, each some time long. */
async function startNow(world: World): Promise<string> {
  const local = (ms: number) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: world.timeZone, dateStyle: 'short', timeStyle: 'short' })
      .format(Date.now() + ms)
      .replace(' ', 'T');
  const window = {
    ...{ opens: local(-minute), closes: local(3 * 60 * minute) },
    cutOff: { at: local(2 * 60 * minute), means: 'End of day starts' },
  };
  await approveSmallChange(world);
  await world.as('relmgr').post('/releases', { ...sampleData(`releases/${smallRelease}.yaml`), window });
  await answerFindings(world, await world.as('relmgr').post<Release>(`/releases/${smallRelease}/plan`));
  const effect = { kind: 'delay', milliseconds: 300 };
  await world.director.fault({ method: '*', path: '/zosmf/restjobs/', times: 1_000_000, effect });
  return (await world.as('relmgr').post<Run>(`/releases/${smallRelease}/runs`)).id;
}

async function approveSmallChange(world: World): Promise<void> {
  await world.as('intops').post('/changes', sampleData(`changes/${smallChange}.yaml`));
  await world.as('intops').post(`/changes/${smallChange}/submission`);
  for (const [person, group] of [
    ['savowner', 'application-owner'],
    ['riskrev', 'risk-review'],
  ] as const) {
    const decision = { group, decision: 'approve', reason: 'Agreed' };
    await world.as(person).post(`/changes/${smallChange}/decisions`, decision);
  }
}

interface Readiness {
  readonly ready: boolean;
  readonly conditions: readonly { readonly name: string; readonly ready: boolean; readonly detail?: string }[];
}

async function whileMoved(world: World, { ms }: Move): Promise<string[]> {
  const wrong: string[] = [];
  const { ready: before } = await readinessOf(world);
  if (!before) wrong.push('the instance was not ready before');
  shiftClock(world, ms);
  await pause(150);
  const head = await headOf(world);
  const refusal = await refusalOf(world);
  if (refusal !== 'clock.apart') wrong.push(`a command was answered with ${refusal}`);
  const { ready, conditions } = await readinessOf(world);
  const clock = conditions.find(({ name }) => name === 'clock');
  if (ready) wrong.push('the instance said that it was ready');
  if (!/clock was moved/.test(clock?.detail ?? '')) wrong.push(`of the clock it said ${JSON.stringify(clock)}`);
  await pause(700);
  const after = await headOf(world);
  if (after !== head) wrong.push(`pages ${head + 1} to ${after} were recorded meanwhile`);
  shiftClock(world, 0);
  await pause(20);
  const accepted = await eventually(
    'a command is taken again',
    async () => ((await refusalOf(world)) === undefined ? true : undefined),
    5,
  ).catch(() => false);
  if (!accepted) wrong.push('no command was taken once the clock was right');
  return wrong;
}

async function goesOn(witness: Witness): Promise<string[]> {
  const before = witness.progress;
  const isOver = () =>
    [...witness.pages.values()].some(({ entries }) => entries.some(({ type }) => type === 'run.ended/1'));
  const on = await witness.until(() => witness.progress > before || isOver(), 20_000);
  return on ? [] : ['the night did not go on once the clock was right'];
}

/** Moments of the night with a job on its way, so far: each job was intended, and released. */
function jobMoments({ pages }: Witness): number {
  const types = [...pages.values()].flatMap(({ entries }) => entries.map(({ type }) => type));
  return types.filter((type) => type === 'attempt.intended/1' || type === 'attempt.released/1').length;
}

async function headOf(world: World): Promise<number> {
  const answer = await fetch(`${world.serviceUrl()}/api/v1/clock`, {
    headers: { Authorization: `Bearer ${world.tokenOf('auditor')}` },
  });
  return Number(answer.headers.get('lockstep-page'));
}

let changes = 0;

/** The code with which a small command is refused; undefined when it was recorded. */
async function refusalOf(world: World): Promise<string | undefined> {
  changes += 1;
  const id = `CHG-9${String(changes).padStart(5, '0')}`;
  const draft = { ...sampleData(`changes/${smallChange}.yaml`), id };
  try {
    await world.as('intops').post('/changes', draft);
    return undefined;
  } catch (error) {
    if (error instanceof ApiRefusal) return String(error.problem['type']).replace('urn:lockstep:problem:', '');
    throw error;
  }
}

/** No page is dated by a wrong clock. */
function datesWrong(witness: Witness): string[] {
  const now = Date.now();
  return [...witness.pages.values()]
    .filter(({ at }) => Math.abs(Date.parse(at) - now) > 5 * minute)
    .map(({ page, at }) => `page ${page} is dated ${at}`);
}
