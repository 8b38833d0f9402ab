import { checkCorrelatorOf, jobCardOf } from '../jcl/index.ts';
import type { JobCardType } from '../jcl/index.ts';
import { isProblem, LockstepError } from '../shared/errors.ts';
import type { JobDocument, SpoolFileDocument, Zosmf } from '../zosmf/zosmf.schema.ts';
import type { SystemCheckDeps } from './system-check-deps.ts';

/** Pauses between looks in book milliseconds; the last one repeats. */
const pauses = [50, 50, 100, 200, 400, 1000];
/** A check waits this long in book time, and looks this often at least: book time may pass faster than answers come. */
const patienceMs = 180_000;
const leastLooks = 180;

export interface EndedJob {
  readonly job: JobDocument;
  readonly files: readonly SpoolFileDocument[];
  readonly text: (file: SpoolFileDocument) => Promise<string>;
}

/**
 * Submits a job that changes nothing (a scan, a query), waits for its end, lets `read` look at it and purges it again.
 * It is no attempt of a run: it is not held, and may be repeated. Only a job that carries our correlator and our user
 * is purged.
 *
 * @throws {LockstepError} `zosmf.*`; `zosmf.busy` when it did not end in time
 */
export async function readFromJob<T>(
  deps: SystemCheckDeps,
  { jobname, type, statements }: { jobname: string; type: JobCardType; statements: readonly string[] },
  read: (ended: EndedJob) => Promise<T>,
): Promise<T> {
  const { zosmf, jobCard, values } = deps;
  const card = jobCardOf({ card: jobCard, jobname, type, values });
  const jcl = [...card, ...statements].join('\n');
  const user = checkCorrelatorOf(deps.chance.uuid(), jcl);
  const sent = await submitted(zosmf, jcl, user, deps);
  const correlator = correlatorIn(sent, zosmf);
  try {
    const job = await endOf(deps, correlator, jobname);
    const files = await zosmf.spoolFiles(correlator);
    return await read({ job, files, text: (file) => zosmf.spoolText(correlator, file.id) });
  } finally {
    if (sent.owner === zosmf.user && correlator.endsWith(`:${user}`)) await cleared(zosmf, correlator);
  }
}

/** A lost answer is looked for a few times: the job may be there all the same. */
async function submitted(zosmf: Zosmf, jcl: string, user: string, { clock }: SystemCheckDeps): Promise<JobDocument> {
  try {
    return await zosmf.submit(jcl, user);
  } catch (error) {
    if (!isProblem(error, 'zosmf.in-doubt')) throw error;
    for (const pause of pauses) {
      await clock.sleep(pause);
      const [found] = await zosmf.jobsByUserCorrelator(user);
      if (found !== undefined) return found;
    }
    throw error;
  }
}

function correlatorIn(job: JobDocument, { system }: Zosmf): string {
  const correlator = job['job-correlator'];
  if (correlator !== undefined && correlator !== null) return correlator;
  throw new LockstepError('zosmf.refused', `${system}: the job has no correlator`, { system });
}

async function endOf({ zosmf, clock }: SystemCheckDeps, correlator: string, jobname: string): Promise<JobDocument> {
  const until = clock.now() + patienceMs;
  for (let look = 0; look < leastLooks || clock.now() < until; look += 1) {
    const job = await zosmf.job(correlator);
    if (job?.status === 'OUTPUT') return job;
    await clock.sleep(pauses[look] ?? pauses.at(-1) ?? 0);
  }
  throw new LockstepError('zosmf.busy', `${zosmf.system}: ${jobname} did not end in time`, { system: zosmf.system });
}

/** Nothing depends on it: a job that stays is one more line in a list. */
async function cleared(zosmf: Zosmf, correlator: string): Promise<void> {
  try {
    await zosmf.purge(correlator);
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
  }
}
