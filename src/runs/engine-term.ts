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

export interface Taking {
  /** Gives way when another instance takes the engine while this one decides. @default false */
  readonly givesWay?: boolean;
}

/**
 * Takes the engine for one instance: its page is acknowledged before anything else, and so covers all earlier pages.
 * Pages of an older epoch are refused from then on.
 *
 * @throws {LockstepError} `run.engine-superseded` when it gave way
 */
export async function takeEngine(ledger: Ledger, instance: string, taking: Taking = {}): Promise<EngineTermHeld> {
  const actor = { kind: 'engine', id: instance } as const;
  const epoch = await appendTerm(ledger, instance, taking);
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

/** An append in doubt goes on being settled after its caller was told so: it must not take the engine later. */
async function appendTerm(ledger: Ledger, instance: string, { givesWay = false }: Taking): Promise<number> {
  let wanted = true;
  let first: number | undefined;
  const decide = async (reading: Reading): Promise<NewEntry[]> => {
    const before = (await reading.get(engineTerms, engineStream))?.epoch ?? 0;
    first ??= before;
    if (!wanted || (givesWay && before !== first))
      throw new LockstepError('run.engine-superseded', 'another instance took the engine first', { epoch: before });
    return [{ stream: engineStream, type: 'engine.taken/1', data: { instance, epoch: before + 1 } }];
  };
  try {
    const taken = await ledger.commit({ actor: { kind: 'engine', id: instance }, decide });
    return Number(taken.entries[0]?.data['epoch']);
  } finally {
    wanted = false;
  }
}
