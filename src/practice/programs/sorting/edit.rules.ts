/** Edited numbers: masks M0 to M26 and EDIT patterns. */

import { SortError } from './control-error.rules.ts';

/** Signs of an edited number: leading positive and negative, trailing positive and negative. */
export type Signs = readonly [string, string, string, string];

export interface EditForm {
  /** `I` a digit whose leading zeros are blank, `T` a digit always shown, `S` a sign, others as they are. */
  pattern: string;
  signs: Signs;
}

const spread = (group: string, separator: string, tail: string) =>
  `${Array.from({ length: 10 }, () => group).join(separator)}${separator}${tail}`;
const minus: Signs = ['', '-', '', ''];
const trailing: Signs = ['', '', ' ', '-'];
const none: Signs = ['', '', '', ''];

/** @see z/OS DFSORT Application Programming Guide, Edit mask patterns and signs */
const masks: readonly EditForm[] = [
  { pattern: `${'I'.repeat(30)}TS`, signs: trailing },
  { pattern: `${'T'.repeat(31)}S`, signs: trailing },
  { pattern: `${spread('III', ',', 'IIT.TT')}S`, signs: trailing },
  { pattern: `${spread('III', ',', 'IIT.TT')}S`, signs: ['', '', '  ', 'CR'] },
  { pattern: `S${spread('III', ',', 'IIT.TT')}`, signs: ['+', '-', '', ''] },
  { pattern: `S${spread('III', ',', 'IIT.TT')}S`, signs: [' ', '(', ' ', ')'] },
  { pattern: 'III-TTT-TTTT', signs: none },
  { pattern: 'TTT-TT-TTTT', signs: none },
  { pattern: 'IT:TT:TT', signs: none },
  { pattern: 'IT/TT/TT', signs: none },
  { pattern: `${'I'.repeat(30)}T`, signs: none },
  { pattern: 'T'.repeat(31), signs: none },
  { pattern: `S${spread('III', ',', 'IIT')}`, signs: minus },
  { pattern: `S${spread('III', '.', 'IIT')}`, signs: minus },
  { pattern: `S${spread('III', ' ', 'IIT')}S`, signs: [' ', '(', ' ', ')'] },
  { pattern: `${spread('III', ' ', 'IIT')}S`, signs: trailing },
  { pattern: `S${spread('III', ' ', 'IIT')}`, signs: minus },
  { pattern: `S${spread('III', "'", 'IIT')}`, signs: minus },
  { pattern: `S${spread('III', ',', 'IIT.TT')}`, signs: minus },
  { pattern: `S${spread('III', '.', 'IIT,TT')}`, signs: minus },
  { pattern: `S${spread('III', ' ', 'IIT,TT')}S`, signs: [' ', '(', ' ', ')'] },
  { pattern: `${spread('III', ' ', 'IIT,TT')}S`, signs: trailing },
  { pattern: `S${spread('III', ' ', 'IIT,TT')}`, signs: minus },
  { pattern: `S${spread('III', "'", 'IIT.TT')}`, signs: minus },
  { pattern: `S${spread('III', "'", 'IIT,TT')}`, signs: minus },
  { pattern: `S${'I'.repeat(30)}T`, signs: minus },
  { pattern: `S${'T'.repeat(31)}`, signs: ['+', '-', '', ''] },
];

/** The mask cut to the digits of its field. @throws {SortError} ICE111A for a mask that does not exist */
export function maskOf(name: string, digits: number): EditForm {
  const mask = masks[Number(name.slice(1))];
  if (mask === undefined) throw new SortError('ICE111A 0 REFORMATTING FIELD ERROR', 16, name);
  return { ...mask, pattern: cut(mask.pattern, digits) };
}

/** Keeps the last `digits` digit places with what stands between them, and the signs. */
function cut(pattern: string, digits: number): string {
  const lead = pattern.startsWith('S') ? 'S' : '';
  const body = pattern.slice(lead.length);
  let left = digits;
  for (let at = body.length - 1; at >= 0; at -= 1) {
    if (!/[IT]/.test(body.charAt(at))) continue;
    left -= 1;
    if (left === 0) return `${lead}${body.slice(at)}`;
  }
  return pattern;
}

/**
 * Shows a number. A leading sign stands directly before the first character shown; insertion characters before the
 * first digit are blank.
 */
export function edited(value: bigint, { pattern, signs }: EditForm): string {
  const places = pattern.replaceAll(/[^IT]/g, '').length;
  const digits = (value < 0n ? -value : value).toString().padStart(places, '0').slice(-places);
  const [leadPlus, leadMinus, tailPlus, tailMinus] = signs;
  const lead = value < 0n ? leadMinus : leadPlus;
  const tail = value < 0n ? tailMinus : tailPlus;
  const hasLead = pattern.startsWith('S');
  const hasTail = pattern.length > 1 && pattern.endsWith('S');
  const body = pattern.slice(hasLead ? 1 : 0, hasTail ? -1 : undefined);
  const shown = bodyOf(body, digits);
  const blanks = /^ */.exec(shown)?.[0].length ?? 0;
  const width = Math.max(leadPlus.length, leadMinus.length, 1);
  const start = hasLead ? `${' '.repeat(blanks)}${lead.padStart(width)}${shown.slice(blanks)}` : shown;
  return hasTail ? `${start}${tail.padEnd(Math.max(tailPlus.length, tailMinus.length, 1))}` : start;
}

function bodyOf(body: string, digits: string): string {
  let text = '';
  let place = 0;
  let significant = false;
  for (const one of body) {
    if (one === 'I' || one === 'T') {
      const digit = digits.charAt(place);
      place += 1;
      significant ||= one === 'T' || digit !== '0';
      text += significant ? digit : ' ';
    } else text += significant || place === 0 ? one : ' ';
  }
  return text;
}
