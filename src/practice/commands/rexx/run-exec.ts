import { chance } from '../../../shared/ids.ts';
import { ebcdic } from '../../codepages/code-page.ts';
import type { TsoSession } from '../../programs/tso.ts';
import { errorText, RexxError } from './errors.rules.ts';
import type { Frame } from './exec.ts';
import { drive } from './drive.ts';
import { decodeHex } from './hexadecimal.ts';
import { Interpreter } from './interpreter.ts';
import { readProgram } from './parser.rules.ts';
import { tsoHost } from './tso-host.ts';

export interface FoundExec {
  name: string;
  ddname: string;
  dsname: string;
  lines: readonly string[];
}

const deepest = 40;

/** Text of a data set member as lines; sequence numbers of fixed records in columns 73 to 80 are left off. */
export function execLines(session: TsoSession, dsname: string, member: string | undefined): string[] {
  const { dataSets } = session.step;
  const lines = dataSets.read(dsname, member).map((record) => ebcdic.decode(record));
  const { recfm, lrecl } = dataSets.find(dsname)?.attributes ?? { recfm: 'VB', lrecl: 255 };
  const numbered =
    recfm.startsWith('F') &&
    lrecl === 80 &&
    lines.length > 0 &&
    lines.every((line) => /^\d{8}$/.test(line.slice(72, 80)));
  return lines.map((line) => (numbered ? line.slice(0, 72) : line).trimEnd());
}

/** Finds an exec or CLIST by name: libraries of ALTLIB, then SYSEXEC, then SYSPROC. */
export function findExec(session: TsoSession, name: string): FoundExec | undefined {
  if (!/^[A-Z#@$][A-Z0-9#@$]{0,7}$/.test(name)) return undefined;
  const { dataSets } = session.step;
  const of = (ddname: string) =>
    (session.step.dd(ddname)?.concatenation ?? []).map(({ dsname }) => ({ ddname, dsname }));
  const places = [
    ...session.allocations.execLibraries.map((dsname) => ({ ddname: 'SYSEXEC', dsname })),
    ...of('SYSUEXEC'),
    ...of('SYSEXEC'),
    ...of('SYSUPROC'),
    ...of('SYSPROC'),
  ];
  const place = places.find(
    ({ dsname }) => dataSets.find(dsname)?.attributes.dsorg === 'PO' && dataSets.member(dsname, name) !== undefined,
  );
  return place === undefined ? undefined : { ...place, name, lines: execLines(session, place.dsname, name) };
}

/** Text of SYSPROC is an exec when its first line says so. */
export const isRexx = ({ ddname, lines }: FoundExec): boolean =>
  /^SYSU?EXEC$/.test(ddname) || /\/\*.*REXX/i.test(lines[0] ?? '');

export interface ExecCall {
  args: readonly (string | undefined)[];
  how: Frame['how'];
  environment: 'TSO' | 'MVS';
}

/** What EXIT or RETURN gave, or the code of the error that ended the exec: 20000 and its number. */
export type ExecEnd = { value: string | undefined } | { failed: number };

/**
 * Runs an exec to its end. Errors are shown with the failing line and IRX00nnI.
 *
 * @see z/OS TSO/E REXX Reference, IRXEXEC: How IRXEXEC returns information about syntax errors
 */
export async function runExec(found: FoundExec, session: TsoSession, call: ExecCall): Promise<ExecEnd> {
  const inner = { ...session, nesting: session.nesting + 1 };
  if (inner.nesting > deepest) return failed(inner, found, new RexxError(11));
  const host = tsoHost(inner, {
    ...{ environment: call.environment, ddname: found.ddname, dsname: found.dsname, background: true },
    random: (below) => chance.below(below),
    exec: (name, args, from) => asFunction(name, args, from, call.environment),
  });
  const program = readProgram(found.lines, decodeHex);
  const interpreter = new Interpreter(program, host, found.name, call.args, call.how);
  try {
    return { value: await drive(interpreter.run()) };
  } catch (error) {
    if (!(error instanceof RexxError)) throw error;
    return failed(inner, found, error);
  }
}

function failed({ listing }: TsoSession, { name, lines }: FoundExec, error: RexxError): ExecEnd {
  const line = error.line ?? 1;
  listing.line(`${String(line).padStart(6)} +++ ${(lines[line - 1] ?? '').trim()}`);
  listing.line(
    `IRX${String(error.code).padStart(4, '0')}I Error running ${name}, line ${String(line)}: ${errorText(error.code)}`,
  );
  return { failed: 20_000 + error.code };
}

async function asFunction(
  name: string,
  args: readonly (string | undefined)[],
  session: TsoSession,
  environment: 'TSO' | 'MVS',
) {
  const found = findExec(session, name);
  if (found === undefined) return undefined;
  const end = await runExec(found, session, { args, how: 'FUNCTION', environment });
  if ('failed' in end) throw new RexxError(40);
  return end;
}

/** An exec's result as a return code; what is no whole number is an error. */
export function codeOfResult(end: ExecEnd): number {
  if ('failed' in end) return end.failed;
  const text = (end.value ?? '').trim();
  return /^[+-]?\d{1,9}$/.test(text) ? Number(text) : 0;
}
