import { DateTime } from 'luxon';
import { DataSetError } from '../../datasets/data-sets.ts';
import type { CommandEnd, TsoCommand, TsoSession } from '../../programs/tso.ts';
import { runAms } from '../ams/run-ams.ts';
import { dataSetNamed, keyedWord, wordsOfCommand } from './names.rules.ts';
import { named } from './table.ts';

const notFound = (session: TsoSession, dsname: string): CommandEnd => {
  session.listing.line(`IKJ58503I DATA SET ${dsname} NOT IN CATALOG`);
  return { code: 12 };
};

function invalid(session: TsoSession, text: string): CommandEnd {
  session.listing.line(`IKJ56702I INVALID DATA SET NAME, ${text}`);
  return { code: 12 };
}

/*
 * Not looked up: the wordings of IKJ58504I and IKJ58505I.
 */

/** LISTDS with MEMBERS, HISTORY and STATUS (z/OS TSO/E Command Reference, LISTDS command). */
export const listds = named(['LISTDS', 'LISTD'], (text, session) => {
  const [names = '', ...options] = wordsOfCommand(text);
  const wanted = options.map((one) => one.toUpperCase().charAt(0));
  let code = 0;
  for (const one of wordsOfCommand(names.replace(/^\((.*)\)$/, '$1'))) {
    const end = listOne(session, one, wanted);
    code = Math.max(code, 'abend' in end ? 12 : end.code);
  }
  return { code };
});

function listOne(session: TsoSession, text: string, wanted: readonly string[]): CommandEnd {
  const set = dataSetNamed(text, session.profile.prefix);
  if (set === undefined) return invalid(session, text);
  const { dataSets } = session.step;
  const entry = dataSets.find(set.dsname);
  const { listing } = session;
  listing.line(set.dsname);
  if (entry === undefined) return notFound(session, set.dsname);
  const { recfm, lrecl, blksize, dsorg } = entry.attributes;
  listing.line(`--RECFM-LRECL-BLKSIZE-DSORG${wanted.includes('H') ? '-CREATED--EXPIRES---SECURITY' : ''}`);
  const created = DateTime.fromMillis(entry.created, { zone: session.timeZone }).toFormat('yyyy/ooo');
  listing.line(
    `  ${recfm.padEnd(5)} ${(lrecl === 0 ? '**' : String(lrecl)).padEnd(5)} ${String(blksize).padEnd(7)} ${dsorg}${wanted.includes('H') ? `    ${created} 0000/000   NONE` : ''}`,
  );
  listing.line('--VOLUMES--');
  listing.line(`  ${entry.volume}`);
  if (!wanted.includes('M') || dsorg !== 'PO') return { code: 0 };
  listing.line('--MEMBERS--');
  for (const { name, aliasOf } of dataSets.members(set.dsname)) if (aliasOf === undefined) listing.line(`  ${name}`);
  return { code: 0 };
}

/** RENAME of a data set, or of members of one. */
export const rename = named(['RENAME', 'REN'], (text, session) => {
  const [from = '', to = ''] = wordsOfCommand(text);
  const { prefix } = session.profile;
  const old = dataSetNamed(from, prefix);
  const inside = /^\(([^)]+)\)$/.exec(to)?.[1]?.toUpperCase();
  const next = inside === undefined ? dataSetNamed(to, prefix) : { dsname: old?.dsname ?? '', member: inside };
  if (old === undefined || next === undefined) return invalid(session, old === undefined ? from : to);
  return renameTo(session, old, next);
});

function renameTo(
  session: TsoSession,
  old: { dsname: string; member?: string },
  next: { dsname: string; member?: string },
): CommandEnd {
  const { dataSets } = session.step;
  if (dataSets.find(old.dsname) === undefined) return notFound(session, old.dsname);
  try {
    if (old.member === undefined || next.member === undefined) dataSets.rename(old.dsname, next.dsname);
    else if (dataSets.member(old.dsname, old.member) === undefined) {
      session.listing.line(`IKJ58505I MEMBER ${old.member} NOT IN DATA SET ${old.dsname}`);
      return { code: 8 };
    } else dataSets.renameMember(old.dsname, old.member, next.member);
    return { code: 0 };
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    session.listing.line(
      `IKJ58504I DATA SET ${next.dsname}${next.member === undefined ? '' : `(${next.member})`} ALREADY EXISTS`,
    );
    return { code: 8 };
  }
}

const amsVerbs =
  'DELETE DEL DEFINE DEF LISTCAT LISTC REPRO ALTER PRINT VERIFY EXPORT IMPORT EXAMINE DIAGNOSE BLDINDEX'.split(' ');
const nameKeys = 'ENTRIES ENTRY ENT NAME NEWNAME NEWNM INDATASET IDS OUTDATASET ODS'.split(' ');

/** Access method services commands are TSO commands too; names without apostrophes get the prefix. */
export const ams: TsoCommand = {
  matches: (command) => amsVerbs.includes(/^[A-Z]+/i.exec(command)?.[0].toUpperCase() ?? ''),
  run: runAmsCommand,
};

function runAmsCommand(command: string, session: TsoSession): CommandEnd {
  const verb = /^[A-Z]+/i.exec(command)?.[0].toUpperCase() ?? '';
  const operands = prefixed(verb, command.slice(verb.length), session.profile.prefix);
  const lines = pieces(`${verb} ${operands}`);
  const { step, listing, timeZone } = session;
  const print = (text: string) => {
    if (!text.startsWith('IDC0001I')) listing.line(text);
  };
  return { code: runAms(step, lines, { print, echo: false, timeZone }) };
}

function prefixed(verb: string, operands: string, prefix: string): string {
  if (/^LISTC/.test(verb) && operands.trim() === '') return ` LEVEL(${prefix})`;
  const words = wordsOfCommand(operands);
  const first = /^DEL/.test(verb) || verb === 'ALTER' ? 1 : 0;
  return words
    .map((word, at) => {
      if (at < first)
        return word.startsWith('(') ? `(${withPrefix(word.slice(1, -1), prefix)})` : withPrefix(word, prefix);
      const { key, value } = keyedWord(word);
      if (value === undefined) return word;
      if (nameKeys.includes(key)) return `${key}(${withPrefix(value, prefix)})`;
      return /^(CL|CLUSTER|D|DATA|I|INDEX|GDG|GENERATIONDATAGROUP|NVSAM|NONVSAM|ALIAS|PATH|AIX)$/.test(key)
        ? `${key}(${prefixed('', value, prefix)})`
        : word;
    })
    .join(' ');
}

const withPrefix = (names: string, prefix: string): string =>
  wordsOfCommand(names)
    .map((name) => (name.startsWith("'") ? name.replaceAll("'", '') : prefix === '' ? name : `${prefix}.${name}`))
    .join(' ');

/** Commands longer than a record go on in the next one. */
function pieces(text: string): string[] {
  const words = wordsOfCommand(text).flatMap((word) => (word.length <= 66 ? [word] : word.split(/(?<= )/)));
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 67) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(` ${word}`);
  }
  return lines.map((line, at) => (at === lines.length - 1 ? line : `${line} -`));
}
