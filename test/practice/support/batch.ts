import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import type { Attributes } from '../../../src/practice/datasets/data-sets.ts';
import { buildMachine } from '../../../src/practice/machine.ts';
import type { Site } from '../../../src/practice/site/site.schema.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { quickClock } from './quick-clock.ts';
import { smallSite } from './small-system.ts';
import { textLibrary } from './text-library.ts';

/** A machine that runs job steps for a test: no server before it. */
export async function batchMachine(site: Site = smallSite(), clock: Clock = quickClock()) {
  const machine = await buildMachine(site, clock);
  const { jes, dataSets } = machine;
  const user = site.users[0]?.userid ?? 'DEVA';
  const library = (dsname: string, members: Record<string, string> = {}, more: Partial<Attributes> = {}) => {
    dataSets.create(dsname, { ...textLibrary, ...more }, user);
    for (const [name, text] of Object.entries(members)) member(dsname, name, text);
  };
  const member = (dsname: string, name: string, text: string) =>
    dataSets.write(
      dsname,
      name,
      text.split('\n').map((line) => ebcdic.encode(line.padEnd(80))),
      { user, statistics: 'update' },
    );
  const text = (dsname: string, name?: string) =>
    dataSets
      .read(dsname, name)
      .map((record) => ebcdic.decode(record).trimEnd())
      .join('\n');
  const run = async (steps: string, as = user) => {
    const jcl = [`//PRACJOB  JOB (ACCT),'PRACTICE',CLASS=A,MSGCLASS=H`, ...steps.split('\n')];
    const submitted = jes.submit({ jcl, user: as });
    if (submitted === undefined) throw new Error('no job');
    return jobEnd(machine, submitted.jobname, submitted.jobid);
  };
  return { ...machine, library, member, text, run, [Symbol.asyncDispose]: () => machine.stop() };
}

type Machine = Awaited<ReturnType<typeof buildMachine>>;

/** Waits for a job's end; gives its codes by step and its spool by DD name. */
export async function jobEnd({ jes }: Pick<Machine, 'jes'>, jobname: string, jobid: string) {
  for (;;) {
    const job = jes.byNameAndId(jobname, jobid);
    if (job === undefined) throw new Error(`${jobname} is gone`);
    if (job.status === 'OUTPUT') {
      const spool = (ddname: string) =>
        jes
          .spoolFiles(job)
          .filter((file) => file.ddname === ddname)
          .flatMap((file) => jes.spoolRecords(job, file.id) ?? [])
          .map((record) => ebcdic.decode(record).trimEnd())
          .join('\n');
      const codes = job.steps.map((step) => step.completion ?? '');
      return { job, retcode: job.retcode, codes, spool };
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
