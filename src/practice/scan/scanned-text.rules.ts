/** What a file of a folder is, and what converting it says. Pure: the caller reads the files. */

import type { Lookups } from '../jcl/lookups.rules.ts';
import { readStatements } from '../jcl/records.rules.ts';
import type { Statement } from '../jcl/records.rules.ts';
import { scanJcl } from '../jcl/scan-jcl.rules.ts';

export type FileKind = 'job' | 'procedure' | 'include' | 'other';

export interface ScannedMessage {
  readonly job: string;
  /** Number in the listing, as JESYSMSG says it; 0 when it is about the whole job. */
  readonly statement: number;
  /** Line of the file, from 1; absent for a statement of a procedure. */
  readonly line?: number;
  readonly severity: 'error' | 'information';
  readonly text: string;
}

export interface ScannedFile {
  readonly file: string;
  readonly kind: FileKind;
  readonly jobs: number;
  readonly steps: number;
  /** Statements of the file itself by operation; comments and JES2 statements under `comment` and `JES2`. */
  readonly statements: Readonly<Record<string, number>>;
  readonly messages: readonly ScannedMessage[];
}

/** What the reader puts before data that no DD precedes. */
const generated = 'GENERATED STATEMENT';

const jclWords: ReadonlySet<string> = new Set('EXEC DD PROC PEND SET IF INCLUDE JCLLIB OUTPUT EXPORT'.split(' '));

/** Says what a text is and converts the jobs in it. */
export function scanText(file: string, text: string, lookups: Lookups): ScannedFile {
  const lines = text.split(/\r\n|\r|\n/);
  const statements = lines.some((line) => line.startsWith('//')) ? readStatements(lines) : [];
  const kind = kindOf(statements);
  const nothing = { file, kind, jobs: 0, steps: 0, statements: {}, messages: [] };
  if (kind === 'other') return nothing;
  const counted = { ...nothing, statements: countOperations(statements) };
  if (kind !== 'job') return counted;
  const jobs = scanJcl(lines.join('\n'), lookups);
  return {
    ...counted,
    jobs: jobs.length,
    steps: jobs.reduce((sum, { steps }) => sum + steps.length, 0),
    messages: jobs.flatMap(({ jobname, messages }) =>
      messages.map((message) => ({
        job: jobname,
        statement: message.statement,
        ...(message.line === undefined ? {} : { line: message.line }),
        severity: message.severity,
        text: message.text,
      })),
    ),
  };
}

/**
 * A job begins with JOB; a procedure holds steps; an INCLUDE group holds statements alone; all else is no JCL, also a text
 * that only quotes some.
 */
function kindOf(statements: readonly Statement[]): FileKind {
  const jcl = statements.filter(({ kind }) => kind === 'jcl');
  const first = jcl.findIndex((statement) => !isGenerated(statement));
  const quotes = jcl.slice(0, first).some(({ data }) => data?.some((line) => line.trim() !== '') === true);
  if (first < 0 || quotes) return 'other';
  if (jcl[first]?.operation === 'JOB') return 'job';
  const known = jcl.filter((statement) => jclWords.has(statement.operation) && !isGenerated(statement)).length;
  if (known === 0 || known * 2 < jcl.length || jcl.some(({ operation }) => operation === 'JOB')) return 'other';
  return jcl.some(({ operation }) => operation === 'EXEC' || operation === 'PROC') ? 'procedure' : 'include';
}

const isGenerated = ({ records }: Statement): boolean => records[0]?.endsWith(generated) === true;

function countOperations(statements: readonly Statement[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, operation } of statements) {
    const word = kind === 'jcl' ? operation : kind === 'jecl' ? 'JES2' : kind;
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}
