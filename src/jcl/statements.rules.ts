import { sha256Hex } from '../shared/digest.ts';

export interface JclDigests {
  /** SHA-256 of all lines after the JOB statement, right-trimmed, joined by LF: what people approved. */
  readonly approved: string;
  /** SHA-256 of all lines, right-trimmed, joined by LF: what was submitted, JOB statement too. */
  readonly intent: string;
}

/** Digests of a job's JCL; lines in any form, blank lines at the end do not count. */
export function jclDigests(jcl: string | readonly string[]): JclDigests {
  const lines = linesOf(jcl);
  return { approved: digestOf(lines.slice(jobStatementLength(lines))), intent: digestOf(lines) };
}

/** The digest that `jclDigests` calls approved, of statements that carry no JOB statement yet. */
export function approvedDigest(statements: string | readonly string[]): string {
  return digestOf(linesOf(statements));
}

/** The statements that follow the JOB statement: what is scanned or submitted under a JOB statement of the estate. */
export function withoutJobStatement(jcl: string | readonly string[]): string[] {
  const lines = linesOf(jcl);
  return lines.slice(jobStatementLength(lines));
}

function digestOf(lines: readonly string[]): string {
  return sha256Hex(lines.join('\n'));
}

function linesOf(jcl: string | readonly string[]): string[] {
  const lines = (typeof jcl === 'string' ? jcl.split(/\r?\n/) : [...jcl]).map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * Lines that the JOB statement takes, comments between them too; 0 where the text does not begin with one. Columns 1 to
 * 71 count, and an operand field that ends in a comma goes on (z/OS MVS JCL Reference, Continuing JCL statements).
 */
function jobStatementLength(lines: readonly string[]): number {
  if (!/^\/\/\S+ +JOB(?: |$)/.test(lines[0] ?? '')) return 0;
  let open = operandsEndOpen((lines[0] ?? '').slice(0, 71).replace(/^\/\/\S+ +JOB */, ''), false);
  let length = 1;
  while (open !== undefined && length < lines.length) {
    const line = lines[length] ?? '';
    if (!line.startsWith('// ') && !line.startsWith('//*')) break;
    length += 1;
    if (!line.startsWith('//*')) open = operandsEndOpen(line.slice(2, 71).trimStart(), open === 'quoted');
  }
  return length;
}

/** Whether an operand field goes on in the next line: after a comma, or in the middle of an apostrophe text. */
function operandsEndOpen(text: string, quotedBefore: boolean): 'comma' | 'quoted' | undefined {
  let quoted = quotedBefore;
  let last = '';
  for (const character of text) {
    if (character === "'") quoted = !quoted;
    else if (character === ' ' && !quoted) break;
    last = character;
  }
  if (quoted) return 'quoted';
  return last === ',' ? 'comma' : undefined;
}
