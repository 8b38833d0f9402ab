import type { NewEntry } from '../ledger/entry.schema.ts';
import type { Committed, Ledger, Reading } from '../ledger/ledger.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import { engineStream, engineTerms, runs } from './run.views.ts';
import { runSteps, stepKey } from './run-step.views.ts';
import type { Run, RunStep } from './run.schema.ts';

export interface EngineTermHeld {
  readonly instance: string;
  readonly epoch: number;
  /** @throws {LockstepError} `run.engine-superseded` when another engine has taken over */
  check(): Promise<void>;
  /** Records what an act came to, unless another engine has taken over or `still` no longer holds. */
  record(
    step: RunStep,
    still: (now: RunStep, run: Run) => boolean,
    entries: (run: Run) => readonly NewEntry[] | Promise<readonly NewEntry[]>,
  ): Promise<Committed>;
  /** As `record`, for what concerns the run as a whole. */
  recordRun(
    run: string,
    entries: (run: Run, reading: Reading) => readonly NewEntry[] | Promise<readonly NewEntry[]>,
  ): Promise<Committed>;
}

/**
 * Takes the engine for one instance: its page is acknowledged before anything else, and so covers all earlier pages.
 * Pages of an older epoch are refused from then on.
 */
export async function takeEngine(ledger: Ledger, instance: string): Promise<EngineTermHeld> {
  const actor = { kind: 'engine', id: instance } as const;
  const taken = await ledger.commit({
    actor,
    decide: async (reading) => {
      const before = await reading.get(engineTerms, engineStream);
      return [{ stream: engineStream, type: 'engine.taken/1', data: { instance, epoch: (before?.epoch ?? 0) + 1 } }];
    },
  });
  const epoch = Number(taken.entries[0]?.data['epoch']);
  const stillMine = async (reading: Reading) => {
    const term = await reading.get(engineTerms, engineStream);
    if (term?.epoch !== epoch)
      throw new LockstepError('run.engine-superseded', 'another instance drives the engine now', { epoch });
  };
  return {
    instance,
    epoch,
    async check() {
      await ledger.commit({ actor, decide: async (reading) => (await stillMine(reading), []) });
    },
    record: (step, still, entries) =>
      ledger.commit({
        actor,
        cause: step.run,
        decide: async (reading) => {
          await stillMine(reading);
          const now = await reading.get(runSteps, stepKey(step.run, step.id));
          const run = await reading.get(runs, step.run);
          return now !== undefined && run !== undefined && still(now, run) ? entries(run) : [];
        },
      }),
    recordRun: (id, entries) =>
      ledger.commit({
        actor,
        cause: id,
        decide: async (reading) => {
          await stillMine(reading);
          const run = await reading.get(runs, id);
          return run === undefined ? [] : entries(run, reading);
        },
      }),
  };
}
