import type { Move } from './checker.ts';
import { properties, type Property, type Protocol } from './protocol.ts';
import { type AttemptRecord, current, isClosed, isSettled, recordOf } from './step-record.ts';
import { type Job, type Page, samePage, spend, type State, withInstance, withJob } from './state.ts';

type Moves = Move<State>[];

/** Everything that happens outside the instances: the replica set, the network, JES, and people at a terminal. */
export function worldMoves(state: State, protocol: Protocol): Moves {
  return [
    ...inserted(state, protocol),
    ...majority(state),
    ...failover(state),
    ...crashes(state),
    ...putsArrive(state, protocol),
    ...requestsArrive(state, protocol),
    ...jes(state),
    ...people(state, protocol),
  ];
}

/**
 * MongoDB knows one rule: a number once. It does not look whether the page before is there. Where nobody sees what is on
 * the primary alone, and nothing can be rolled back, a page that lands is on a majority at once.
 */
function inserted(state: State, { actsOn, follows }: Protocol): Moves {
  const { local, left } = state;
  const isSeen = left.failovers > 0 || local.length > 0 || actsOn === 'the primary' || follows === 'the primary';
  return state.inserts.flatMap((page) => {
    const inserts = state.inserts.filter((each) => each !== page);
    const label = `the insert of «${page.text}» at page ${page.number}`;
    if (!isSeen) return [committed({ ...state, inserts }, page, `${label} lands on a majority`)];
    if (local.some(({ number }) => number === page.number))
      return [{ label: `${label} finds it taken`, kind: 'protocol' as const, to: { ...state, inserts } }];
    const landed = { ...state, local: [...local, page] };
    const once: Move<State> = { label: `${label} lands on the primary`, kind: 'protocol', to: { ...landed, inserts } };
    if (left.resentInserts === 0) return [once];
    const resent = spend(landed, 'resentInserts');
    return [once, { label: `${label} lands on the primary, and is sent again`, kind: 'fault' as const, to: resent }];
  });
}

/** The commit point moves in the order of arrival, not of numbers. */
function majority(state: State): Moves {
  const [page, ...local] = state.local;
  if (page === undefined) return [];
  return [committed({ ...state, local }, page, `«${page.text}» at page ${page.number} reaches a majority`)];
}

function committed(state: State, page: Page, label: string): Move<State> {
  const { number, text, prev } = page;
  const { actedOn, toldFailed, book } = state;
  const isChained = number === book.length + 1 && prev === book.at(-1);
  if (!isChained) return { label, kind: 'protocol', to: state, breaks: properties.chain };
  const isLost = actedOn?.number === number && !samePage(actedOn, page);
  const wasTold = toldFailed !== undefined && samePage(toldFailed, page);
  const to: State = {
    ...{ ...state, book: [...book, text], inserts: state.inserts.filter((each) => each.number > number) },
    actedOn: actedOn?.number === number ? undefined : actedOn,
    toldFailed: toldFailed?.number === number ? undefined : toldFailed,
  };
  const broken = isLost ? 'actedOn' : wasTold ? 'told' : isSuperseded(text, state) ? 'superseded' : undefined;
  return { label, kind: 'protocol', to, ...breaks(broken) };
}

/** A page that an engine wrote whose successor has taken over already. */
function isSuperseded(text: string, { book }: State): boolean {
  const epoch = Number(text.split('@')[1] ?? NaN);
  return !Number.isNaN(epoch) && epoch < recordOf(book).epoch;
}

const breaks = (broken: Property | undefined): { breaks?: string } =>
  broken === undefined ? {} : { breaks: properties[broken] };

function failover(state: State): Moves {
  if (state.left.failovers === 0 || state.local.length === 0) return [];
  const pages = state.local.map(({ number }) => number).join(' and ');
  const to = spend({ ...state, local: [] }, 'failovers');
  return [{ label: `failover: page ${pages} is rolled back`, kind: 'fault', to }];
}

