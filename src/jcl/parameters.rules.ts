import { LockstepError } from '../shared/errors.ts';
import { DataSetName, MemberName, UserId } from './names.schema.ts';
import type { ParameterRule, ParameterValues, TemplateHead } from './template.schema.ts';

/** A checked value as a template sees it. */
export type Checked = string | number | null | readonly (string | Readonly<Record<string, string>>)[];

class Unfit extends Error {}

const printable = /^[\x20-\x7e]*$/;

/**
 * Checks what a template is given against what it declares, before anything is rendered.
 *
 * @returns every declared parameter; one that is optional and absent is null
 * @throws {LockstepError} `jcl.parameter-invalid`; facts name template and parameter
 */
export function checkedParameters(head: TemplateHead, given: ParameterValues): Record<string, Checked> {
  const refuse = (parameter: string, why: string) =>
    new LockstepError('jcl.parameter-invalid', `Template ${head.template}, parameter ${parameter}: ${why}`, {
      template: head.template,
      parameter,
    });
  for (const name of Object.keys(given))
    if (!Object.hasOwn(head.parameters, name)) throw refuse(name, 'the template has no such parameter');
  return Object.fromEntries(
    Object.entries(head.parameters).map(([name, rule]) => {
      const value = given[name] ?? ('default' in rule ? rule.default : undefined);
      if (value === undefined) {
        if (rule.optional) return [name, null];
        throw refuse(name, 'it is required');
      }
      try {
        return [name, checked(rule, value)];
      } catch (error) {
        if (error instanceof Unfit) throw refuse(name, error.message);
        throw error;
      }
    }),
  );
}

