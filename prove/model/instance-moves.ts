import type { Move, MoveKind } from './checker.ts';
import { type AttemptRecord, current, isClosed, isSettled, recordOf, type StepRecord } from './step-record.ts';
import type { Protocol } from './protocol.ts';
import { heardOf, isOwn } from './settled-state.ts';
import { type Instance, type Page, samePage, spend, type State, withInstance } from './state.ts';

/** What an instance knows when it decides: a prefix of the book, and in some variants what it should not rest on. */
interface Sight {
  readonly state: State;
  readonly protocol: Protocol;
  readonly instance: Instance;
  readonly record: StepRecord;
  /** The last page of its sight that is not on a majority. */
  readonly unsure: Page | undefined;
}

type Moves = Move<State>[];

/** Everything that an instance may do next: read on, settle its append, decide, and act. */
export function instanceMoves(state: State, protocol: Protocol): Moves {
  return state.instances.flatMap((instance) => {
    const moves =
      instance.pending === undefined ? readOn(state, instance) : settle(state, instance.pending, instance, protocol);
    moves.push(...acts(state, instance, protocol));
    if (instance.pending !== undefined) return moves.concat(giveUp(state, instance.pending, instance, protocol));
    // What is decided on an old head finds its number taken: that is the same as to read on.
    if (instance.read < state.book.length) return moves;
    return moves.concat(decisions(state, instance, protocol), personal(state, instance, protocol));
  });
}

function readOn(state: State, { name, read }: Instance): Moves {
  if (read === state.book.length) return [];
  const to = withInstance(state, name, { read: state.book.length });
  return [{ label: `${name} reads on to page ${state.book.length}`, kind: 'protocol', to }];
}

/** Appending the same bytes at the same number until they are there, or other ones. */
function settle(state: State, pending: Page, instance: Instance, { strict }: Protocol): Moves {
  const { number, text } = pending;
  const { name } = instance;
  if (state.book[number - 1] !== undefined) {
    const mine = isOwn(pending, state.book);
    const now = mine ? { read: number, ...heardOf(pending, instance, strict) } : { read: state.book.length };
    const label = `${name} hears that page ${number} is ${mine ? 'its own' : 'taken'}`;
    return [{ label, kind: 'protocol', to: withInstance(state, name, { pending: undefined, ...now }) }];
  }
  const local = state.local.find((page) => page.number === number);
  if (local !== undefined && !samePage(local, pending)) {
    const to = withInstance(state, name, { pending: undefined });
    return [{ label: `${name} hears that page ${number} is taken, not yet by a majority`, kind: 'protocol', to }];
  }
  if (local !== undefined || state.inserts.some((page) => samePage(page, pending))) return [];
  const to = { ...state, inserts: [...state.inserts, pending] };
  return [{ label: `${name} appends «${text}» again at page ${number}`, kind: 'protocol', to }];
}

function giveUp(state: State, pending: Page, { name }: Instance, { inDoubt }: Protocol): Moves {
  if (inDoubt !== 'takes it for failed' || state.book[pending.number - 1] !== undefined) return [];
  const to = { ...withInstance(state, name, { pending: undefined }), toldFailed: pending };
  return [{ label: `${name} does not see «${pending.text}» and says that it failed`, kind: 'protocol', to }];
}

function sightOf(state: State, instance: Instance, protocol: Protocol): Sight {
  const known = state.book.slice(0, instance.read);
  let more: readonly Page[] = [];
  if (protocol.actsOn === 'what it sent' && instance.pending !== undefined) more = [instance.pending];
  else if (protocol.actsOn === 'the primary' && instance.read === state.book.length) more = state.local;
  const record = recordOf([...known, ...more.map(({ text }) => text)]);
  return { state, protocol, instance, record, unsure: more.at(-1) };
}

/** The page that the next one follows. */
function parentOf(state: State, { read }: Instance, { follows }: Protocol): { number: number; text: string } {
  const local = follows === 'the primary' && read === state.book.length ? state.local.at(-1) : undefined;
  return local ?? { number: read, text: state.book[read - 1] ?? '' };
}

