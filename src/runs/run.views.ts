import type { Entry, PageFacts } from '../ledger/entry.schema.ts';
import type { View } from '../ledger/view.schema.ts';
import type { RunEntryData, RunEntryType } from './run-entries.schema.ts';
import type { Run } from './run.schema.ts';

const runPrefix = 'run:';
export const runStream = (run: string): string => runPrefix + run;
/** The run whose stream this is. */
export const runOfStream = (stream: string): string | undefined =>
  stream.startsWith(runPrefix) ? stream.slice(runPrefix.length) : undefined;

type Folds<D> = { readonly [T in RunEntryType]?: (doc: D, data: RunEntryData<T>, page: PageFacts) => D };

/** Folds one entry by its type; one of another record changes nothing but the version. */
export function foldBy<D>(folds: Folds<D>, doc: D, entry: Entry, page: PageFacts): D {
  const fold = folds[entry.type as RunEntryType] as ((doc: D, data: object, page: PageFacts) => D) | undefined;
  return fold === undefined ? doc : fold(doc, entry.data, page);
}

const without = (names: readonly string[], name: string) => names.filter((each) => each !== name);

const folds: Folds<Run> = {
  'run.decided/1': (run, data, { at }) => ({ ...run, decisions: [...run.decisions, { ...data, at }] }),
  'run.held/1': (run, { advice }) => ({ ...run, state: 'held', advice }),
  'run.resumed/1': ({ advice: _, ...run }) => ({ ...run, state: 'in-progress' }),
  'run.backing-out/1': ({ advice: _, ...run }) => ({ ...run, state: 'backing-out' }),
  'run.ended/1': ({ advice: _, ...run }, { state, outcome }, { at }) => ({ ...run, state, outcome, endedAt: at }),
  'bracket.opened/1': (run, { name }) => ({ ...run, openBrackets: [...without(run.openBrackets, name), name] }),
  'bracket.closed/1': (run, { name }) => ({ ...run, openBrackets: without(run.openBrackets, name) }),
};

/** Runs as they are read: one document a run; its steps are documents of their own. */
export const runs: View<Run> = {
  name: 'runs',
  version: 3,
  indexes: { id: ['id'], state: ['state', 'id'], release: ['release', 'id'] },
  keys: ({ stream }) => (stream.startsWith(runPrefix) ? [stream.slice(runPrefix.length)] : []),
  evolve(run, entry, page) {
    if (run === undefined) return isStart(entry) ? started(entry, page) : undefined;
    return { ...foldBy(folds, run, entry, page), recordVersion: entry.seq };
  },
};

const isStart = ({ type }: Entry): boolean => type === 'run.started/1' || type === 'run.started/2';

function started(entry: Entry, { at }: PageFacts): Run {
  const { run: id, ...data } = entry.data as RunEntryData<'run.started/1'>;
  return { ...data, id, state: 'in-progress', recordVersion: 1, startedAt: at, openBrackets: [], decisions: [] };
}

/** Who drives the engine now, by the last page that says so. */
export interface EngineTerm {
  readonly instance: string;
  readonly epoch: number;
}

export const engineStream = 'engine';

export const engineTerms: View<EngineTerm> = {
  name: 'engine',
  version: 1,
  indexes: {},
  keys: ({ stream }) => (stream === engineStream ? [engineStream] : []),
  evolve: (_term, entry) => entry.data as EngineTerm & Record<string, string | number>,
};
