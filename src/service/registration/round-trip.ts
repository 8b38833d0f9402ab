import { checkCorrelatorOf, jclDigests, jobCardOf, jobCardValues } from '../../jcl/index.ts';
import type { JobCard } from '../../estate/estate.schema.ts';
import type { Clock } from '../../shared/clock.ts';
import { isProblem, LockstepError } from '../../shared/errors.ts';
import type { Chance } from '../../shared/ids.ts';
import type { JobChange, JobDocument, Zosmf } from '../../zosmf/zosmf.schema.ts';
import type { RegistrationFinding, RegistrationResult } from './registration.schema.ts';

/** How long to look for what must come; milliseconds of the machine. */
export interface RoundTripPatience {
  /** For a list to show the job: lists lag by up to a minute. */
  readonly listedMs: number;
  /** For the released job to end. */
  readonly endedMs: number;
  /** For the purged job to be gone. */
  readonly goneMs: number;
}

export const usualPatience: RoundTripPatience = { listedMs: 90_000, endedMs: 120_000, goneMs: 30_000 };

export interface RoundTripNeeds {
  readonly zosmf: Zosmf;
  readonly jobCard: JobCard;
  /** The machine's: how soon a system answers has nothing to do with the time of a rehearsal. */
  readonly clock: Clock;
  readonly patience: RoundTripPatience;
}

/** The job of a round trip: it does nothing, and its name is the user's own. */
export interface TrialJob {
  readonly jobname: string;
  readonly user: string;
  readonly jcl: string;
}

export function trialJob({ zosmf, jobCard }: Pick<RoundTripNeeds, 'zosmf' | 'jobCard'>, chance: Chance): TrialJob {
  const jobname = trialName(zosmf.user);
  const user = checkCorrelatorOf(chance.uuid(), jobname);
  const values = jobCardValues({ release: 'REGISTER', version: 'REG', prefix: 'REG', step: 'REG', changes: [] });
  const card = jobCardOf({ card: jobCard, jobname, type: 'HOLD', values, correlator: user });
  return { jobname, user, jcl: [...card, '//TRIAL EXEC PGM=IEFBR14'].join('\n') };
}

const trialName = (user: string): string => `${user.slice(0, 5)}REG`;

const questions = {
  taken: 'Is a held job taken under the correlator that it is given?',
  listed: 'Do lists show it by the user part of its correlator?',
  unchanged: 'Is its JCL what was submitted?',
  released: 'May it be released by its correlator?',
  ran: 'Does it then run to its end?',
  purged: 'May it be purged by its correlator, and is it gone then?',
} as const;
type Question = keyof typeof questions;

/**
 * Sends one job that does nothing through a system the way strict mode sends release jobs: held, found by its
 * correlator, compared, released, purged. What could not be found out is `unknown`. The job is purged whatever came of
 * it; where that is refused, the finding names the job that is left.
 *
 * @throws {LockstepError} `zosmf.*` where the system cannot even be asked for its jobs; nothing was submitted then
 */
export async function roundTrip(needs: RoundTripNeeds, job: TrialJob): Promise<RegistrationResult> {
  await purgeLeftovers(needs, job);
  const trip = new Trip(needs, job);
  await trip.go();
  const findings = trip.findings();
  const verdict = (['fail', 'unknown'] as const).find((each) => findings.some((one) => one.verdict === each)) ?? 'pass';
  const { jobid, correlator } = trip;
  return {
    ...{ user: needs.zosmf.user, jobname: job.jobname, verdict, findings },
    ...(jobid === undefined ? {} : { jobid }),
    ...(correlator === undefined ? {} : { correlator }),
  };
}

/** An earlier trial whose submission landed late, or that was cut off, left a job of this name. */
async function purgeLeftovers({ zosmf }: RoundTripNeeds, { jobname }: TrialJob): Promise<void> {
  const { jobs } = await zosmf.jobsByPrefix(jobname);
  for (const job of jobs) {
    const isTrial = /^K[A-Z2-7]{25}$/.test(job['job-correlator']?.split(':')[1] ?? '');
    if (job.jobname !== jobname || job.owner !== zosmf.user || job.status === 'ACTIVE' || !isTrial) continue;
    await zosmf.purge(job['job-correlator'] ?? '').catch(leftBehind);
  }
}

function leftBehind(error: unknown): void {
  if (!(error instanceof LockstepError)) throw error;
}

type Answer = Pick<RegistrationFinding, 'verdict' | 'found'>;

const pass = (found: string): Answer => ({ verdict: 'pass', found });
const fail = (found: string): Answer => ({ verdict: 'fail', found });
const unknown = (found: string): Answer => ({ verdict: 'unknown', found });

/** One pass over the questions; the first that does not pass ends it, and what is in JES by then is purged. */
class Trip {
  readonly #answers = new Map<Question, Answer>();
  jobid: string | undefined;
  correlator: string | undefined;

  constructor(
    private readonly needs: RoundTripNeeds,
    private readonly job: TrialJob,
  ) {}

