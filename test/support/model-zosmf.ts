import type { Clock } from '../../src/shared/clock.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import type { JobChange, JobDocument, SpoolFileDocument, Zosmf } from '../../src/zosmf/zosmf.schema.ts';

type State = 'held' | 'waiting' | 'active' | 'output' | 'purged';

export interface ModelJob {
  readonly jobid: string;
  readonly jobname: string;
  readonly owner: string;
  readonly correlator: string;
  readonly jcl: string;
  readonly submittedAt: number;
  state: State;
  releasedAt?: number;
  /** Times that its steps ran. */
  executions: number;
  retcode?: string | null;
}

/** How a job of the model ends. */
export interface JobScript {
  readonly runsMs: number;
  readonly retcode: string | null;
  readonly completions: readonly string[];
}

const good = (jcl: string): JobScript => {
  const steps = [...jcl.matchAll(/^\/\/(\S+) +EXEC/gm)];
  return { runsMs: 60_000, retcode: 'CC 0000', completions: steps.map(() => 'CC 0000') };
};

/**
 * A system in memory behind the port of z/OSMF: jobs that are held, released, run and end; correlators; lists that lag;
 * a console. It counts how often each job ran.
 */
export class ModelZosmf implements Zosmf {
  readonly system = 'KSB1';
  readonly user = 'LOCKSTP';
  readonly jobs: ModelJob[] = [];
  readonly commands: string[] = [];
  readonly asked: string[] = [];
  /** Jobs are listed only this long after they were submitted. */
  lagMs = 0;
  /** Most rows that a list has. */
  mostRows = 1000;
  script: (job: ModelJob, nth: number) => Partial<JobScript> = () => ({});
  /** Throws, or waits, in place of a call. */
  fault: (call: string, argument: string) => void | Promise<void> = () => undefined;
  /** Throws after the effect of a call: the answer is lost. */
  answerFault: (call: string, argument: string) => void | Promise<void> = () => undefined;
  answer: (command: string) => string = () => 'RESPONSE: NORMAL';
  #next = 100;

  constructor(private readonly clock: Clock) {}

  /** A job that somebody else submits, or that a person sends again; it starts at once unless held. */
  add(jcl: string, { owner = this.user, user = '', held = false } = {}): ModelJob {
    this.#next += 1;
    if (!/^\/\/\S+ +JOB\b/.test(jcl)) throw new LockstepError('zosmf.refused', 'the JCL has no JOB statement');
    const job: ModelJob = {
      jobid: `JOB${String(this.#next).padStart(5, '0')}`,
      jobname: /^\/\/(\S+)/.exec(jcl)?.[1] ?? '',
      ...{ owner, jcl, submittedAt: this.clock.now() },
      correlator: `J${String(this.#next).padStart(7, '0')}KSB1....E1B2C3D4.......:${user}`,
      state: held ? 'held' : 'waiting',
      executions: 0,
    };
    this.jobs.push(job);
    // A job with errors in its input goes straight to its end, held or not.
    if (/^\/\/\S+ +EXEC *$/m.test(jcl)) Object.assign(job, { state: 'output', retcode: 'JCL ERROR' });
    else if (!held) this.#begin(job);
    return job;
  }

  releaseByHand(job: ModelJob): void {
    if (job.state === 'held') this.#begin(job);
  }

