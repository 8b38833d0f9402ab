/** OGET, OPUT, OGETX, OPUTX, OCOPY and MKDIR (z/OS UNIX System Services Command Reference: TSO/E commands). */

import { ebcdic } from '../../codepages/code-page.ts';
import { DataSetError } from '../../datasets/data-sets.ts';
import type { CommandEnd, TsoCommand, TsoSession } from '../../programs/tso.ts';
import { UnixError } from '../../unix/errno.ts';
import { dataSetNamed, keyedWord, wordsOfCommand } from './names.rules.ts';
import { named } from './table.ts';

const pathOf = (word: string): string => word.replace(/^'(.*)'$/, '$1');

/** Words of the command; UNIX paths keep their case. */
function guarded(session: TsoSession, act: () => CommandEnd): CommandEnd {
  try {
    return act();
  } catch (error) {
    if (error instanceof UnixError)
      session.listing.line(
        `BPXF140E RETURN CODE ${error.number.toString(16).padStart(8, '0').toUpperCase()}, REASON CODE ${error.errno2}. ${error.path}: ${error.text}`,
      );
    else if (error instanceof DataSetError)
      session.listing.line(`BPXF103E DATA SET ${error.fault.dsname} CANNOT BE USED: ${error.fault.kind.toUpperCase()}`);
    else throw error;
    return { code: 12 };
  }
}

function readSet(session: TsoSession, text: string): { dsname: string; member?: string } | undefined {
  const set = dataSetNamed(text, session.profile.prefix);
  return set !== undefined && session.step.dataSets.find(set.dsname) !== undefined ? set : undefined;
}

function missing(session: TsoSession, text: string): CommandEnd {
  session.listing.line(`BPXF101E DATA SET ${text.replaceAll("'", '').toUpperCase()} NOT FOUND OR NOT VALID`);
  return { code: 12 };
}

const isBinary = (words: readonly string[]): boolean => words.some((word) => /^BIN/i.test(word));

/** File to data set: text lines become records. */
function toDataSet(session: TsoSession, path: string, text: string, binary: boolean): CommandEnd {
  const set = readSet(session, text);
  if (set === undefined) return missing(session, text);
  const { unix, user, dataSets } = session.step;
  const { recfm, lrecl } = dataSets.find(set.dsname)?.attributes ?? { recfm: 'FB', lrecl: 80 };
  const length = recfm.startsWith('V') ? lrecl - 4 : lrecl === 0 ? 32_760 : lrecl;
  const records = binary
    ? cut(unix.read(path, user), length)
    : unix
        .readText(path, user)
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => Buffer.from(ebcdic.encode(line.slice(0, length))));
  dataSets.write(
    set.dsname,
    set.member,
    recfm.startsWith('F') ? records.map((record) => padded(record, length, binary)) : records,
    { user, statistics: 'none' },
  );
  return { code: 0 };
}

function cut(bytes: Buffer, length: number): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += length) records.push(bytes.subarray(at, at + length));
  return records;
}

const padded = (record: Buffer, length: number, binary: boolean): Buffer =>
  Buffer.concat([record, Buffer.alloc(Math.max(0, length - record.length), binary ? 0 : 0x40)]);

function toFile(session: TsoSession, text: string, path: string, binary: boolean): CommandEnd {
  const set = readSet(session, text);
  if (set === undefined) return missing(session, text);
  const { unix, user, dataSets } = session.step;
  const records = dataSets.read(set.dsname, set.member);
  if (binary) unix.write(path, user, Buffer.concat(records));
  else unix.writeText(path, user, records.map((record) => `${ebcdic.decode(record).trimEnd()}\n`).join(''));
  return { code: 0 };
}

const oget = named(['OGET', 'OGETX'], (text, session) => {
  const [path = '', set = '', ...options] = wordsOfCommand(text);
  return guarded(session, () => toDataSet(session, pathOf(path), set, isBinary(options)));
});

const oput = named(['OPUT', 'OPUTX'], (text, session) => {
  const [set = '', path = '', ...options] = wordsOfCommand(text);
  return guarded(session, () => toFile(session, set, pathOf(path), isBinary(options)));
});

/** OCOPY INDD(a) OUTDD(b): two files that are allocated. */
const ocopy = named(['OCOPY'], (text, session) => {
  const operands = new Map(
    wordsOfCommand(text)
      .map(keyedWord)
      .map(({ key, value }) => [key, (value ?? '').toUpperCase()]),
  );
  const [from, to] = [session.step.dd(operands.get('INDD') ?? ''), session.step.dd(operands.get('OUTDD') ?? '')];
  if (from === undefined || to === undefined) {
    session.listing.line(
      `BPXF104E DDNAME ${from === undefined ? (operands.get('INDD') ?? '') : (operands.get('OUTDD') ?? '')} IS NOT ALLOCATED`,
    );
    return { code: 12 };
  }
  to.open({ recfm: from.attributes.recfm ?? 'FB', lrecl: from.attributes.lrecl ?? 80 });
  for (const record of from.records()) to.write(record);
  return { code: 0 };
});

const mkdir = named(['MKDIR'], (text, session) => {
  const [path = '', option = ''] = wordsOfCommand(text);
  const mode = /MODE\(([0-7, ]+)\)/i.exec(option)?.[1]?.replaceAll(/[ ,]/g, '');
  return guarded(session, () => {
    session.step.unix.makeDirectory(pathOf(path), session.step.user, mode === undefined ? 0o755 : parseInt(mode, 8));
    return { code: 0 };
  });
});

export const unixCommands: readonly TsoCommand[] = [oget, oput, ocopy, mkdir];