function append(sight: Sight, text: string, why = '', kind: MoveKind = 'protocol', from = sight.state): Move<State> {
  const { instance, protocol } = sight;
  const parent = parentOf(from, instance, protocol);
  const pending: Page = { number: parent.number + 1, text, prev: parent.text };
  // An insert at a number that is taken for good comes to nothing, whenever it arrives.
  const isUnderWay = pending.number <= from.book.length || from.inserts.some((page) => samePage(page, pending));
  const inserts = isUnderWay ? from.inserts : [...from.inserts, pending];
  const to = withInstance({ ...from, inserts }, instance.name, { pending, heard: -1 });
  return { label: `${instance.name} appends «${text}» at page ${pending.number}${why}`, kind, to };
}

const drives = ({ instance, record, protocol }: Sight): boolean =>
  instance.epoch > 0 && (instance.epoch === record.epoch || !protocol.checksEpoch);

/** Pages that follow from the record and from a look at JES. */
function decisions(state: State, instance: Instance, protocol: Protocol): Moves {
  const { follows } = protocol;
  const sight = sightOf(state, instance, follows === 'the primary' ? { ...protocol, actsOn: follows } : protocol);
  if (!drives(sight)) return takeovers(sight);
  const say = (type: string, of: AttemptRecord, why?: string, job?: number) =>
    append(sight, `${type} ${of.number}${job === undefined ? '' : `.${job}`}@${instance.epoch}`, why);
  const attempt = current(sight.record);
  if (attempt === undefined || mayFollow(attempt, sight)) {
    const number = (attempt?.number ?? 0) + 1;
    return number < state.puts.length ? [append(sight, `I ${number}@${instance.epoch}`)] : [];
  }
  const moves: Moves = [];
  if (attempt.state === 'intended') moves.push(...adoptions(sight, attempt, say));
  if (attempt.state === 'adopted' || attempt.state === 'releasing') moves.push(...ends(sight, attempt, say));
  if (mayAdoptAgain(sight, attempt)) moves.push(...adoptions(sight, attempt, say));
  return moves.concat(withdrawn(sight, attempt, say));
}

type Say = (type: string, of: AttemptRecord, why?: string, job?: number) => Move<State>;

const mayFollow = (attempt: AttemptRecord, { protocol }: Sight): boolean =>
  attempt.retried && (isClosed(attempt) || protocol.closes === 'because a person retries');

const mayAdoptAgain = ({ protocol }: Sight, { state }: AttemptRecord): boolean =>
  protocol.adopts === 'whenever a job is found' && (state === 'adopted' || state === 'releasing');

function takeovers(sight: Sight): Moves {
  const { state, instance, record } = sight;
  const latest = recordOf(state.book).epoch;
  const isNeeded = state.instances.every(
    ({ epoch, pending }) => epoch !== latest && pending?.text.startsWith('T') !== true,
  );
  if (!isNeeded && state.left.rivals === 0) return [];
  const from = isNeeded ? state : spend(state, 'rivals');
  return [
    append(
      sight,
      `T ${instance.name}${record.epoch + 1}`,
      isNeeded ? '' : ' beside a living one',
      isNeeded ? 'protocol' : 'fault',
      from,
    ),
  ];
}

/** Jobs of an attempt that the list shows. */
const listedOf = ({ jobs }: State, attempt: number): number[] =>
  jobs.flatMap((job, at) => (job.attempt === attempt && job.listed && job.state !== 'purged' ? [at] : []));

/** From the answer to its own PUT, or from a list: one that is not held any more goes before a held one. */
function adoptions(sight: Sight, attempt: AttemptRecord, say: Say): Moves {
  const { state, instance, protocol } = sight;
  if (protocol.adopts === 'never, and keeps the lowest') return keptLowest(sight, attempt, say);
  const listed = listedOf(state, attempt.number);
  const begun = listed.filter((at) => state.jobs[at]!.state !== 'held');
  if (begun.length > 1) return [say('L', attempt, ': two jobs are not held')];
  const found = begun.length === 1 ? begun : listed;
  const moves = found.map((at) => say('A', attempt, ` from the list`, at));
  const heard = hears(sight, attempt.number) ? instance.heard : -1;
  if (heard >= 0 && !found.includes(heard)) moves.push(say('A', attempt, ` from the answer`, heard));
  const isLost = !protocol.strict && instance.fresh !== attempt.number && heard < 0 && listed.length === 0;
  return isLost ? [say('L', attempt, ': no answer, and no job found')] : moves;
}

/** The job of the answer to its PUT can still be adopted. */
function hears({ state, instance: { heard } }: Sight, attempt: number): boolean {
  const job = state.jobs[heard];
  return job !== undefined && job.attempt === attempt && job.state !== 'purged';
}

