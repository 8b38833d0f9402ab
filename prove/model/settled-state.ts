import type { Protocol } from './protocol.ts';
import type { Instance, Job, Page, State } from './state.ts';
import { recordOf } from './step-record.ts';

/**
 * The same state without what can make no difference any more, so that fewer states stand for as many nights. What is
 * left out: a request that finds its job beyond it; who appended a page, once nobody waits to hear whether it was his;
 * that a purged job was not listed; and an instance that has not read on, where it could do nothing before it did.
 *
 * @param slow instances that hold the engine read on late all the same: to act on an old page
 */
export function settledState(state: State, slow: boolean, protocol: Protocol): State {
  let now = state;
  for (const instance of state.instances)
    if (isBehind(instance, state.book) && !(slow && instance.epoch > 0)) now = broughtUp(now, instance, protocol);
  if (protocol.names === 'by correlator') now = withoutDeadRequests(now);
  return withoutNames(withoutDeadAnswers(withPurgedListed(now)));
}

const isBehind = ({ read, pending }: Instance, book: readonly string[]): boolean =>
  pending === undefined ? read < book.length : book[pending.number - 1] !== undefined;

function broughtUp(state: State, { name }: Instance, { strict }: Protocol): State {
  const { book } = state;
  const instances = state.instances.map((instance) => {
    if (instance.name !== name) return instance;
    const { pending } = instance;
    const isMine = pending !== undefined && isOwn(pending, book);
    const read = book.length;
    if (!isMine) return { ...instance, pending: undefined, read };
    return { ...instance, pending: undefined, read, ...heardOf(pending, instance, strict) };
  });
  return { ...state, instances };
}

/** True when the page at that number is this one, and not another's. */
export const isOwn = ({ number, text, prev }: Page, book: readonly string[]): boolean =>
  book[number - 1] === text && book[number - 2] === prev;

/** What an instance holds once it knows that its page stands. */
export function heardOf({ text }: Page, { epoch }: Instance, strict: boolean): Pick<Instance, 'epoch' | 'fresh'> {
  return {
    epoch: text.startsWith('T') ? Number(text.slice(3)) : epoch,
    fresh: text.startsWith('I') && !strict ? Number(text[2]) : 0,
  };
}

function withoutDeadRequests(state: State): State {
  const { jobs, releases, purges } = state;
  const isHeld = (at: number): boolean => jobs[at]!.state === 'held';
  const isThere = (at: number): boolean => jobs[at]!.state !== 'purged';
  if (releases.every(isHeld) && purges.every(isThere)) return state;
  return { ...state, releases: releases.filter(isHeld), purges: purges.filter(isThere) };
}

/** An answer matters while the attempt of its job waits for an adoption. */
function withoutDeadAnswers(state: State): State {
  const { jobs, book, instances } = state;
  const isDead = ({ heard }: Instance): boolean => {
    const job = jobs[heard];
    if (job === undefined) return false;
    return job.state === 'purged' || recordOf(book).attempts[job.attempt - 1]?.state !== 'intended';
  };
  if (!instances.some(isDead)) return state;
  return { ...state, instances: instances.map((each) => (isDead(each) ? { ...each, heard: -1 } : each)) };
}

const isHidden = ({ state, listed }: Job): boolean => state === 'purged' && !listed;

function withPurgedListed(state: State): State {
  if (!state.jobs.some(isHidden)) return state;
  return { ...state, jobs: state.jobs.map((job) => (isHidden(job) ? { ...job, listed: true } : job)) };
}

const named = /^T [ab]|@[ab]$/;

function withoutNames(state: State): State {
  const { book, instances } = state;
  const at = book.findIndex(
    (text, index) => named.test(text) && instances.every(({ pending }) => pending?.number !== index + 1),
  );
  if (at < 0) return state;
  const text = book[at]!;
  const plain = text.startsWith('T') ? `T -${text.slice(3)}` : `${text.slice(0, -1)}-`;
  const follows = (page: Page): Page =>
    page.number === at + 2 && page.prev === text ? { ...page, prev: plain } : page;
  return withoutNames({
    ...{ ...state, book: book.map((each, index) => (index === at ? plain : each)) },
    ...{ inserts: state.inserts.map(follows), local: state.local.map(follows) },
    instances: instances.map((each) =>
      each.pending === undefined ? each : { ...each, pending: follows(each.pending) },
    ),
  });
}
