import { type CommandEnd, endOf, type TsoSession } from '../../programs/tso.ts';
import { codeOfResult, execLines, findExec, type FoundExec, isRexx, runExec } from '../rexx/run-exec.ts';
import { runClist } from './clist.ts';
import { dataSetNamed, wordsOfCommand } from './names.rules.ts';
import { named } from './table.ts';

const quotedText = (text: string): string | undefined => /'((?:[^']|'')*)'\s*$/.exec(text)?.[1]?.replaceAll("''", "'");

/** CALL 'library(program)' 'parm', CALL *(program). What the library does not hold is looked for as EXEC PGM= does. */
export const call = named(['CALL'], async (text, session) => {
  const [target = ''] = wordsOfCommand(text);
  const star = /^\*\(([A-Z#@$][A-Z0-9#@$]*)\)$/i.exec(target)?.[1]?.toUpperCase();
  const set = star === undefined ? dataSetNamed(target, session.profile.prefix) : undefined;
  const program = star ?? set?.member ?? 'TEMPNAME';
  if (star === undefined && set === undefined) {
    session.listing.line(`IKJ56702I INVALID DATA SET NAME, ${target}`);
    return { code: 12 };
  }
  if (set !== undefined && session.step.dataSets.find(set.dsname) === undefined) {
    session.listing.line(`IKJ56228I DATA SET ${set.dsname} NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED`);
    return { code: 12 };
  }
  if (set !== undefined && session.step.dataSets.member(set.dsname, program) === undefined) {
    session.listing.line(`IKJ56709I MEMBER ${program} NOT IN DATA SET ${set.dsname}`);
    return { code: 12 };
  }
  return endOf(await session.step.link(program, quotedText(text.slice(target.length)) ?? ''));
});

/** TSOEXEC runs a command where authorized ones may run; here that changes nothing. */
export const tsoexec = named(['TSOEXEC'], (text, session) => session.command(text, session));

/** Runs what was found, as exec or CLIST. */
async function run(found: FoundExec, args: string, session: TsoSession): Promise<CommandEnd> {
  if (!isRexx(found)) return await runClist(found.lines, args, session);
  const end = await runExec(found, session, { args: args === '' ? [] : [args], how: 'COMMAND', environment: 'TSO' });
  return { code: codeOfResult(end) };
}

/** An exec or CLIST called by its name alone, with or without a percent sign. */
export async function implicitExec(command: string, session: TsoSession): Promise<CommandEnd | undefined> {
  const parts = /^%?([A-Z#@$][A-Z0-9#@$]{0,7})(?:\s+(.*))?$/is.exec(command.trim());
  const found = findExec(session, (parts?.[1] ?? '').toUpperCase());
  return found === undefined ? undefined : await run(found, (parts?.[2] ?? '').trim(), session);
}

/** EXEC 'library(member)' 'arguments' EXEC, or EXEC name. */
export const exec = named(['EXEC', 'EX'], async (text, session) => {
  const [target = ''] = wordsOfCommand(text);
  const rest = text.slice(target.length).trim();
  const args = /^'((?:[^']|'')*)'/.exec(rest)?.[1]?.replaceAll("''", "'") ?? '';
  const forced = /\bEX(EC)?\s*$/i.test(rest.replace(/^'(?:[^']|'')*'/, ''));
  if (/^[A-Z#@$][A-Z0-9#@$]{0,7}$/i.test(target) && findExec(session, target.toUpperCase()) !== undefined)
    return (await implicitExec(`%${target} ${args}`, session)) ?? { code: 12 };
  const given = target.startsWith('(') ? `EXEC${target}` : target;
  const set = dataSetNamed(given, session.profile.prefix);
  const { dataSets } = session.step;
  const entry = set === undefined ? undefined : dataSets.find(set.dsname);
  if (set === undefined || entry === undefined) {
    session.listing.line(`IKJ56228I DATA SET ${set?.dsname ?? target} NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED`);
    return { code: 12 };
  }
  const member = entry.attributes.dsorg === 'PO' ? (set.member ?? 'TEMPNAME') : undefined;
  if (member !== undefined && dataSets.member(set.dsname, member) === undefined) {
    session.listing.line(`IKJ56709I MEMBER ${member} NOT IN DATA SET ${set.dsname}`);
    return { code: 12 };
  }
  const lines = execLines(session, set.dsname, member);
  return await run(
    { name: member ?? target, ddname: forced ? 'SYSEXEC' : '?', dsname: set.dsname, lines },
    args,
    session,
  );
});

/** ALTLIB ACTIVATE APPLICATION(EXEC) DATASET(…) puts libraries before SYSEXEC. */
export const altlib = named(['ALTLIB'], (text, session) => {
  const names = /\b(?:DA|DSN|DATASET|DSNAME)\(((?:'[^']*'|[^()'])*)\)/i.exec(text)?.[1] ?? '';
  const { execLibraries } = session.allocations;
  if (/^DEACT/i.test(text)) execLibraries.length = 0;
  else if (/^ACT/i.test(text))
    for (const one of wordsOfCommand(names)) {
      const set = dataSetNamed(one, session.profile.prefix);
      if (set === undefined || session.step.dataSets.find(set.dsname) === undefined) {
        session.listing.line(`IKJ56228I DATA SET ${set?.dsname ?? one} NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED`);
        return { code: 12 };
      }
      execLibraries.unshift(set.dsname);
    }
  return { code: 0 };
});

/**
 * ISPSTART CMD(…) or PGM(…): a dialog in batch. ZISPFRC, put into the shared pool, is the code.
 *
 * @see z/OS ISPF Dialog Developer's Guide, ISPF in batch
 */
export const ispstart = named(['ISPSTART', 'ISPF'], async (text, session) => {
  if (session.step.dd('ISPPROF') === undefined) {
    session.listing.line('ISPP330 PROFILE NOT ALLOCATED: ISPPROF DD STATEMENT MISSING');
    return { code: 20 };
  }
  const command = /\bCMD\((.*)\)\s*(?:NEWAPPL.*|NESTMACS.*|BATSCR.*|BDISPMAX.*)?$/is.exec(text)?.[1];
  const program = /\bPGM\(([A-Z0-9#@$]+)\)/i.exec(text)?.[1];
  const dialog = new Map<string, string>();
  const inner = { ...session, dialog };
  if (command === undefined && program === undefined) {
    session.listing.line('ISPP100 A PANEL CANNOT BE SHOWN IN BATCH');
    return { code: 20 };
  }
  const end =
    command === undefined
      ? endOf(await session.step.link((program ?? '').toUpperCase(), ''))
      : await session.command(command, inner);
  const set = dialog.get('ZISPFRC')?.trim();
  return set !== undefined && /^\d+$/.test(set) && !('abend' in end) ? { code: Number(set) } : end;
});
