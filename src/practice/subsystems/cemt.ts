/** CEMT INQUIRE and SET of programs, files, transactions and tasks (CICS TS, CEMT - main terminal). */

/*
 * Not looked up: the words beside a line that was refused (INVREQ, PGMIDERR, LOAD FAILED, OPEN FAILED).
 */

import { nameMask } from '../catalog/name-mask.rules.ts';
import type { PracticeRegion, Refreshed } from './cics-region.ts';

interface Answer {
  lines: readonly string[];
  errors: number;
}

interface Request {
  set: boolean;
  name: string;
  words: readonly string[];
}

/** Blanks may stand around a value and before its parenthesis. */
const form = /^(S|SE|SET|I|IN|INQ|INQU|INQUIRE)\s+([A-Z]+)(?:\s*\(\s*([A-Z0-9#@$*+]{1,8})\s*\))?\s*(.*)$/;

export function cemtAnswer(region: PracticeRegion, text: string): Answer {
  const parts = form.exec(text);
  if (parts === null) return { lines: ['SYNTAX: NOT IMITATED BY THE PRACTICE SYSTEM'], errors: 1 };
  const [, verb = '', kind = '', name = '*', rest = ''] = parts;
  const request = { set: verb.startsWith('S'), name, words: rest.split(/\s+/).filter((word) => word !== '') };
  if (/^PRO(G|GR|GRA|GRAM)?$/.test(kind)) return programs(region, request);
  if (/^FI(L|LE)?$/.test(kind)) return files(region, request);
  if (/^TRA(N|NS|NSACTION)?$/.test(kind)) return transactions(region, request);
  if (/^TAS(K)?$/.test(kind)) return tasks(region, request);
  return { lines: [`${kind} IS NOT IMITATED BY THE PRACTICE SYSTEM`], errors: 1 };
}

const generic = (mask: string, names: readonly string[]): readonly string[] => names.filter(nameMask(mask, '+'));

function each(
  names: readonly string[],
  missing: string,
  one: (name: string) => { lines: string[]; ok: boolean },
): Answer {
  if (names.length === 0) return { lines: [missing], errors: 1 };
  const answers = names.map(one);
  return { lines: answers.flatMap(({ lines }) => lines), errors: answers.filter(({ ok }) => !ok).length };
}

const unknownWord = (words: readonly string[], known: RegExp): string | undefined =>
  words.find((word) => !known.test(word));

function programs(region: PracticeRegion, { set, name, words }: Request): Answer {
  const wrong = unknownWord(words, /^(PH(ASEIN)?|NEW(COPY)?|ENA(BLED)?|DIS(ABLED)?)$/);
  if (wrong !== undefined || (set && words.length === 0))
    return { lines: [`Prog(${name.padEnd(8)}) ${wrong ?? ''} IS NOT IMITATED BY THE PRACTICE SYSTEM`], errors: 1 };
  return each(generic(name, region.programs()), `Prog(${name.padEnd(8)})                  NOT FOUND`, (program) => {
    const results = set ? words.map((word) => setProgram(region, program, word)) : [];
    const bad = results.find((result) => result !== 'NORMAL');
    return { lines: programLines(region, program, bad ?? (set ? 'NORMAL' : '')), ok: bad === undefined };
  });
}

/** NEWCOPY of a program that a task runs is INVREQ; of one that no library has PGMIDERR. */
const words: Readonly<Record<Refreshed, string>> = {
  NORMAL: 'NORMAL',
  'NOT FOUND': 'NOT FOUND',
  PGMIDERR: 'PGMIDERR',
  'IN USE': 'INVREQ',
  'LOAD ERROR': 'LOAD FAILED',
};

function setProgram(region: PracticeRegion, program: string, word: string): string {
  if (/^ENA/.test(word) || /^DIS/.test(word)) {
    region.setEnabled(program, word.startsWith('E'));
    return 'NORMAL';
  }
  return words[region.refresh(program, word.startsWith('N') ? 'NEWCOPY' : 'PHASEIN')];
}

function programLines(region: PracticeRegion, program: string, result: string): string[] {
  const length = String(region.loadedLength(program)).padStart(10, '0');
  const { running, uses } = region.counts(program);
  return [
    `Prog(${program.padEnd(8)}) Leng(${length}) Cob Pro ${region.enabled(program) ? 'Ena' : 'Dis'} Pri     Ced`,
    `   Resc(${String(running).padStart(9, '0')}) Use(${String(uses).padStart(10, '0')}) Any Uex Ful Qua Cic     ${result}`.trimEnd(),
  ];
}

function files(region: PracticeRegion, { set, name, words: options }: Request): Answer {
  const wrong = unknownWord(
    options,
    /^(OPE(N)?|CLO(SED?)?|ENA(BLED)?|DIS(ABLED)?|FOR(CECLOSE)?|REA(D)?|UPD(ATE)?|BRO(WSE)?|ADD|DEL(ETE)?)$/,
  );
  if (wrong !== undefined) return { lines: [`Fil(${name.padEnd(8)}) ${wrong} IS NOT VALID`], errors: 1 };
  return each(
    generic(name, [...region.files().keys()]),
    `Fil(${name.padEnd(8)})                  NOT FOUND`,
    (file) => {
      const ok = !set || options.every((word) => setFile(region, file, word));
      const now = region.files().get(file);
      const state = `${now?.open === true ? 'Ope' : 'Clo'} ${now?.enabled === true ? 'Ena' : now?.open === true ? 'Dis' : 'Une'}`;
      const result = ok ? (set ? 'NORMAL' : '') : 'OPEN FAILED';
      return {
        lines: [
          `Fil(${file.padEnd(8)}) Vsa ${state} Rea Upd Add Bro Del     Sha  ${result}`.trimEnd(),
          `   Dsn( ${(now?.dsname ?? '').padEnd(44)} )`,
        ],
        ok,
      };
    },
  );
}

function setFile(region: PracticeRegion, file: string, word: string): boolean {
  if (word.startsWith('OPE')) return region.setFile(file, { open: true });
  if (word.startsWith('CLO') || word.startsWith('FOR')) return region.setFile(file, { open: false, enabled: false });
  if (word.startsWith('ENA')) return region.setFile(file, { enabled: true });
  if (word.startsWith('DIS')) return region.setFile(file, { enabled: false });
  return true;
}

function transactions(region: PracticeRegion, { set, name, words: options }: Request): Answer {
  const wrong = unknownWord(options, /^(ENA(BLED)?|DIS(ABLED)?)$/);
  if (wrong !== undefined) return { lines: [`Tra(${name.padEnd(4)}) ${wrong} IS NOT VALID`], errors: 1 };
  return each(
    generic(name, [...region.transactions().keys()]),
    `Tra(${name.padEnd(4)})                  NOT FOUND`,
    (transaction) => {
      if (set) for (const word of options) region.setTransaction(transaction, word.startsWith('ENA'));
      const now = region.transactions().get(transaction);
      const state = now?.enabled === true ? 'Ena' : 'Dis';
      return {
        lines: [
          `Tra(${transaction.padEnd(4)}) Pri( 001 ) Pro(${(now?.program ?? '').padEnd(8)}) Tcl( DFHTCL00 ) ${state} Sta  ${set ? 'NORMAL' : ''}`.trimEnd(),
        ],
        ok: true,
      };
    },
  );
}

function tasks(region: PracticeRegion, { set, name, words: options }: Request): Answer {
  const all = region.tasks();
  const wanted = name === '*' ? all : all.filter(({ number }) => number === Number(name));
  if (wanted.length === 0)
    return { lines: [`Tas(${name.padStart(7, '0')})              NOT FOUND`], errors: name === '*' ? 0 : 1 };
  if (set && !options.some((word) => /^(FORCEP(URGE)?|FOR|PUR(GE)?|KIL(L)?)$/.test(word)))
    return { lines: [`Tas(${name}) OPTION IS NOT VALID`], errors: 1 };
  const lines = wanted.map(({ number, program }) =>
    `Tas(${String(number).padStart(7, '0')}) Tra(    ) Sus Tas Pri( 001 ) Pro(${program.padEnd(8)}) ${set ? 'NORMAL' : ''}`.trimEnd(),
  );
  if (set) for (const { number } of wanted) region.purge(number);
  return { lines, errors: 0 };
}
