import type { Job } from '../../jes/jes.ts';
import { ebcdic } from '../../codepages/code-page.ts';
import type { CommandEnd, TsoSession } from '../../programs/tso.ts';
import { dataSetNamed, wordsOfCommand } from './names.rules.ts';
import { named } from './table.ts';

/*
 * Not looked up: the wordings of a missing member or JOB card under SUBMIT (IKJ56251I here), IKJ56197I and IKJ56214I.
 */

/** SUBMIT of data sets, or of the input that follows (`SUBMIT *`). */
export const submit = named(['SUBMIT', 'SUB'], (text, session) => {
  const [names = ''] = wordsOfCommand(text);
  const lines: string[] = [];
  if (names === '*') while (session.input.length > 0) lines.push(session.input.shift() ?? '');
  else
    for (const one of wordsOfCommand(names.replace(/^\((.*)\)$/, '$1'))) {
      const read = readJcl(session, one);
      if (typeof read === 'string') {
        session.listing.line(read);
        return { code: 12 };
      }
      lines.push(...read);
    }
  return submitLines(session, lines);
});

function readJcl(session: TsoSession, text: string): string[] | string {
  const { dataSets } = session.step;
  const set = dataSetNamed(text, session.profile.prefix);
  if (set === undefined) return `IKJ56702I INVALID DATA SET NAME, ${text}`;
  const entry = dataSets.find(set.dsname);
  if (entry === undefined) return `IKJ56228I DATA SET ${set.dsname} NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED`;
  if (set.member !== undefined && dataSets.member(set.dsname, set.member) === undefined)
    return `IKJ56500I MEMBER ${set.member} NOT IN DATA SET ${set.dsname}`;
  if (set.member === undefined && entry.attributes.dsorg === 'PO')
    return `IKJ56251I DATA SET ${set.dsname} NOT USABLE+ MEMBER NAME MISSING`;
  return dataSets.read(set.dsname, set.member).map((record) => ebcdic.decode(record).slice(0, 80).trimEnd());
}

function submitLines(session: TsoSession, lines: readonly string[]): CommandEnd {
  const { subsystems, user } = session.step;
  const job = subsystems.operations?.jes.submit({ jcl: lines, user });
  if (job === undefined) {
    session.listing.line('IKJ56251I DATA SET NOT USABLE+ NO JOB CARD FOUND');
    return { code: 12 };
  }
  session.listing.line(`IKJ56250I JOB ${job.jobname}(${job.jobid}) SUBMITTED`);
  return { code: 0 };
}

const where = (job: Job): string => {
  if (job.status === 'ACTIVE') return 'EXECUTING';
  if (job.status === 'OUTPUT') return 'ON OUTPUT QUEUE';
  return job.held ? 'IN HOLD STATUS' : 'WAITING FOR EXECUTION';
};

function jobsNamed(session: TsoSession, text: string): readonly Job[] {
  const all = session.step.subsystems.operations?.jes.jobs() ?? [];
  const parts = /^([A-Z#@$][A-Z0-9#@$]{0,7})(?:\(([A-Z0-9]+)\))?$/.exec(text.toUpperCase());
  return all.filter(({ jobname, jobid }) => jobname === parts?.[1] && (parts[2] === undefined || jobid === parts[2]));
}

/** STATUS of the named jobs, or of those whose name is the user id with one more character. */
export const status = named(['STATUS', 'ST'], (text, session) => {
  const { listing, step } = session;
  const names = wordsOfCommand(text.replace(/^\((.*)\)$/, '$1'));
  const own = (step.subsystems.operations?.jes.jobs() ?? []).filter(
    (job) => job.jobname.startsWith(step.user) && job.jobname.length === step.user.length + 1,
  );
  const found = names.length === 0 ? own : names.flatMap((name) => jobsNamed(session, name));
  for (const job of found) listing.line(`IKJ56211I JOB ${job.jobname}(${job.jobid}) ${where(job)}`);
  if (found.length > 0) return { code: 0 };
  listing.line(
    names.length === 0
      ? 'IKJ56197I NO JOBS FOUND+'
      : `IKJ56216I NO JOBS FOUND WITH JOBNAME ${names.join(',').toUpperCase()}`,
  );
  return { code: names.length === 0 ? 0 : 12 };
});

/** CANCEL of own jobs, with PURGE of their output. */
export const cancel = named(['CANCEL'], (text, session) => {
  const { listing, step } = session;
  const [names = '', option = 'NOPURGE'] = wordsOfCommand(text);
  const { operations } = step.subsystems;
  let code = 0;
  for (const name of wordsOfCommand(names.replace(/^\((.*)\)$/, '$1'))) {
    const [job] = jobsNamed(session, name);
    if (job === undefined || operations === undefined) {
      listing.line(`IKJ56216I JOB ${name.toUpperCase()} NOT FOUND`);
      code = 12;
      continue;
    }
    const resource = `CANCEL.${operations.system.node}.${job.owner}.${job.jobname}`;
    if (job.owner !== step.user && !operations.allows(step.user, 'JESJOBS', resource, 'ALTER')) {
      listing.line(`IKJ56214I JOB ${job.jobname} REJECTED - NOT AUTHORIZED`);
      code = 12;
      continue;
    }
    if (/^P/i.test(option)) operations.jes.purge(job);
    else operations.jes.cancel(job);
    listing.line(`IKJ56201I JOB ${job.jobname}(${job.jobid}) CANCELLED`);
  }
  return { code };
});