  findings(): RegistrationFinding[] {
    const untried = unknown('was not tried: what comes before it did not pass');
    return (Object.keys(questions) as Question[]).map((name) => ({
      question: questions[name],
      ...(this.#answers.get(name) ?? untried),
    }));
  }

  async go(): Promise<void> {
    const all =
      (await this.#ask('taken', () => this.#taken())) &&
      (await this.#ask('listed', () => this.#listed())) &&
      (await this.#ask('unchanged', () => this.#unchanged())) &&
      (await this.#ask('released', () => this.#released())) &&
      (await this.#ask('ran', () => this.#ran()));
    if (all || this.correlator !== undefined) await this.#ask('purged', () => this.#purged());
  }

  async #ask(question: Question, look: () => Promise<Answer>): Promise<boolean> {
    const answer = await look().catch((error: unknown) => {
      if (!(error instanceof LockstepError)) throw error;
      return error.code === 'zosmf.refused' ? fail(error.message) : unknown(error.message);
    });
    this.#answers.set(question, answer);
    return answer.verdict === 'pass';
  }

  async #taken(): Promise<Answer> {
    const { zosmf } = this.needs;
    const job = await zosmf.submit(this.job.jcl, this.job.user).catch((error: unknown) => {
      if (!isProblem(error, 'zosmf.in-doubt')) throw error;
      return this.#until(this.needs.patience.listedMs, () => this.#byUserPart());
    });
    if (job === undefined)
      return unknown('whether it was taken is not known: the answer got lost, and no list shows it');
    const correlator = job['job-correlator'] ?? undefined;
    this.jobid = job.jobid;
    this.correlator = correlator;
    const named = `${job.jobname}(${job.jobid})`;
    if (correlator === undefined) return fail(`${named} has no correlator: strict mode needs JES2`);
    const part = correlator.split(':')[1] ?? '';
    if (part !== this.job.user)
      return fail(`${named} has ${part || 'nothing'} in place of it: an exit may have replaced it`);
    if (job.owner !== zosmf.user) return fail(`${named} is owned by ${job.owner}, not by ${zosmf.user}`);
    if (job.status !== 'INPUT') return fail(`${named} is ${job.status ?? 'of no status'} and not held`);
    return pass(`${named} of ${job.owner}`);
  }

  async #listed(): Promise<Answer> {
    const since = this.needs.clock.now();
    const found = await this.#until(this.needs.patience.listedMs, () => this.#byUserPart());
    const seconds = Math.round((this.needs.clock.now() - since) / 1000);
    if (found === undefined) return fail(`no list has shown it within ${seconds} seconds`);
    if (found['job-correlator'] === this.correlator) return pass(`shown within ${Math.max(1, seconds)} s`);
    return fail(`a list shows ${found['job-correlator'] ?? 'a job without a correlator'}`);
  }

  async #unchanged(): Promise<Answer> {
    const { intent } = jclDigests(await this.needs.zosmf.jclOf(this.correlator ?? ''));
    return intent === jclDigests(this.job.jcl).intent
      ? pass('word for word')
      : fail('it is not: an exit may change JCL');
  }

  async #released(): Promise<Answer> {
    const change = await this.needs.zosmf.release(this.correlator ?? '');
    return change.done || change.later === true ? pass(change.message) : fail(refusal('release', change, this.needs));
  }

  async #ran(): Promise<Answer> {
    const { zosmf, patience } = this.needs;
    const ended = await this.#until(patience.endedMs, async () => {
      const job = await zosmf.job(this.correlator ?? '');
      return job?.status === 'OUTPUT' && job.retcode !== null ? job : undefined;
    });
    if (ended === undefined)
      return unknown(`it has not ended within ${patience.endedMs / 1000} seconds: does an initiator take its class?`);
    return ended.retcode === 'CC 0000' ? pass('ended CC 0000') : fail(`it ended ${ended.retcode ?? ''}`);
  }

  async #purged(): Promise<Answer> {
    const { zosmf, patience } = this.needs;
    const correlator = this.correlator ?? '';
    const left = `; ${this.job.jobname}(${this.jobid ?? '?'}) is left on ${zosmf.system}`;
    const change = await zosmf.purge(correlator);
    if (!change.done && change.later !== true) return fail(refusal('purge', change, this.needs) + left);
    const gone = await this.#until(patience.goneMs, async () =>
      (await zosmf.job(correlator)) === undefined ? true : undefined,
    );
    return gone === true ? pass('gone') : unknown(`it is still there${left}`);
  }

  async #byUserPart(): Promise<JobDocument | undefined> {
    const [job] = await this.needs.zosmf.jobsByUserCorrelator(this.job.user);
    return job;
  }

  /** Looks at once, and then ever less often. @returns undefined when it never came */
  async #until<T>(ms: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
    const { clock } = this.needs;
    const end = clock.now() + ms;
    for (let pause = 50; ; pause = Math.min(pause * 2, 2000)) {
      const found = await look();
      if (found !== undefined || clock.now() >= end) return found;
      await clock.sleep(pause);
    }
  }
}

const refusal = (act: string, { message }: JobChange, { zosmf }: RoundTripNeeds): string =>
  `${zosmf.user} may not ${act} it (${message}): see JESJOBS ${act.toUpperCase()}.node.${zosmf.user}.jobname`;