function checked(rule: ParameterRule, value: string | number | readonly string[]): Checked {
  switch (rule.type) {
    case 'step-name':
    case 'member':
    case 'program':
      return fitting(MemberName, one(value));
    case 'user':
      return fitting(UserId, one(value));
    case 'subsystem':
      return matching(one(value), /^[A-Z#@$][A-Z0-9#@$]{0,3}$/, 'a subsystem name of 1 to 4 characters');
    case 'application':
      return matching(one(value), /^[A-Z#@$][A-Z0-9#@$]{0,15}$/, 'an application id of 1 to 16 characters');
    case 'library-member':
      return libraryMember(one(value));
    case 'data-set':
      return rule.generation ? dataSetOrGeneration(one(value)) : fitting(DataSetName, one(value));
    case 'integer':
      return integer(value, rule.min, rule.max);
    case 'text':
      return quoted(one(value), rule.max);
    case 'choice':
      return matching(one(value), new RegExp(`^(?:${rule.values.map(escaped).join('|')})$`), rule.values.join(' or '));
    case 'date':
      return matching(one(value), /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'a date YYYY-MM-DD');
    case 'members':
      return listOf(value, rule, (each) => fitting(MemberName, each));
    case 'data-sets':
      return listOf(value, rule, (each) => fitting(DataSetName, each));
    case 'package-list':
      return listOf(value, rule, packageOf);
    case 'library-list':
      return listOf(value, rule, libraryOf);
    case 'dd-list':
      return listOf(value, rule, ddOf);
    case 'records':
      return listOf(value, rule, record, { twice: true });
  }
}

function one(value: string | number | readonly string[]): string {
  if (typeof value === 'object') throw new Unfit('it takes one value, not a list');
  return String(value);
}

function fitting(schema: typeof MemberName, value: string): string {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Unfit(`${shown(value)} ${result.error.issues[0]?.message ?? 'is not allowed'}`);
}

function matching(value: string, form: RegExp, what: string): string {
  if (form.test(value)) return value;
  throw new Unfit(`${shown(value)} must be ${what}`);
}

function integer(value: string | number | readonly string[], min: number, max: number): number {
  const text = one(value);
  const number = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new Unfit(`${shown(text)} must be a whole number from ${min} to ${max}`);
}

/** In apostrophes, with each apostrophe inside doubled (z/OS MVS JCL Reference, Special characters). */
function quoted(value: string, max: number): string {
  if (value.length > max) throw new Unfit(`must be at most ${max} characters`);
  if (!printable.test(value)) throw new Unfit('holds a character that is not printable');
  return `'${value.replaceAll("'", "''")}'`;
}

function dataSetOrGeneration(value: string): string {
  const [, dsname = value, generation = ''] = /^(.*?)(\((?:0|[+-]\d{1,3})\))?$/.exec(value) ?? [];
  return `${fitting(DataSetName, dsname)}${generation}`;
}

function listOf<T extends string | Readonly<Record<string, string>>>(
  value: string | number | readonly string[],
  { min, max }: { min: number; max: number },
  read: (value: string) => T,
  { twice = false } = {},
): readonly T[] {
  const values = typeof value === 'object' ? value : [String(value)];
  if (values.length < min || values.length > max) throw new Unfit(`must hold ${min} to ${max} values`);
  const again = values.find((each, index) => values.indexOf(each) !== index);
  if (!twice && again !== undefined) throw new Unfit(`${shown(again)} stands in it twice`);
  return values.map(read);
}

/** `DSNAME(MEMBER)`. */
function libraryMember(value: string): string {
  const [, library, member] = /^(.+)\(([^()]+)\)$/.exec(value) ?? [];
  if (library === undefined || member === undefined)
    throw new Unfit(`${shown(value)} must be a library member, such as KSBP.SAV.BINDLIB(BINDPST)`);
  return `${fitting(DataSetName, library)}(${fitting(MemberName, member)})`;
}

/** `COLLECTION.NAME` or `COLLECTION.NAME.(VERSION)`. */
function packageOf(value: string): Readonly<Record<string, string>> {
  const form = /^([A-Z#@$][A-Z0-9#@$_]{0,17})\.([A-Z#@$][A-Z0-9#@$]{0,7})(?:\.\(([A-Za-z0-9#@$_.:-]{1,64})\))?$/;
  const [, collection, name, version = ''] = form.exec(value) ?? [];
  if (collection === undefined || name === undefined)
    throw new Unfit(`${shown(value)} must be COLLECTION.NAME or COLLECTION.NAME.(VERSION)`);
  return { collection, name, version };
}

/** `DSNAME PDSE FB 80 27920`: data set, organisation, RECFM, LRECL, BLKSIZE. */
function libraryOf(value: string): Readonly<Record<string, string>> {
  const [dsname = '', organisation = '', recfm = '', lrecl = '', blksize = '', ...rest] = value.split(' ');
  const known = /^(?:PDS|PDSE)$/.test(organisation) && /^(?:FB|VB|U)$/.test(recfm);
  if (!known || rest.length > 0 || !/^\d{1,5}$/.test(lrecl) || !/^\d{1,5}$/.test(blksize))
    throw new Unfit(`${shown(value)} must be such as KSBB.R2609A.COBOL PDSE FB 80 27920`);
  return { dsname: fitting(DataSetName, dsname), organisation, recfm, lrecl, blksize };
}

/** `NAME=DSNAME`, `NAME=DSNAME(MEMBER)`, `NAME=DSNAME NEW FB 80`, `NAME=SYSOUT` or `NAME=DUMMY`. */
function ddOf(value: string): Readonly<Record<string, string>> {
  const [, name = '', target = '', recfm = '', lrecl = ''] =
    /^([^=]+)=(\S+?)(?: NEW (FB|VB) (\d{1,5}))?$/.exec(value) ?? [];
  if (name === '') throw new Unfit(`${shown(value)} must be such as CARD=KSBP.SAV.CNTLLIB(SVKRATE) or SYSOUT=SYSOUT`);
  const ddname = fitting(MemberName, name);
  if (target === 'SYSOUT' || target === 'DUMMY') return { name: ddname.padEnd(8), kind: target };
  if (recfm !== '') return { name: ddname.padEnd(8), kind: 'NEW', dsname: fitting(DataSetName, target), recfm, lrecl };
  const dsname = /\([A-Z#@$]/.test(target) ? libraryMember(target) : dataSetOrGeneration(target);
  return { name: ddname.padEnd(8), kind: 'SHR', dsname };
}

/** One line of in-stream data: it can neither end the data nor look like JCL. */
function record(value: string): string {
  if (value.length > 71) throw new Unfit('a record runs over column 71');
  if (!printable.test(value)) throw new Unfit('a record holds a character that is not printable');
  if (value.startsWith('//') || value.startsWith('/*')) throw new Unfit(`${shown(value)} would end the in-stream data`);
  if (value.trim() === '') throw new Unfit('a record is blank');
  return value;
}

function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
