/** How JES2 has a submitted job converted: libraries, symbols and defaults of the site. */

import { ebcdic } from '../codepages/code-page.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import { convertJob } from '../jcl/converter.rules.ts';
import type { Conversion } from '../jcl/conversion.rules.ts';
import { readJobCard } from '../jcl/job-card.rules.ts';
import type { JobCard } from '../jcl/job-model.rules.ts';
import { firstStatement } from '../jcl/lookups.rules.ts';
import type { Lookups } from '../jcl/lookups.rules.ts';
import { readStatements, splitJobs } from '../jcl/records.rules.ts';
import { substitute, SymbolScope } from '../jcl/symbols.rules.ts';
import { protectedName } from '../security/protected-data-sets.ts';
import { jesIds } from '../spool/jes-ids.rules.ts';
import { readJecl } from './jecl.rules.ts';
import type { Jecl } from './jecl.rules.ts';
import { dateSymbols } from './date-symbols.rules.ts';
import type { Submission } from './jes.ts';
import type { JobEntry } from './job-entry.ts';
import { jobRequests } from './job-requests.rules.ts';
import type { JobRequests } from './job-requests.rules.ts';
import type { JesClass, JesOptions } from './options.ts';

type Site = Pick<
  JesOptions,
  | 'dataSets'
  | 'system'
  | 'classes'
  | 'defaultClass'
  | 'defaultMessageClass'
  | 'procedureLibraries'
  | 'namedProcedureLibraries'
  | 'clock'
  | 'systemSymbols'
  | 'dataSetAccess'
>;

/** The head of a job: its JOB statement, and what JES2 control statements say. */
export interface CardRead {
  readonly card: JobCard;
  readonly requests: JobRequests;
  readonly jecl: Jecl;
}

/** Cuts a stream into jobs; a /*PRIORITY statement belongs to the JOB statement behind it. */
export function splitStream(lines: readonly string[]): readonly (readonly string[])[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const end = lines.findIndex((line) => /^\/\*EOF(\s|$)/.test(line));
  const streams = splitJobs(lines.slice(0, end < 0 ? last + 1 : end));
  for (let at = 1; at < streams.length; at += 1) {
    const before = streams[at - 1] ?? [];
    if (/^\/\*(PRIORITY|\$)/.test(before.at(-1) ?? '')) streams[at]?.unshift(...before.splice(-1));
  }
  return end < 0 ? streams : [...streams, ...splitStream(lines.slice(end + 1)).filter((jcl) => jcl.length > 0)];
}

/** Reads the head of a submission; undefined when there is no JOB statement with a proper name. */
export function readCard(site: Site, submission: Submission): CardRead | undefined {
  const statements = readStatements(submission.jcl);
  const statement = statements[firstStatement(statements)];
  if (statement?.operation !== 'JOB' || !/^[A-Z@#$][A-Z0-9@#$]{0,7}$/.test(statement.name)) return undefined;
  const operands = substitute(statement.operands, new SymbolScope(undefined, symbolsOf(site, submission.user)));
  const card = readJobCard(statement.name, operands, defaultsOf(site, submission), () => undefined);
  const jecl = readJecl(submission.jcl);
  const requests = jobRequests(operands, jecl);
  const found = site.classes.find(({ name }) => name === card.jobClass);
  return { card: withClass(card, requests, jecl, found), requests, jecl };
}

/** What the job class says where the JOB statement is silent (JES2 initialization statement JOBCLASS). */
function withClass(card: JobCard, requests: JobRequests, jecl: Jecl, found: JesClass | undefined): JobCard {
  const typrun = card.typrun ?? (jecl.scan ? 'SCAN' : found?.typrun);
  const notify = card.notify ?? jecl.notify;
  return {
    ...card,
    ...(typrun === undefined ? {} : { typrun }),
    ...(notify === undefined ? {} : { notify }),
    ...(requests.codesMessageLevel || found?.messageLevel === undefined ? {} : { messageLevel: found.messageLevel }),
    ...(requests.codesJobrc || found?.jobrc !== 'LASTRC' ? {} : { jobrc: { kind: 'LASTRC' as const } }),
  };
}

/** The records of a job as they were submitted. */
export const submittedJcl = (job: JobEntry): string[] =>
  (job.spool.find(jesIds.JESJCLIN)?.records ?? []).map((record) => ebcdic.decode(record));

/**
 * Converts a job with the libraries as they are now.
 *
 * @param log told of private libraries that the job's user may not read (ICH408I); they are then as if they were not there
 */
export function convertSubmission(
  site: Site,
  job: JobEntry,
  lines: readonly string[],
  jecl: Jecl,
  log: (text: string) => void = () => undefined,
): Conversion {
  const { submission } = job;
  const named =
    jecl.procedureLibrary === undefined ? undefined : site.namedProcedureLibraries?.get(jecl.procedureLibrary);
  const conversion = convertJob(lines, {
    jobid: job.jobid,
    defaults: defaultsOf(site, submission),
    lookups: readable(
      site,
      job.owner,
      log,
      lookupsOf(named === undefined ? site : { ...site, procedureLibraries: named }, submission.user),
    ),
    ...(submission.symbols === undefined ? {} : { jesSymbols: submission.symbols }),
  });
  const { messageLevel, jobrc } = job.card;
  return { ...conversion, job: { ...conversion.job, card: { ...conversion.job.card, messageLevel, jobrc } } };
}

const defaultsOf = (site: Site, submission: Submission) => ({
  jobClass: site.defaultClass,
  messageClass: submission.messageClass ?? site.defaultMessageClass,
});

function symbolsOf({ system, systemSymbols, clock }: Site, user: string): ReadonlyMap<string, string> {
  return new Map([
    ...dateSymbols(clock.now(), system.timeZone),
    ['SYSNAME', system.name],
    ['SYSPLEX', system.sysplex],
    ['SYSCLONE', system.name.slice(-2)],
    ...(systemSymbols ?? []),
    ['SYSUID', user],
  ]);
}

function lookupsOf(site: Site, user: string): Lookups {
  return {
    member: (dsname, member) => textOf(site.dataSets, dsname, member),
    libraryExists: (dsname) => site.dataSets.find(dsname) !== undefined,
    procedureLibraries: site.procedureLibraries ?? [],
    systemSymbols: symbolsOf(site, user),
    jobClasses: new Set(site.classes.map(({ name }) => name)),
  };
}

/** Libraries of JCLLIB are read on the authority of the job's user, those of the system on that of JES2. */
function readable({ dataSetAccess, dataSets }: Site, user: string, log: (text: string) => void, all: Lookups): Lookups {
  const refusal = (dsname: string) => {
    if (all.procedureLibraries.includes(dsname)) return undefined;
    const name = protectedName(dataSets, dsname);
    return dataSetAccess?.refuses(user, name, 'READ', dataSets.find(name)?.volume ?? '******');
  };
  return {
    ...all,
    member: (dsname, member) => (refusal(dsname) === undefined ? all.member(dsname, member) : undefined),
    libraryExists(dsname) {
      if (!all.libraryExists(dsname)) return false;
      const lines = refusal(dsname) ?? [];
      lines.forEach(log);
      return lines.length === 0;
    },
  };
}

function textOf(dataSets: DataSets, dsname: string, member: string): readonly string[] | undefined {
  if (dataSets.find(dsname)?.attributes.dsorg !== 'PO') return undefined;
  if (dataSets.member(dsname, member) === undefined) return undefined;
  return dataSets.read(dsname, member).map((record) => ebcdic.decode(record));
}
