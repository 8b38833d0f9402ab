/** Constants of control statements as the bytes that they stand for. */

import { ebcdic } from '../../codepages/code-page.ts';
import { syntaxError } from './control-error.rules.ts';

/** The local date and time of a run, as date and time constants show them. */
export interface RunTime {
  year: number;
  month: number;
  day: number;
  /** From 1, of the year. */
  dayOfYear: number;
  hour: number;
  minute: number;
  second: number;
  /** A date so many days later (earlier when negative). */
  plusDays: (days: number) => RunTime;
  plusMonths: (months: number) => RunTime;
}

const two = (value: number) => String(value).padStart(2, '0');
const three = (value: number) => String(value).padStart(3, '0');

/**
 * `C'…'`, `X'…'`, `nC'…'`, `nX'…'`, `nX`, `nZ`, `X`, `Z`, and in reports `'…'`.
 *
 * @returns undefined when the text is no constant
 */
export function constantBytes(text: string): Buffer | undefined {
  const parts = /^(\d{0,4})([CXZ]?)(?:'(.*)')?$/s.exec(text);
  if (parts === null || text === '') return undefined;
  const [, count = '', kind = '', quoted] = parts;
  const times = count === '' ? 1 : Number(count);
  if (quoted === undefined) {
    if (kind === 'X') return Buffer.alloc(times, 0x40);
    return kind === 'Z' ? Buffer.alloc(times, 0) : undefined;
  }
  if (kind === 'X') {
    if (!/^([0-9A-F]{2})+$/.test(quoted)) throw syntaxError(text);
    return Buffer.from(quoted.repeat(times), 'hex');
  }
  if (kind === 'Z') throw syntaxError(text);
  return ebcdic.encode(quoted.replaceAll("''", "'").repeat(times));
}

/**
 * `DATE1`, `DATE1(c)`, `DATE1P`, `DATE2`, `DATE3`, `DATE4`, `DATE5` with `+n` or `-n` days (months for DATE2), with or
 * without `&`; `TIME1` to `TIME3`; `DATE` is DATE3 of reports, mm/dd/yy.
 *
 * @see z/OS DFSORT Application Programming Guide, Current date constant, Future date constant, Past date constant
 */
export function dateText(text: string, now: RunTime): string | undefined {
  const parts = /^&?(DATE|TIME)([1-5]?)(P?)(?:\(([^)]?)\))?([+-]\d{1,4})?$/.exec(text);
  if (parts === null) return undefined;
  const [, kind = '', form = '', , separator = '', shift = '0'] = parts;
  if (kind === 'TIME') return timeText(form, separator, now);
  const at = form === '2' ? now.plusMonths(Number(shift)) : now.plusDays(Number(shift));
  switch (form) {
    case '1':
      return [String(at.year), two(at.month), two(at.day)].join(separator);
    case '2':
      return [String(at.year), two(at.month)].join(separator);
    case '3':
      return [String(at.year), three(at.dayOfYear)].join(separator);
    case '4':
      return `${String(at.year)}-${two(at.month)}-${two(at.day)}-${two(at.hour)}.${two(at.minute)}.${two(at.second)}`;
    case '5':
      return `${String(at.year)}-${two(at.month)}-${two(at.day)}-${two(at.hour)}.${two(at.minute)}.${two(at.second)}.000000`;
    default:
      return `${two(at.month)}/${two(at.day)}/${two(at.year % 100)}`;
  }
}

function timeText(form: string, separator: string, { hour, minute, second }: RunTime): string | undefined {
  if (form === '1') return [two(hour), two(minute), two(second)].join(separator);
  if (form === '2') return [two(hour), two(minute)].join(separator);
  if (form === '3') return two(hour);
  return form === '' ? `${two(hour)}:${two(minute)}:${two(second)}` : undefined;
}

/** `DATE=(MD4/)`, `DATENS=(DMY)`, `TIME=(24:)`, `YDDD=(D,/)`-like forms of reports. */
export function dateForm(key: string, form: string, now: RunTime): string | undefined {
  if (key === 'TIME') {
    const separator = form.slice(2, 3);
    if (form.startsWith('24')) return [now.hour, now.minute, now.second].map(two).join(separator);
    const hour = now.hour % 12 === 0 ? 12 : now.hour % 12;
    return form.startsWith('12')
      ? `${[hour, now.minute, now.second].map(two).join(separator)} ${now.hour < 12 ? 'am' : 'pm'}`
      : undefined;
  }
  const parts = key === 'DATE' ? /^([MDY4]{3})(.?)$/.exec(form) : /^([MDY4]{3})()$/.exec(form);
  if ((key !== 'DATE' && key !== 'DATENS') || parts === null) return undefined;
  const pieces = Array.from(parts[1] ?? '', (one) =>
    one === 'M' ? two(now.month) : one === 'D' ? two(now.day) : one === 'Y' ? two(now.year % 100) : String(now.year),
  );
  return pieces.join(parts[2] ?? '');
}
