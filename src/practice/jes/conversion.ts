/** How JES2 has a submitted job converted: libraries, symbols and defaults of the site. */

import { ebcdic } from '../codepages/code-page.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import { convertJob } from '../jcl/converter.rules.ts';
import type { Conversion } from '../jcl/conversion.rules.ts';
import { readJobCard } from '../jcl/job-card.rules.ts';
import type { JobCard } from '../jcl/job-model.rules.ts';
import { firstStatement } from '../jcl/lookups.rules.ts';
import type { Lookups } from '../jcl/lookups.rules.ts';
import { readStatements } from '../jcl/records.rules.ts';
import { substitute, SymbolScope } from '../jcl/symbols.rules.ts';
import type { Submission } from './jes.ts';
import type { JesOptions } from './options.ts';

type Site = Pick<
  JesOptions,
  'dataSets' | 'system' | 'classes' | 'defaultClass' | 'defaultMessageClass' | 'procedureLibraries' | 'systemSymbols'
>;

/** The JOB statement at the head of a submission; undefined when there is none with a proper name. */
export function readCard(site: Site, submission: Submission): JobCard | undefined {
  const statements = readStatements(submission.jcl);
  const statement = statements[firstStatement(statements)];
  if (statement?.operation !== 'JOB' || !/^[A-Z@#$][A-Z0-9@#$]{0,7}$/.test(statement.name)) return undefined;
  const operands = substitute(statement.operands, new SymbolScope(undefined, symbolsOf(site, submission.user)));
  return readJobCard(statement.name, operands, defaultsOf(site, submission), () => undefined);
}

/** Converts a submission with the libraries as they are now. */
export function convertSubmission(site: Site, submission: Submission, jobid: string): Conversion {
  return convertJob(submission.jcl, {
    jobid,
    defaults: defaultsOf(site, submission),
    lookups: lookupsOf(site, submission.user),
    ...(submission.symbols === undefined ? {} : { jesSymbols: submission.symbols }),
  });
}

const defaultsOf = (site: Site, submission: Submission) => ({
  jobClass: site.defaultClass,
  messageClass: submission.messageClass ?? site.defaultMessageClass,
});

function symbolsOf({ system, systemSymbols }: Site, user: string): ReadonlyMap<string, string> {
  return new Map([
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

function textOf(dataSets: DataSets, dsname: string, member: string): readonly string[] | undefined {
  if (dataSets.find(dsname)?.attributes.dsorg !== 'PO') return undefined;
  if (dataSets.member(dsname, member) === undefined) return undefined;
  return dataSets.read(dsname, member).map((record) => ebcdic.decode(record));
}
