/** OUTFIL statements. */

import { type Condition, readCondition } from './conditions.rules.ts';
import { constantBytes } from './constants.rules.ts';
import { notImitated, SortError } from './control-error.rules.ts';
import { keyword, listOf, numberOf } from './operands.rules.ts';
import { isReformat, readReformat, type Reformat, type ReformatSetting } from './reformat.rules.ts';
import { isReport, readReport } from './report.rules.ts';
import type { ReportPlan } from './report-plan.rules.ts';

/** One output of a run: which records it takes and how it writes them. */
export interface Outfil {
  ddnames: readonly string[];
  include: Condition | undefined;
  /** SAVE: takes what no other OUTFIL took. */
  save: boolean;
  /** First and last of its records, from 1. */
  start: number;
  end: number;
  sample: { every: number; take: number } | undefined;
  accept: number;
  reformat: Reformat | undefined;
  report: ReportPlan | undefined;
  /** How many records go to one DD before the next one's turn; 0 when all get all. */
  splitBy: number;
  /** SPLIT1R: the DDs have one turn each. */
  once: boolean;
  convert: 'VTOF' | 'FTOV' | undefined;
  fill: number;
  /** VLTRIM: this byte is taken off the end of V records. */
  trim: number | undefined;
  repeat: number;
  nullReturn: number;
  removeControl: boolean;
}

const known = [
  'FNAMES',
  'FILES',
  'INCLUDE',
  'OMIT',
  'SAVE',
  'STARTREC',
  'ENDREC',
  'SAMPLE',
  'ACCEPT',
  'SPLIT',
  'SPLITBY',
  'SPLIT1R',
  'VTOF',
  'CONVERT',
  'FTOV',
  'VLFILL',
  'VLTRIM',
  'REPEAT',
  'NULLOFL',
  'REMOVECC',
];
const conflict = (at: string) =>
  new SortError('ICE214A 0 DUPLICATE, CONFLICTING, OR MISSING OUTFIL STATEMENT OPERANDS', 16, at);

/**
 * Reads one statement. FILES=n names SORTOFn, OUT names SORTOUT; without either SORTOUT is meant.
 *
 * @throws {SortError} ICE214A and what conditions, lists and reports throw
 * @see z/OS DFSORT Application Programming Guide, OUTFIL control statements
 */
export function readOutfil(operands: readonly string[], setting: ReformatSetting): Outfil {
  const options = optionsOf(operands);
  const has = (key: string) => options.has(key);
  if ([has('INCLUDE'), has('OMIT'), has('SAVE')].filter(Boolean).length > 1) throw conflict('INCLUDE');
  const convert = has('VTOF') || has('CONVERT') ? 'VTOF' : has('FTOV') ? 'FTOV' : undefined;
  if (convert === 'VTOF' && !setting.variable) throw conflict('VTOF');
  const reformatted = operands.filter((one) => isReformat(keyword(one).key));
  const count = (key: string, otherwise: number) => (has(key) ? numberOf(options.get(key), 1) : otherwise);
  const condition = options.get('INCLUDE') ?? options.get('OMIT');
  const test = condition === undefined ? undefined : readCondition(condition, setting);
  return {
    ddnames: namesOf(options),
    include: test === undefined ? undefined : has('OMIT') ? (record) => !test(record) : test,
    save: has('SAVE'),
    start: count('STARTREC', 1),
    end: count('ENDREC', Infinity),
    sample: sampleOf(options.get('SAMPLE')),
    accept: count('ACCEPT', Infinity),
    // A list that makes F records of V ones has no descriptor word of its own.
    reformat: readReformat(reformatted, {
      ...setting,
      operand: 'OUTFIL',
      variable: setting.variable && convert !== 'VTOF',
    }),
    report: readReport(operands, setting.now),
    splitBy: has('SPLIT') ? 1 : count('SPLITBY', has('SPLIT1R') ? count('SPLIT1R', 1) : 0),
    once: has('SPLIT1R'),
    convert,
    fill: byteOf(options.get('VLFILL'), 0x40),
    trim: has('VLTRIM') ? byteOf(options.get('VLTRIM'), 0x40) : undefined,
    repeat: count('REPEAT', 1),
    nullReturn: nullReturn(options.get('NULLOFL')),
    removeControl: has('REMOVECC'),
  };
}

function optionsOf(operands: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (const operand of operands) {
    const { key, value } = keyword(operand);
    if (!known.includes(key) && !isReformat(key) && !isReport(key))
      throw new SortError('ICE013A 0 INVALID OPERAND', 16, operand);
    if (options.has(key) && key !== 'IFTHEN') throw conflict(operand);
    options.set(key, value);
  }
  return options;
}

function namesOf(options: ReadonlyMap<string, string>): string[] {
  const named = options.has('FNAMES') ? listOf(options.get('FNAMES') ?? '') : [];
  const files = options.has('FILES') ? listOf(options.get('FILES') ?? '') : [];
  const all = [...named, ...files.map((file) => (file === 'OUT' ? 'SORTOUT' : `SORTOF${file}`))];
  return all.length === 0 ? ['SORTOUT'] : all;
}

function sampleOf(value: string | undefined): Outfil['sample'] {
  if (value === undefined) return undefined;
  const [every, take] = listOf(value);
  return { every: numberOf(every, 2), take: take === undefined ? 1 : numberOf(take, 1) };
}

function byteOf(value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  const bytes = constantBytes(value.length === 1 ? `C'${value}'` : value);
  if (bytes?.length !== 1) throw notImitated(`FILL ${value}`);
  return bytes[0] ?? otherwise;
}

/** RC0, RC4 or RC16 of NULLOUT and NULLOFL. */
export function nullReturn(value: string | undefined): number {
  const code = /^RC(0|4|16)$/.exec(value ?? 'RC0')?.[1];
  if (code === undefined) throw new SortError('ICE013A 0 INVALID OPERAND', 16, value ?? '');
  return Number(code);
}
