/**
 * One step of a run as the model sees it: the book on a replica set, two instances, JES, and what is under way between
 * them. Time does not exist: whatever can be late can be late for ever.
 */
export interface State {
  /** Pages on a majority, in order. A text holds type and attempt, of engine pages the epoch, and who appended it. */
  readonly book: readonly string[];
  /** Pages on the primary alone, in the order of their arrival. */
  readonly local: readonly Page[];
  /** Inserts under way; one can land long after its sender has died. */
  readonly inserts: readonly Page[];
  readonly instances: readonly Instance[];
  readonly jobs: readonly Job[];
  /** Submit PUTs under way, by attempt. */
  readonly puts: readonly number[];
  /** Release and purge PUTs under way: places in `jobs`, or job ids where a variant names jobs so. */
  readonly releases: readonly number[];
  readonly purges: readonly number[];
  /** The last page that something outside rests on and that is not on a majority yet. */
  readonly actedOn: Page | undefined;
  /** A page whose sender was told that it is not there. */
  readonly toldFailed: Page | undefined;
  readonly left: Budget;
}

export interface Page {
  readonly number: number;
  readonly text: string;
  /** Text of the page before, in place of its leaf. */
  readonly prev: string;
}

export interface Instance {
  readonly name: string;
  /** The last page of the book that it has read. */
  readonly read: number;
  /** 0 while it does not hold the engine. */
  readonly epoch: number;
  /** Its append whose outcome it does not know. */
  readonly pending: Page | undefined;
  /** The job in the answer to its submit PUT; -1 when there was none. */
  readonly heard: number;
  /** The attempt whose intent it appended itself and has not sent yet. */
  readonly fresh: number;
}

export interface Job {
  /** 0: somebody else's. */
  readonly attempt: number;
  readonly state: 'held' | 'runs' | 'ended' | 'purged';
  readonly ran: boolean;
  /** False while the list lags. */
  readonly listed: boolean;
  readonly id: number;
}

/** How often each thing may happen that need not; a bound of the search, and printed with its result. */
export interface Budget {
  /** Crashes with a restart: what an instance had in memory is gone. */
  readonly crashes: number;
  /** Failovers: what is on the primary alone is rolled back. */
  readonly failovers: number;
  /** Inserts that arrive and are still under way: the driver sent them again. */
  readonly resentInserts: number;
  /** Takeovers while the other instance still holds the engine. */
  readonly rivals: number;
  /** Submit PUTs that something in between sends again. */
  readonly resentPuts: number;
  /** Submit PUTs that the engine sends again while the first may be there. */
  readonly doubts: number;
  /** Jobs that the list does not show for a while. */
  readonly unlisted: number;
  /** Purges by somebody else. */
  readonly foreignPurges: number;
  /** Releases of the adopted job by an operator's hand. */
  readonly handReleases: number;
  /** Releases of a stray by hand: what protocol 2.9 leaves over. */
  readonly strayReleases: number;
  /** Jobs with errors in their input: held or not, they go straight to their end. */
  readonly inputErrors: number;
  /** Withdrawals that a person decides on. */
  readonly withdrawals: number;
  /** Jobs of other people that come and take a free job id. */
  readonly strangers: number;
}

export const noFaults: Budget = {
  ...{ crashes: 0, failovers: 0, resentInserts: 0, rivals: 0, resentPuts: 0, doubts: 0, unlisted: 0, foreignPurges: 0 },
  ...{ handReleases: 0, strayReleases: 0, inputErrors: 0, withdrawals: 0, strangers: 0 },
};

/** The engine was taken by the first instance, and nothing has happened yet. */
export function beginning(left: Budget, attempts: number): State {
  const instance = { read: 1, epoch: 0, pending: undefined, heard: -1, fresh: 0 };
  return {
    ...{ book: ['T a1'], local: [], inserts: [], jobs: [], releases: [], purges: [], left },
    ...{ puts: Array.from({ length: attempts + 1 }, () => 0), actedOn: undefined, toldFailed: undefined },
    instances: [
      { ...instance, name: 'a', epoch: 1 },
      { ...instance, name: 'b' },
    ],
  };
}

export function textOf(state: State): string {
  const { book, local, inserts, instances, jobs, puts, releases, purges, actedOn, toldFailed, left } = state;
  let text = `${book.join()}|${local.map(pageText).join()}|${inserts.map(pageText).sort().join()}|`;
  for (const { read, epoch, pending, heard, fresh } of instances)
    text += `${read}.${epoch}.${pending === undefined ? '' : pageText(pending)}.${heard}.${fresh};`;
  for (const { attempt, state: its, ran, listed, id } of jobs)
    text += `${attempt}${its[0] ?? ''}${ran ? 1 : 0}${listed ? 1 : 0}${id},`;
  text += `|${puts.join('')}|${[...releases].sort().join('')}|${[...purges].sort().join('')}|`;
  if (actedOn !== undefined) text += pageText(actedOn);
  text += '|';
  if (toldFailed !== undefined) text += pageText(toldFailed);
  return `${text}|${left.crashes}${left.failovers}${left.resentInserts}${left.rivals}${left.resentPuts}${left.doubts}${left.unlisted}${left.foreignPurges}${left.handReleases}${left.strayReleases}${left.inputErrors}${left.withdrawals}${left.strangers}`;
}

const pageText = ({ number, text, prev }: Page): string => `${number}:${text}<${prev}`;

export const samePage = (a: Page, b: Page): boolean => a.number === b.number && a.text === b.text && a.prev === b.prev;

/** The state with one of its instances changed. */
export function withInstance(state: State, name: string, change: Partial<Instance>): State {
  return { ...state, instances: state.instances.map((each) => (each.name === name ? { ...each, ...change } : each)) };
}

export function withJob(state: State, at: number, change: Partial<Job>): State {
  return { ...state, jobs: state.jobs.map((job, index) => (index === at ? { ...job, ...change } : job)) };
}

export function spend(state: State, what: keyof Budget): State {
  return { ...state, left: { ...state.left, [what]: state.left[what] - 1 } };
}
