import { prepareRelease } from '../../src/lab/before-the-night.ts';
import { actAtTheSystem } from '../../src/lab/night-people.ts';
import type { Stage } from '../../src/lab/stage.ts';
import type { Teller } from '../../src/lab/teller.ts';
import type { Run, RunStep } from '../../src/runs/run.schema.ts';

/** Hears everything and says nothing. */
export const silent: Teller = {
  chapter: () => undefined,
  line: () => undefined,
  refused: () => undefined,
  finding: () => undefined,
  planned: () => undefined,
  readiness: () => undefined,
  step: () => undefined,
  good: () => undefined,
  bad: () => undefined,
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks until something is there. @throws {Error} naming what never came */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, seconds = 30): Promise<T> {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(20);
  }
  throw new Error(`it took too long: ${what}`);
}

/** Sets the book's clock to a local time, or to another speed in book seconds a machine second. */
export async function clock(stage: Stage, change: { to?: string; speed: number }): Promise<void> {
  await stage.as('admin').post('/clock', { ...change, because: 'the test goes on' });
}

/** REL-000042 ready, end of day over, and 23:00 of its night. */
export async function toTheWindow(stage: Stage, { fail = false } = {}): Promise<void> {
  await prepareRelease(stage, silent, { fail });
  await clock(stage, { to: '2026-09-12T22:09', speed: 300 });
  const status = (wanted: string) => async () =>
    (await stage.practice.statusOf('SVJEOD99')) === wanted ? wanted : undefined;
  await eventually('SVJEOD99 runs', status('ACTIVE'));
  await clock(stage, { to: '2026-09-12T22:51', speed: 300 });
  await eventually('SVJEOD99 ends', status('OUTPUT'));
  await clock(stage, { to: '2026-09-12T23:00', speed: 300 });
}

export interface NightView {
  readonly run: Run;
  readonly steps: readonly RunStep[];
}

export const step = ({ steps }: NightView, id: string): RunStep => {
  const found = steps.find((each) => each.id === id);
  if (found === undefined) throw new Error(`the run has no step ${id}`);
  return found;
};

export async function lookAt(stage: Stage, run: string): Promise<NightView> {
  const api = stage.as('relmgr');
  const read = await api.get<Run>(`/runs/${run}`);
  // Steps are read last: of a run that is over they are then the last state.
  const { rows } = await api.get<{ rows: RunStep[] }>(`/runs/${run}/steps`);
  return { run: read, steps: rows };
}

export const isOver = ({ run }: NightView): boolean => ['completed', 'failed', 'backed-out'].includes(run.state);
/** Held because the last moment to back out passed: at a test's speed that is a slow machine. */
const isLate = ({ run }: NightView): boolean =>
  run.state === 'held' && run.advice?.because.startsWith('the last moment to back out') === true;
export const isHeld = (night: NightView): boolean => night.run.state === 'held' && !isLate(night);

/**
 * Lives through a run: its people act on the system and confirm as soon as they are waited for, until `until` holds.
 * `confirms` leaves steps to the test.
 */
export async function live(
  stage: Stage,
  run: string,
  {
    until = isOver,
    confirms = () => true,
    seconds = 60,
  }: { until?: (night: NightView) => boolean; confirms?: (step: RunStep) => boolean; seconds?: number } = {},
): Promise<NightView> {
  let last: NightView | undefined;
  try {
    return await eventually(
      `${run} is where it should be`,
      async () => {
        last = await lookAt(stage, run);
        if (until(last)) return last;
        if (isLate(last)) {
          const draft = { decision: 'resume', reason: 'The morning can wait.' };
          await stage.as('relmgr').post(`/runs/${run}/decisions`, draft);
        }
        for (const waiting of last.steps.filter((each) => each.state === 'waiting-for-person' && confirms(each)))
          await confirm(stage, waiting);
        return undefined;
      },
      seconds,
    );
  } catch (error) {
    throw new Error(picture(last), { cause: error });
  }
}

/** The person of a step does at the system what it asks for, and confirms it. */
export async function confirm(stage: Stage, waiting: RunStep): Promise<void> {
  const note = await actAtTheSystem(waiting, stage);
  await stage
    .as(waiting.step.confirm?.by ?? '')
    .post(`/runs/${waiting.run}/steps/${waiting.id}/confirmation`, { note });
}

function picture(night: NightView | undefined): string {
  if (night === undefined) return 'the run could not be read';
  const lines = night.steps.map(
    ({ id, state, because, attempts }) => `${id} ${state}: ${because} ${attempts.map((each) => each.state).join(' ')}`,
  );
  return [`${night.run.id} is ${night.run.state}`, ...lines].join('\n');
}