function keptLowest({ state }: Sight, attempt: AttemptRecord, say: Say): Moves {
  const [lowest] = listedOf(state, attempt.number);
  return lowest !== undefined && state.jobs[lowest]!.state === 'ended' ? [say('E', attempt)] : [];
}

/** What follows once a job was adopted: its release is announced, its end or its absence observed. */
function ends({ state, protocol }: Sight, attempt: AttemptRecord, say: Say): Moves {
  const job = state.jobs[attempt.job]!;
  const gone = job.state === 'purged' || (protocol.absence === 'by the list' && !job.listed);
  const moves: Moves = [];
  if (protocol.closes === 'after a time-out') moves.push(say('X', attempt, ' after a time-out'));
  if (attempt.withdrawal) return attempt.alarm && job.state === 'ended' ? [...moves, say('E', attempt)] : moves;
  const isReady = attempt.state === 'adopted' && protocol.strict && protocol.intendsRelease;
  if (gone) moves.push(say('L', attempt, ': its job is not there'));
  if (isReady) moves.push(say('R', attempt));
  else if (job.state === 'ended') moves.push(say('E', attempt));
  return moves;
}

/** The jobs of an attempt that a withdrawal looks for: by list, and the adopted one by its correlator. */
function toWithdraw({ state, protocol }: Sight, attempt: AttemptRecord): number[] {
  const listed = listedOf(state, attempt.number);
  const { job } = attempt;
  if (job < 0 || listed.includes(job) || protocol.absence === 'by the list') return listed;
  return state.jobs[job]!.state === 'purged' ? listed : [...listed, job];
}

const isWithdrawn = ({ state, withdrawal, denied }: AttemptRecord): boolean =>
  state === 'lost' ? denied : withdrawal && (state === 'intended' || state === 'adopted');

/**
 * Closes an attempt whose job did not run. The purge of an adopted job is announced by a page: a job that is gone
 * without it is lost, because somebody may have released it.
 */
function withdrawn(sight: Sight, attempt: AttemptRecord, say: Say): Moves {
  if (!isWithdrawn(attempt)) return [];
  const { state, protocol } = sight;
  const jobs = toWithdraw(sight, attempt);
  const mayRun = jobs.some((at) => state.jobs[at]!.state !== 'held');
  if (mayRun) return attempt.state === 'lost' || attempt.alarm ? [] : [say('Z', attempt, ': a job of it may run')];
  if (mustAnnounce(attempt, protocol))
    return [jobs.includes(attempt.job) ? say('P', attempt) : say('L', attempt, ': its job is not there')];
  if (jobs.length === 0) return [say('X', attempt, ': none of its jobs is there')];
  const isSent = jobs.every((at) => state.purges.includes(nameOf(state, at, protocol)));
  return protocol.withdraws === 'when the purge was sent' && isSent ? [say('X', attempt, ': its purge was sent')] : [];
}

const mustAnnounce = ({ state, purgeAnnounced }: AttemptRecord, { withdraws }: Protocol): boolean =>
  state === 'adopted' && !purgeAnnounced && withdraws !== 'when absent';

/** What a person says is appended by the instance that does not drive: it then races with the engine's own pages. */
function personal(state: State, instance: Instance, protocol: Protocol): Moves {
  const sight = sightOf(state, instance, protocol);
  const attempt = current(sight.record);
  if (attempt === undefined || drives(sight)) return [];
  const say = (type: string, why: string, kind: MoveKind = 'person', from = state) =>
    append(sight, `${type} ${attempt.number}@${instance.name}`, `: ${why}`, kind, from);
  const moves: Moves = [];
  const isUnreleased = attempt.state === 'intended' || attempt.state === 'adopted';
  if (isUnreleased && !attempt.withdrawal && state.left.withdrawals > 0)
    moves.push(say('W', 'a person withdraws it', 'fault', spend(state, 'withdrawals')));
  if (attempt.state === 'lost' && !attempt.denied) moves.push(say('D', 'a person looked, it did not run'));
  if (attempt.state === 'intended' && attempt.alarm)
    for (const at of listedOf(state, attempt.number))
      moves.push(append(sight, `A ${attempt.number}.${at}@${instance.name}`, ': a person adopts it', 'person'));
  const mayRetry = isClosed(attempt) || (protocol.closes === 'because a person retries' && attempt.job >= 0);
  if (mayRetry && !attempt.retried && attempt.number + 1 < state.puts.length) moves.push(say('Y', 'a person retries'));
  return moves;
}

