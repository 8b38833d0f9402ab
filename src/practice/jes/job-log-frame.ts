/** What JES2 itself writes around a job's messages. */

import type { Conversion } from '../jcl/conversion.rules.ts';
import { jesIds } from '../spool/jes-ids.rules.ts';
import { jobLog, local, systemMessage } from '../steps/job-run.ts';
import type { JobRun, System } from '../steps/job-run.ts';
import type { JobEntry } from './job-entry.ts';

const spaced = (name: string) => Array.from(name).join(' ');

/** First lines of the job log. */
export function beginLog({ spool }: JobEntry, sysname: string, node: string): void {
  const title = `1                    J E S 2  J O B  L O G  --  S Y S T E M  ${spaced(sysname)}  --  N O D E  ${spaced(node)}`;
  spool.writeLine(jesIds.JESMSGLG, title);
  spool.writeLine(jesIds.JESMSGLG, '0');
}

/** The submitted text, the numbered listing and the messages of conversion. */
export function writeConversion({ spool }: JobEntry, { listing, messages }: Conversion): void {
  for (const line of listing) spool.writeLine(jesIds.JESJCL, line);
  if (messages.length === 0) return;
  spool.writeLine(jesIds.JESYSMSG, '  STMT NO. MESSAGE');
  for (const { statement, text } of messages)
    spool.writeLine(jesIds.JESYSMSG, `${statement === 0 ? ''.padStart(10) : String(statement).padStart(10)} ${text}`);
}

/** ICH70001I in log and messages, once the user is known from before. */
export function sayLastAccess(run: JobRun, accesses: Map<string, number>): void {
  const before = accesses.get(run.user);
  accesses.set(run.user, run.system.clock.now());
  if (before === undefined) return;
  const at = local(run.system, before);
  const date = `${at.toFormat('cccc')}, ${at.toFormat('LLLL d, yyyy')}`.toUpperCase();
  const text = `ICH70001I ${run.user.padEnd(8)} LAST ACCESS AT ${at.toFormat('HH:mm:ss')} ON ${date}`;
  jobLog(run, text);
  systemMessage(run, text);
}

/** MSGLEVEL=(,0): allocation messages are printed only for a job that abends. */
export function dropMessages({ spool, conversion }: JobEntry): void {
  const told = conversion?.messages.length ?? 0;
  spool.truncate(jesIds.JESYSMSG, told === 0 ? 0 : told + 1);
}

/** The statistics at the end of the job log. */
export function endLog(job: JobEntry, system: System): void {
  const { spool } = job;
  const files = spool.all().filter(({ listed }) => listed);
  const records = files.reduce((sum, { count }) => sum + count, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const cards = spool.find(jesIds.JESJCLIN)?.count ?? 0;
  const minutes = job.started === undefined ? 0 : Math.max(0, (job.ended ?? job.started) - job.started) / 60_000;
  const date = local(system, job.started).toFormat('dd LLL yyyy').toUpperCase();
  const lines = [
    '0------ JES2 JOB STATISTICS ------',
    ...(job.executed ? [`-  ${date} JOB EXECUTION DATE`] : []),
    `-${String(cards).padStart(13)} CARDS READ`,
    `-${String(records).padStart(13)} SYSOUT PRINT RECORDS`,
    `-${'0'.padStart(13)} SYSOUT PUNCH RECORDS`,
    `-${String(Math.ceil(bytes / 1024)).padStart(13)} SYSOUT SPOOL KBYTES`,
    `-${minutes.toFixed(2).padStart(13)} MINUTES EXECUTION TIME`,
  ];
  for (const line of lines) spool.writeLine(jesIds.JESMSGLG, line);
}
