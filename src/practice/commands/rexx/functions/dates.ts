import { DateTime } from 'luxon';
import { localNow } from '../local-now.ts';
import { type Arguments, builtin, type Builtin, wrong } from './arguments.ts';

const basisDays = 719_162;

const dayNumber = (day: DateTime): number =>
  basisDays + Math.floor(Date.UTC(day.year, day.month - 1, day.day) / 86_400_000);

/** Result forms of DATE, by the first letter of the option. */
const shown: Readonly<Record<string, (day: DateTime) => string>> = {
  B: (day) => String(dayNumber(day)),
  C: (day) =>
    String(
      dayNumber(day) -
        dayNumber(DateTime.fromObject({ year: Math.floor(day.year / 100) * 100, month: 1, day: 1 }, { zone: 'utc' })) +
        1,
    ),
  D: (day) => String(day.ordinal),
  E: (day) => day.toFormat('dd/MM/yy'),
  J: (day) => day.toFormat('yyooo'),
  M: (day) => day.toFormat('LLLL'),
  N: (day) => day.toFormat('d LLL yyyy'),
  O: (day) => day.toFormat('yy/MM/dd'),
  S: (day) => day.toFormat('yyyyMMdd'),
  U: (day) => day.toFormat('MM/dd/yy'),
  W: (day) => day.toFormat('cccc'),
};

const read: Readonly<Record<string, string>> = {
  E: 'dd/MM/yy',
  J: 'yyooo',
  N: 'd LLL yyyy',
  O: 'yy/MM/dd',
  S: 'yyyyMMdd',
  U: 'MM/dd/yy',
};

function dateOf(args: Arguments): string {
  const form = shown[args.option(0, 'BCDEJMNOSUW', 'N')] ?? wrong();
  if (!args.has(1)) return form(localNow(args.exec.host));
  const letter = args.option(2, 'BEJNOSU', 'N');
  const pattern = read[letter];
  const text = args.text(1);
  const day =
    pattern === undefined
      ? DateTime.fromMillis((args.whole(1) - basisDays) * 86_400_000, { zone: 'utc', locale: 'en' })
      : DateTime.fromFormat(text, pattern, { zone: 'utc', locale: 'en' });
  return day.isValid ? form(day) : wrong();
}

function timeOf(args: Arguments): string {
  const { exec } = args;
  const now = localNow(exec.host);
  const micros = `${now.toFormat('SSS')}000`;
  switch (args.option(0, 'CEHJLMNRS', 'N')) {
    case 'C':
      return now.toFormat('h:mma').toLowerCase();
    case 'E':
    case 'R': {
      const reset = args.option(0, 'CEHJLMNRS', 'N') === 'R';
      const from = exec.elapsedFrom;
      const at = exec.host.now();
      if (from === undefined || reset) exec.elapsedFrom = at;
      return from === undefined ? '0' : ((at - from) / 1000).toFixed(6);
    }
    case 'H':
      return String(now.hour);
    case 'L':
      return `${now.toFormat('HH:mm:ss')}.${micros}`;
    case 'M':
      return String(now.hour * 60 + now.minute);
    case 'S':
      return String(now.hour * 3600 + now.minute * 60 + now.second);
    case 'J':
      return '0.01';
    default:
      return now.toFormat('HH:mm:ss');
  }
}

export const dateFunctions: Readonly<Record<string, Builtin>> = {
  DATE: builtin(0, 3, dateOf),
  TIME: builtin(0, 1, timeOf),
};
