import { SyntaxFault } from './ams.ts';

const qualifier = /^[A-Z$#@][A-Z0-9$#@-]{0,7}$/;

const isName = (name: string) =>
  name.length <= 44 && name !== '' && name.split('.').every((part) => qualifier.test(part));

/** Takes quotes and a password off. @throws {SyntaxFault} IDC3203I for what is no entry name */
export function entryName(given: string, generic = false): string {
  const name = given.replaceAll("'", '').replace(/\/.*$/, '').toUpperCase();
  const base = name.replace(/\([^()]+\)$/, '');
  const checked = generic ? base.replaceAll(/[*%]/g, 'A') : base;
  if (!isName(checked.replaceAll(/A{9,}/g, 'A')))
    throw new SyntaxFault(`IDC3203I ITEM '${given}' DOES NOT ADHERE TO RESTRICTIONS`);
  return name;
}

/** The library and the member of `LIB(MEM)`. */
export function memberOf(name: string): { dsname: string; member: string } | undefined {
  const parts = /^([^(]+)\(([^)]+)\)$/.exec(name);
  return parts === null ? undefined : { dsname: parts[1] ?? '', member: parts[2] ?? '' };
}

/** A number between limits. @throws {SyntaxFault} IDC3203I */
export function numberOf(given: string | undefined, least = 0, most = 2_147_483_647): number | undefined {
  if (given === undefined) return undefined;
  const hex = /^X'([0-9A-F]+)'$/.exec(given)?.[1];
  const value = hex === undefined ? (/^\d+$/.test(given) ? Number(given) : NaN) : Number.parseInt(hex, 16);
  if (!(value >= least && value <= most))
    throw new SyntaxFault(`IDC3203I ITEM '${given}' DOES NOT ADHERE TO RESTRICTIONS`);
  return value;
}
