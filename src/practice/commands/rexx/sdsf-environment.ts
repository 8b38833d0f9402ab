/** ADDRESS SDSF "ISFEXEC …" (z/OS SDSF Operation and Customization: Using SDSF with REXX): ST, O, H, DA, slash commands, ISFSLASH. */

import type { Job } from '../../jes/jes.ts';
import type { TsoSession } from '../../programs/tso.ts';
import { panelJobs } from '../../programs/sdsf-panels.ts';
import type { ExecView } from './host.ts';

const columns: Readonly<Record<string, (job: Job) => string>> = {
  JNAME: (job) => job.jobname,
  JOBID: (job) => job.jobid,
  OWNERID: (job) => job.owner,
  QUEUE: (job) => ({ INPUT: 'EXECUTION', ACTIVE: 'EXECUTION', OUTPUT: 'PRINT' })[job.status],
  JCLASS: (job) => job.jobClass,
  RETCODE: (job) => job.retcode ?? '',
  TOKEN: (job) => job.correlator,
};

/** @returns 0, 8 the panel is not there, 12 not done; answers of commands are in ISFULOG. */
export async function sdsfCommand(text: string, session: TsoSession, { variables }: ExecView): Promise<number> {
  const parts = /^(ISFEXEC|ISFSLASH|ISFACT)\s+(.*)$/i.exec(text.trim());
  const { operations } = session.step.subsystems;
  if (parts === null || operations === undefined) return 12;
  const [, verb = '', operand = ''] = parts;
  const command = operand.trim().replace(/^['"](.*)['"]$/, '$1');
  if (/^ISFACT$/i.test(verb)) {
    variables.set('ISFMSG', 'ISFACT IS NOT IMITATED');
    return 12;
  }
  if (/^ISFSLASH$/i.test(verb) || command.startsWith('/')) {
    const lines = await operations.command(command.replace(/^\//, '').replace(/^\((.*)\)$/, '$1'), session.step.user);
    variables.set('ISFULOG.0', String(lines.length));
    for (const [at, line] of lines.entries()) variables.set(`ISFULOG.${String(at + 1)}`, line);
    variables.set('ISFMSG', 'COMMAND ISSUED');
    return 0;
  }
  const settings = { prefix: variables.get('ISFPREFIX') ?? '*', owner: variables.get('ISFOWNER') ?? '*' };
  const jobs = panelJobs(command.trim().split(/\s+/)[0] ?? '', operations.jes.jobs(), settings);
  if (jobs === undefined) {
    variables.set('ISFMSG', 'INVALID COMMAND');
    return 8;
  }
  variables.set('ISFROWS', String(jobs.length));
  variables.set('ISFCOLS', Object.keys(columns).join(' '));
  for (const [name, of] of Object.entries(columns)) {
    variables.set(`${name}.0`, String(jobs.length));
    for (const [at, job] of jobs.entries()) variables.set(`${name}.${String(at + 1)}`, of(job));
  }
  return 0;
}
