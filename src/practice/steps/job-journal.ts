/**
 * What the system keeps of a running job, so that it can begin again with the step that ran when its system was lost
 * (z/OS DFSMSdfp Checkpoint/Restart: Automatic step restart). Data sets that the lost step made are deleted, passed ones
 * and the codes of earlier steps are as they were.
 */

import type { StepOutcome } from '../jcl/conditions.rules.ts';
import type { StepModel } from '../jcl/job-model.rules.ts';
import type { AllocatedDd } from './allocated.ts';
import type { JobRun, Named, StepJournal } from './job-run.ts';

type Pairs<T> = readonly (readonly [string, T])[];

export interface JournalEntry {
  /** The step that runs. */
  readonly index: number;
  /** RD of its EXEC statement. */
  readonly restartable?: boolean;
  readonly outcomes: readonly StepOutcome[];
  readonly temporaries: Pairs<string>;
  readonly passed: readonly string[];
  readonly generations: Pairs<readonly string[]>;
  readonly named: Pairs<Named>;
  readonly volumes: Pairs<string>;
  readonly bases: Pairs<string>;
  /** Data sets that the step made, with their volume where they are not catalogued. */
  readonly made: readonly { readonly dsname: string; readonly volume?: string }[];
}

export class JobJournal implements StepJournal {
  /** What was written last. */
  entry: JournalEntry | undefined;

  stepBegins(run: JobRun, { restartable }: StepModel, index: number): void {
    this.entry = {
      ...{ index, outcomes: [...run.outcomes], temporaries: [...run.temporaries], passed: [...run.passed] },
      ...{ generations: [...run.generations], named: [...run.named], made: [] },
      ...{ volumes: [...(run.carried?.volumes ?? [])], bases: [...(run.carried?.generations ?? [])] },
      ...(restartable === undefined ? {} : { restartable }),
    };
  }

  stepMade(allocated: readonly AllocatedDd[]): void {
    if (this.entry === undefined) return;
    const made = allocated.flatMap(({ dataSets }) =>
      dataSets
        .filter(({ created }) => created)
        .map(({ dsname, volume, managed, temporary }) => (managed || temporary ? { dsname } : { dsname, volume })),
    );
    this.entry = { ...this.entry, made };
  }
}

/** Makes a run as it was before its lost step. */
export function goOnWith(run: JobRun, entry: JournalEntry): void {
  const { dataSets } = run.system;
  for (const { dsname, volume } of entry.made) {
    const at = volume === undefined ? dataSets : dataSets.onVolume(volume);
    if (at.find(dsname) !== undefined) at.remove(dsname);
  }
  run.outcomes.push(...entry.outcomes);
  for (const [name, dsname] of entry.temporaries) run.temporaries.set(name, dsname);
  for (const dsname of entry.passed) run.passed.add(dsname);
  for (const [base, names] of entry.generations) run.generations.set(base, names);
  for (const [dd, name] of entry.named) run.named.set(dd, name);
  for (const [dsname, volume] of entry.volumes) run.carried?.volumes.set(dsname, volume);
  for (const [dsname, base] of entry.bases) run.carried?.generations.set(dsname, base);
}
