import type { JobCard } from '../estate/estate.schema.ts';
import { LockstepError } from '../shared/errors.ts';

/** What the texts of a job card may name, as `{{release}}`. */
export interface JobCardValues {
  /** Short form of a release, `REL42` for REL-000042. */
  readonly release: string;
  readonly version: string;
  readonly prefix: string;
  readonly step: string;
  /** Short forms of changes, blank-separated: `CHG481 CHG487`. */
  readonly changes: string;
}

/** HOLD for a job that strict mode releases later, SCAN for one that is only converted, RUN for one that starts at once. */
export type JobCardType = 'HOLD' | 'SCAN' | 'RUN';

export interface JobCardRequest {
  readonly card: JobCard;
  readonly jobname: string;
  readonly type: JobCardType;
  readonly values: JobCardValues;
  /** User part of the correlator, for UJOBCORR; not coded on a scan. */
  readonly correlator?: string;
  /** Where the job has a class of its own. */
  readonly class?: string;
}

const lastColumn = 71;
const programmerLength = 20;

/** Values for a job card from the ids as they are kept. */
export function jobCardValues(ids: {
  release: string;
  version: string;
  prefix: string;
  step: string;
  changes: readonly string[];
}): JobCardValues {
  return { ...ids, release: shortId(ids.release), changes: ids.changes.map(shortId).join(' ') };
}

/**
 * The JOB statement, continued after commas before column 71 (z/OS MVS JCL Reference, JOB statement).
 *
 * A programmer field that is too long loses words at its end, not characters in the middle of one.
 *
 * @throws {LockstepError} `jcl.parameter-invalid` for accounting information that is no such thing
 */
export function jobCardOf({ card, jobname, type, values, correlator, class: own }: JobCardRequest): string[] {
  const operands = [
    `(${accountingOf(filled(card.accounting, values))})`,
    `'${firstWords(filled(card.programmer, values)).replaceAll("'", "''")}'`,
    `CLASS=${own ?? card.class}`,
    `MSGCLASS=${card.messageClass}`,
    'MSGLEVEL=(1,1)',
    ...(card.notify === undefined ? [] : [`NOTIFY=${card.notify}`]),
    ...(card.region === undefined ? [] : [`REGION=${card.region}`]),
    ...(type === 'RUN' ? [] : [`TYPRUN=${type}`]),
    ...(correlator === undefined || type === 'SCAN' ? [] : [`UJOBCORR='${correlator}'`]),
  ];
  return continued(`//${jobname} JOB `, operands);
}

function continued(start: string, operands: readonly string[]): string[] {
  const lines: string[] = [];
  let line = start;
  let empty = true;
  for (const [index, operand] of operands.entries()) {
    const text = index < operands.length - 1 ? `${operand},` : operand;
    if (!empty && line.length + text.length > lastColumn) {
      lines.push(line);
      line = '//  ';
    }
    line += text;
    empty = false;
  }
  return [...lines, line];
}

function filled(text: string, values: JobCardValues): string {
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    name in values ? values[name as keyof JobCardValues] : whole,
  );
}

function accountingOf(text: string): string {
  if (/^[A-Z0-9#@$,.\-/]{1,60}$/.test(text)) return text;
  throw new LockstepError(
    'jcl.parameter-invalid',
    `Accounting information ${JSON.stringify(text)} cannot stand in a JOB statement`,
    {
      parameter: 'accounting',
    },
  );
}

function firstWords(text: string): string {
  if (text.length <= programmerLength) return text;
  const cut = text.lastIndexOf(' ', programmerLength);
  return text.slice(0, cut > 0 ? cut : programmerLength);
}

/** `REL-000042` → `REL42`. */
function shortId(id: string): string {
  return id.replace(/^([A-Z]+)-0*(\d+)$/, '$1$2');
}
