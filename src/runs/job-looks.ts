import type { Clock } from '../shared/clock.ts';
import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import type { RunContext } from './engine-needs.ts';
import { jobKey } from './job-choice.rules.ts';

/** Pause between two looks while no job of the run is open, in seconds of the book's clock: strays alone may show. */
const idlePauseSeconds = 60;

const nothingSeen: ReadonlyMap<string, JobDocument> = new Map();

/** The last list of jobs by system and prefix, and when the next one is due. */
export class JobLooks {
  readonly #last = new Map<string, ReadonlyMap<string, JobDocument>>();
  readonly #next = new Map<string, { readonly from: number; readonly at: number }>();
  readonly #puzzling = new Map<string, number>();

  constructor(private readonly clocks: { readonly clock: Clock; readonly machine: Clock }) {}

  /** Jobs of the last list by full correlator: a job that is not in it was not listed. */
  seen({ run }: RunContext): ReadonlyMap<string, JobDocument> {
    return this.#last.get(placeOf(run)) ?? nothingSeen;
  }

  /** A clock that was set back since the last look makes the next one due: its pause would never end. */
  isDue({ run }: RunContext): boolean {
    const next = this.#next.get(placeOf(run));
    const now = this.clocks.clock.now();
    return next === undefined || now >= next.at || now < next.from;
  }

  /** Fetches one list of all jobs with the run's prefix. */
  async look(context: RunContext, busy: boolean): Promise<{ jobs: readonly JobDocument[]; full: boolean }> {
    const { run, system } = context;
    const seconds = busy ? system.pollEverySeconds : Math.max(system.pollEverySeconds, idlePauseSeconds);
    const from = this.clocks.clock.now();
    this.#next.set(placeOf(run), { from, at: from + seconds * 1000 });
    const list = await system.zosmf.jobsByPrefix(`${run.prefix}*`);
    this.#last.set(placeOf(run), new Map(list.jobs.map((job) => [jobKey(job), job])));
    return list;
  }

  /** Something new may be seen before the pause is over. */
  hurry({ run }: RunContext): void {
    this.#next.delete(placeOf(run));
  }

  /** Milliseconds of the machine since this was first asked for a job. */
  puzzledFor(correlator: string): number {
    const now = this.clocks.machine.now();
    const since = Math.min(this.#puzzling.get(correlator) ?? now, now);
    this.#puzzling.set(correlator, since);
    return now - since;
  }

  /** Forgets the lists of runs that are over. */
  keepOnly(runs: readonly RunContext['run'][]): void {
    const places = new Set(runs.map(placeOf));
    for (const known of [this.#last, this.#next])
      for (const place of known.keys()) if (!places.has(place)) known.delete(place);
    if (runs.length === 0) this.#puzzling.clear();
  }
}

const placeOf = ({ system, prefix }: RunContext['run']): string => `${system}:${prefix}`;