  /** Executions by user part of the correlator. */
  ran(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { correlator, executions } of this.jobs) {
      const user = correlator.split(':')[1] ?? '';
      if (user !== '') counts.set(user, (counts.get(user) ?? 0) + executions);
    }
    return counts;
  }

  probe = (): Promise<{ version: string }> => Promise.resolve({ version: '29' });

  submit = (jcl: string, correlator = ''): Promise<JobDocument> => this.submitAs(this.user, jcl, correlator);

  /** A job that this z/OS user submits through z/OSMF. */
  submitAs(owner: string, jcl: string, correlator = ''): Promise<JobDocument> {
    return this.#call('submit', correlator, () =>
      this.#document(this.add(jcl, { owner, user: correlator, held: jcl.includes('TYPRUN=HOLD') })),
    );
  }

  jobsByPrefix(prefix: string): Promise<{ jobs: JobDocument[]; full: boolean }> {
    const start = prefix.replace(/\*$/, '');
    return this.#call('list', prefix, () => {
      const jobs = this.#listed().filter(({ jobname }) => jobname.startsWith(start));
      return {
        jobs: jobs.slice(0, this.mostRows).map((job) => this.#document(job)),
        full: jobs.length > this.mostRows,
      };
    });
  }

  jobsByUserCorrelator(user: string): Promise<JobDocument[]> {
    return this.#call('find', user, () => {
      if (user === '') throw new LockstepError('zosmf.refused', 'an empty correlator lists every job');
      return this.#listed()
        .filter(({ correlator }) => correlator.endsWith(`:${user}`))
        .map((job) => this.#document(job));
    });
  }

  job(correlator: string): Promise<JobDocument | undefined> {
    return this.#call('job', correlator, () => {
      const job = this.#named(correlator);
      return job && { ...this.#document(job), 'step-data': this.#stepData(job) };
    });
  }

  jclOf(correlator: string): Promise<string> {
    return this.#call('jcl', correlator, () => this.#existing(correlator).jcl);
  }

  spoolFiles(correlator: string): Promise<SpoolFileDocument[]> {
    return this.#call('spool', correlator, () => {
      this.#existing(correlator);
      return [{ id: 2, ddname: 'JESMSGLG', stepname: 'JES2', procstep: null, 'record-count': 1, 'byte-count': 10 }];
    });
  }

  spoolText = (correlator: string, id: number): Promise<string> =>
    this.#call('text', correlator, () => `${this.#existing(correlator).jobname} ${id}`);

  release(correlator: string): Promise<JobChange> {
    return this.#call('release', correlator, () => {
      const job = this.#named(correlator);
      if (job === undefined) return { done: false, message: 'No such job' };
      if (job.state === 'held') this.#begin(job);
      return { done: true, message: 'Request was successful.' };
    });
  }

  purge(correlator: string): Promise<JobChange> {
    return this.#call('purge', correlator, () => {
      const job = this.#named(correlator);
      if (job === undefined) return { done: false, message: 'No such job' };
      job.state = 'purged';
      return { done: true, message: 'Request was successful.' };
    });
  }

  dataSet = (): Promise<undefined> => Promise.resolve(undefined);
  members = (): Promise<string[]> => Promise.resolve([]);
  memberBytes = (): Promise<undefined> => Promise.resolve(undefined);
  memberText = (): Promise<undefined> => Promise.resolve(undefined);

  command(text: string): Promise<string> {
    return this.#call('command', text, () => {
      this.commands.push(text);
      return this.answer(text);
    });
  }

  async #call<T>(call: string, argument: string, effect: () => T): Promise<T> {
    this.asked.push(`${call} ${argument}`);
    await this.fault(call, argument);
    this.#settle();
    const answer = effect();
    await this.answerFault(call, argument);
    return answer;
  }

  #begin(job: ModelJob): void {
    job.state = 'active';
    job.releasedAt = this.clock.now();
    job.executions += 1;
  }

  #scriptOf(job: ModelJob): JobScript {
    const nth = this.jobs.filter(({ jobname }) => jobname === job.jobname).indexOf(job) + 1;
    return { ...good(job.jcl), ...this.script(job, nth) };
  }

  #settle(): void {
    for (const job of this.jobs)
      if (job.state === 'active' && this.clock.now() >= (job.releasedAt ?? 0) + this.#scriptOf(job).runsMs)
        job.state = 'output';
  }

  #listed(): ModelJob[] {
    return this.jobs.filter(
      ({ state, submittedAt }) => state !== 'purged' && this.clock.now() >= submittedAt + this.lagMs,
    );
  }

  #named(correlator: string): ModelJob | undefined {
    return this.jobs.find((job) => job.correlator === correlator && job.state !== 'purged');
  }

  #existing(correlator: string): ModelJob {
    const job = this.#named(correlator);
    if (job === undefined) throw new LockstepError('zosmf.refused', 'there is no such job');
    return job;
  }

  #document(job: ModelJob): JobDocument {
    const { jobid, jobname, owner, correlator, state } = job;
    const status = state === 'output' ? 'OUTPUT' : state === 'active' ? 'ACTIVE' : 'INPUT';
    const ended = job.retcode === undefined ? this.#scriptOf(job).retcode : job.retcode;
    return {
      ...{ jobid, jobname, owner, status, class: 'R', retcode: state === 'output' ? ended : null },
      'job-correlator': correlator,
      'exec-submitted': new Date(job.submittedAt).toISOString(),
    };
  }

  #stepData(job: ModelJob): NonNullable<JobDocument['step-data']> {
    const names = [...job.jcl.matchAll(/^\/\/(\S+) +EXEC/gm)].map((found) => found[1] ?? '');
    const { completions } = this.#scriptOf(job);
    return names.flatMap((name, at) => {
      const completion = completions[at];
      return completion === undefined
        ? []
        : [{ 'step-number': at + 1, 'step-name': name, 'program-name': 'IEFBR14', active: false, completion }];
    });
  }
}