/** Requests to JES that follow from the record and from a look. */
function acts(state: State, instance: Instance, protocol: Protocol): Moves {
  const sight = sightOf(state, instance, protocol);
  if (!drives(sight)) return [];
  const attempt = current(sight.record);
  const moves = sight.record.attempts.flatMap((each) => sweeps(sight, each));
  if (attempt === undefined) return moves;
  const keepsLowest = protocol.adopts === 'never, and keeps the lowest';
  if (attempt.state === 'intended' && !isWithdrawn(attempt) && !attempt.alarm)
    moves.push(...(keepsLowest ? lowestAlone(sight, attempt) : []), ...submits(sight, attempt));
  const isReleased =
    attempt.state === 'releasing' || (attempt.state === 'adopted' && !protocol.intendsRelease && !attempt.withdrawal);
  if (isReleased && protocol.strict) moves.push(...released(sight, attempt));
  if (isWithdrawn(attempt) && !mustAnnounce(attempt, protocol)) moves.push(...purged(sight, attempt));
  return moves;
}

function purged(sight: Sight, attempt: AttemptRecord): Moves {
  const held = toWithdraw(sight, attempt).filter((at) => sight.state.jobs[at]!.state === 'held');
  return held.flatMap((at) => request(sight, 'purges', at));
}

function released(sight: Sight, attempt: AttemptRecord): Moves {
  const { state, protocol } = sight;
  const jobs = protocol.releases === 'the adopted job' ? [attempt.job] : listedOf(state, attempt.number);
  return jobs.filter((at) => state.jobs[at]!.state === 'held').flatMap((at) => request(sight, 'releases', at));
}

function sweeps(sight: Sight, attempt: AttemptRecord): Moves {
  if (!isSettled(attempt)) return [];
  const strays = listedOf(sight.state, attempt.number).filter(
    (at) => attempt.job !== at && sight.state.jobs[at]!.state === 'held',
  );
  return strays.flatMap((at) => request(sight, 'purges', at));
}

function lowestAlone(sight: Sight, { number }: AttemptRecord): Moves {
  const [lowest, ...others] = listedOf(sight.state, number);
  if (lowest === undefined) return [];
  const kept = sight.state.jobs[lowest]!.state === 'held' ? request(sight, 'releases', lowest) : [];
  return [...kept, ...others.flatMap((at) => request(sight, 'purges', at))];
}

/** PUT, held; again with the same correlator on doubt. What is not strict is sent once, by whoever appended the intent. */
function submits(sight: Sight, { number }: AttemptRecord): Moves {
  const { state, instance, protocol } = sight;
  if (listedOf(state, number).length > 0 || hears(sight, number)) return [];
  if (!protocol.strict && instance.fresh !== number) return [];
  const isOld = instance.read < state.book.length;
  const mayBeThere =
    isOld || state.puts[number]! > 0 || state.jobs.some((job) => job.attempt === number && job.state !== 'purged');
  if (mayBeThere && state.left.doubts === 0) return [];
  const from = withInstance(mayBeThere ? spend(state, 'doubts') : state, instance.name, { fresh: 0 });
  const puts = from.puts.map((count, at) => (at === number ? count + 1 : count));
  const label = `${instance.name} submits attempt ${number}${mayBeThere ? ' again' : ''}`;
  return [acted(sight, { label, kind: mayBeThere ? 'fault' : 'protocol', to: { ...from, puts } })];
}

const nameOf = ({ jobs }: State, at: number, { names }: Protocol): number =>
  names === 'by job id' ? jobs[at]!.id : at;

function request(sight: Sight, what: 'releases' | 'purges', at: number): Moves {
  const { state, instance, protocol } = sight;
  const name = nameOf(state, at, protocol);
  if (state[what].includes(name)) return [];
  const to = { ...state, [what]: [...state[what], name] };
  return [acted(sight, { label: `${instance.name} ${what} job ${at}`, kind: 'protocol', to })];
}

function acted({ unsure }: Sight, move: Move<State>): Move<State> {
  return unsure === undefined ? move : { ...move, to: { ...move.to, actedOn: unsure } };
}