function crashes(state: State): Moves {
  if (state.left.crashes === 0) return [];
  return state.instances.flatMap(({ name, epoch, pending, heard }) => {
    if (epoch === 0 && pending === undefined && heard < 0) return [];
    const fresh = { pending: undefined, heard: -1, epoch: 0, fresh: 0, read: state.book.length };
    const to = spend(withInstance(state, name, fresh), 'crashes');
    return [{ label: `${name} crashes and starts again`, kind: 'fault' as const, to }];
  });
}

/** A submit PUT arrives; something in between may send it again. The answer matters where the list does not show the job. */
function putsArrive(state: State, protocol: Protocol): Moves {
  return state.puts.flatMap((count, attempt) => {
    if (count === 0) return [];
    const moves: Moves = [];
    const puts = state.puts.map((each, at) => (at === attempt ? each - 1 : each));
    const job: Job = { attempt, state: 'held', ran: false, listed: true, id: freeId(state) };
    const at = state.jobs.length;
    const label = `the submit PUT of attempt ${attempt} becomes job ${at}`;
    const arrived = { ...state, puts, jobs: [...state.jobs, job] };
    const begun = protocol.strict ? { state: arrived, broken: undefined } : begins(arrived, at, protocol);
    moves.push({ label, kind: 'protocol', to: begun.state, ...breaks(begun.broken) });
    if (state.left.unlisted > 0) {
      const unlisted = spend(withJob(begun.state, at, { listed: false }), 'unlisted');
      const late = `${label}, not listed yet`;
      moves.push({ label: `${late}, and the answer is lost`, kind: 'fault', to: unlisted, ...breaks(begun.broken) });
      for (const { name, epoch } of state.instances)
        if (epoch > 0) {
          const to = withInstance(unlisted, name, { heard: at });
          moves.push({ label: `${late}; ${name} hears of it`, kind: 'fault', to, ...breaks(begun.broken) });
        }
    }
    if (state.left.resentPuts > 0) {
      const to = spend({ ...begun.state, puts: state.puts }, 'resentPuts');
      moves.push({ label: `${label}, and the PUT is sent again`, kind: 'fault', to, ...breaks(begun.broken) });
    }
    if (state.left.inputErrors > 0) {
      const to = spend(withJob(arrived, at, { state: 'ended' }), 'inputErrors');
      moves.push({ label: `${label}, with errors in its input: it is at its end`, kind: 'fault', to });
    }
    return moves;
  });
}

/** Job ids wrap: one that is purged gives its id to the next. */
function freeId({ jobs }: State): number {
  const used = new Set(jobs.flatMap(({ state, id }) => (state === 'purged' ? [] : [id])));
  let id = 0;
  while (used.has(id)) id += 1;
  return id;
}

function requestsArrive(state: State, protocol: Protocol): Moves {
  const { names } = protocol;
  const placeOf = (name: number): number =>
    names === 'by job id' ? state.jobs.findIndex(({ id, state: its }) => id === name && its !== 'purged') : name;
  const releases = state.releases.map((name): Move<State> => {
    const at = placeOf(name);
    const sent = { ...state, releases: state.releases.filter((each) => each !== name) };
    const label = `the release of job ${at < 0 ? `with id ${name}` : at} arrives`;
    if (state.jobs[at]?.state !== 'held') return { label, kind: 'protocol', to: sent };
    const { state: to, broken } = begins(sent, at, protocol);
    return {
      label: `${label}: it runs`,
      kind: 'protocol',
      to,
      ...breaks(broken === 'twice' || isAdopted(state, at) ? broken : 'stranger'),
    };
  });
  const purges = state.purges.map((name): Move<State> => {
    const at = placeOf(name);
    const sent = { ...state, purges: state.purges.filter((each) => each !== name) };
    const label = `the purge of job ${at < 0 ? `with id ${name}` : at} arrives`;
    if (at < 0) return { label, kind: 'protocol', to: sent };
    const to = withJob(sent, at, { state: 'purged' });
    return { label, kind: 'protocol', to, ...breaks(state.jobs[at]!.attempt === 0 ? 'purged' : undefined) };
  });
  return [...releases, ...purges];
}

const isAdopted = ({ book, jobs }: State, at: number): boolean =>
  recordOf(book).attempts.some(({ number, adopted }) => number === jobs[at]!.attempt && adopted.includes(at));

