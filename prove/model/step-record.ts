/** What a prefix of the book says of the step. */
export interface StepRecord {
  /** Of the last `engine.taken`. */
  readonly epoch: number;
  readonly attempts: readonly AttemptRecord[];
}

export interface AttemptRecord {
  readonly number: number;
  readonly state: AttemptState;
  /** Place of the adopted job; -1 before the adoption. */
  readonly job: number;
  /** Every job that was adopted; more than one only where a variant adopts again. */
  readonly adopted: readonly number[];
  readonly withdrawal: boolean;
  /** A named person has said that it did not run. */
  readonly denied: boolean;
  /** A withdrawal is about to purge the adopted job. */
  readonly purgeAnnounced: boolean;
  /** A withdrawal found a job that may run: held for a person. */
  readonly alarm: boolean;
  /** A person wants another attempt. */
  readonly retried: boolean;
}

export type AttemptState = 'intended' | 'adopted' | 'releasing' | 'ended' | 'lost' | 'abandoned';

const known = new Map<string, StepRecord>();

/**
 * Folds pages: `T` engine taken, `I` attempt intended, `A` adopted, `R` release intended, `E` end observed, `L` lost,
 * `X` abandoned, `P` purge of the adopted job announced, `W` a person withdraws, `Z` a withdrawal that found a job that may run, `D` did not run, `Y` retried.
 */
export function recordOf(pages: readonly string[]): StepRecord {
  const key = pages.join();
  const before = known.get(key);
  if (before !== undefined) return before;
  let record: StepRecord = { epoch: 0, attempts: [] };
  for (const page of pages) record = folded(record, page);
  known.set(key, record);
  return record;
}

const stateAfter: Readonly<Record<string, AttemptState>> = {
  ...{ A: 'adopted', R: 'releasing', E: 'ended', L: 'lost', X: 'abandoned' },
};

function folded(record: StepRecord, page: string): StepRecord {
  const [type = '', detail = ''] = page.split(' ');
  if (type === 'T') return { ...record, epoch: Number(detail.slice(1)) };
  const [number = 0, job = -1] = detail.split('@')[0]!.split('.').map(Number);
  if (type === 'I') {
    const attempt: AttemptRecord = { number, state: 'intended', job: -1, adopted: [], ...nothingSaid };
    return { ...record, attempts: [...record.attempts, attempt] };
  }
  const attempts = record.attempts.map((attempt) => {
    if (attempt.number !== number) return attempt;
    const state = stateAfter[type] ?? attempt.state;
    const adoption = type === 'A' ? { job, adopted: [...attempt.adopted, job] } : {};
    return { ...attempt, state, ...adoption, ...(saidBy[type] ?? {}) };
  });
  return { ...record, attempts };
}

const nothingSaid = { withdrawal: false, denied: false, purgeAnnounced: false, alarm: false, retried: false };

const saidBy: Readonly<Record<string, Partial<AttemptRecord>>> = {
  ...{
    W: { withdrawal: true },
    D: { denied: true },
    Z: { alarm: true },
    Y: { retried: true },
    P: { purgeAnnounced: true },
  },
};

/** The attempt that a record is about: the last one. */
export const current = ({ attempts }: StepRecord): AttemptRecord | undefined => attempts.at(-1);

/** An attempt after which another may be made. */
export const isClosed = ({ state }: AttemptRecord): boolean => state === 'ended' || state === 'abandoned';

/** An attempt beside whose job every other held one is a stray. */
export const isSettled = ({ state, adopted }: AttemptRecord): boolean => adopted.length > 0 || state === 'abandoned';