/**
 * A job begins to run, judged against what ran before and against the book. Where jobs are not submitted held, it is the
 * person who said «it did not run» that answers for one that comes late.
 */
function begins(state: State, at: number, { strict }: Protocol): { state: State; broken: Property | undefined } {
  const { attempt } = state.jobs[at]!;
  const to = withJob(state, at, { state: 'runs', ran: true });
  if (attempt === 0) return { state: to, broken: 'stranger' };
  const others = state.jobs.filter((job, index) => index !== at && job.ran && job.attempt > 0);
  if (others.some((job) => job.attempt === attempt)) return { state: to, broken: 'twice' };
  const { attempts } = recordOf(state.book);
  const isOver = ({ attempt: former, state: its }: Job): boolean => {
    const record = attempts[former - 1];
    return record?.state === 'ended' || (record?.denied === true && (its === 'purged' || !strict));
  };
  if (others.some((job) => job.attempt < attempt && !isOver(job))) return { state: to, broken: 'again' };
  const isAnsweredFor = !strict && attempts[attempt - 1]?.denied === true;
  return { state: to, broken: attempts.length > attempt && !isAnsweredFor ? 'late' : undefined };
}

/** Jobs end, and come to be listed. */
function jes(state: State): Moves {
  return state.jobs.flatMap(({ state: its, listed, attempt }, at) => {
    const moves: Moves = [];
    if (its === 'runs')
      moves.push({ label: `job ${at} ends`, kind: 'protocol', to: withJob(state, at, { state: 'ended' }) });
    if (!listed && its !== 'purged' && attempt > 0)
      moves.push({ label: `job ${at} is listed`, kind: 'protocol', to: withJob(state, at, { listed: true }) });
    return moves;
  });
}

function people(state: State, protocol: Protocol): Moves {
  const { left, jobs, book } = state;
  const moves: Moves = [];
  const record = recordOf(book);
  const settle = record.attempts.filter((attempt) => attempt.alarm || (attempt.state === 'lost' && attempt.denied));
  for (const [at, job] of jobs.entries()) {
    const attempt = record.attempts[job.attempt - 1];
    if (job.state === 'ended' && attempt !== undefined && settle.includes(attempt) && attempt.job !== at)
      moves.push({ label: `a person purges job ${at}`, kind: 'person', to: withJob(state, at, { state: 'purged' }) });
    if (left.foreignPurges > 0 && job.state !== 'purged') {
      const to = spend(withJob(state, at, { state: 'purged' }), 'foreignPurges');
      moves.push({ label: `somebody purges job ${at}`, kind: 'fault', to });
    }
    if (job.state !== 'held' || attempt === undefined) continue;
    const isOpen = attempt === current(record) && !isClosed(attempt) && attempt.state !== 'lost';
    if (left.handReleases > 0 && isOpen && attempt.job === at && !isPurging(state, attempt))
      moves.push(handReleased(spend(state, 'handReleases'), at, protocol));
    if (left.strayReleases > 0 && isSettled(attempt) && attempt.job !== at)
      moves.push(handReleased(spend(state, 'strayReleases'), at, protocol));
  }
  if (left.strangers > 0) {
    const stranger: Job = { attempt: 0, state: 'held', ran: false, listed: true, id: freeId(state) };
    const to = spend({ ...state, jobs: [...jobs, stranger] }, 'strangers');
    moves.push({ label: `somebody's job comes, with id ${stranger.id}`, kind: 'fault', to });
  }
  return moves;
}

/** Protocol 2.9 names what is left over: a purge can hit a job that was released by hand a moment before. */
function isPurging({ purges, inserts, instances }: State, { number, job, purgeAnnounced }: AttemptRecord): boolean {
  if (purgeAnnounced || purges.includes(job)) return true;
  const underWay = [...inserts, ...instances.flatMap(({ pending }) => pending ?? [])];
  return underWay.some(({ text }) => text.startsWith(`P ${number}`));
}

function handReleased(state: State, at: number, protocol: Protocol): Move<State> {
  const { state: to, broken } = begins(state, at, protocol);
  return { label: `an operator releases job ${at} by hand: it runs`, kind: 'fault', to, ...breaks(broken) };
}
