import { AmsFailure, catalogSays, demandAuthority, SyntaxFault } from './ams.ts';
import type { AmsStep } from './ams.ts';
import type { Definition } from './definition.ts';
import { entryName, numberOf } from './names.ts';
import { valueOf, valuesOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';

const failed = (lines: readonly string[]) => new AmsFailure(lines, 12);

/** @throws {SyntaxFault} IDC3212I */
export function required(given: Given, keyword: string): string {
  const value = valueOf(given, keyword);
  if (value === undefined) throw new SyntaxFault(`IDC3212I REQUIRED KEYWORD ${keyword} NOT FOUND`);
  return value;
}

/** The name of what is defined: free, and the user's to define. */
export function newName(step: AmsStep, given: Given): string {
  const name = entryName(required(given, 'NAME'));
  demandAuthority(step, name, 'ALTER', failed);
  if (step.dataSets.locate(name) !== undefined || step.dataSets.findGdg(name) !== undefined)
    throw failed(catalogSays.duplicate(name));
  return name;
}

/** A catalogue entry alone: no space is allocated, and the volume need not be there. */
export function defineNonVsam(step: AmsStep, { given }: Definition): number {
  const volumes = valuesOf(given, 'VOLUMES');
  for (const keyword of ['NAME', 'DEVICETYPES', 'VOLUMES']) required(given, keyword);
  const name = newName(step, given);
  const base = /^(.+)\.G\d{4}V\d\d$/.exec(name)?.[1];
  step.dataSets.catalogue(name, volumes);
  if (base !== undefined && step.dataSets.findGdg(base) !== undefined) step.dataSets.rollIn(base, name);
  return 0;
}

/** @see z/OS DFSMS Access Method Services Commands, DEFINE ALIAS */
export function defineAlias(step: AmsStep, { given }: Definition): number {
  const related = entryName(valueOf(given, 'RELATE') ?? required(given, 'SYMBOLICRELATE'));
  const name = newName(step, given);
  if (step.dataSets.locate(related) === undefined) throw failed(catalogSays.notFound(related));
  step.dataSets.defineAlias(name, related);
  return 0;
}

/** More than 255 generations need EXTENDED. */
export function defineGroup(step: AmsStep, { given }: Definition): number {
  const has = (keyword: string) => given.keywords.has(keyword);
  const limit = numberOf(required(given, 'LIMIT'), 1, has('EXTENDED') ? 999 : 255) ?? 1;
  const longest = 35;
  const name = newName(step, given);
  if (name.length > longest) throw new SyntaxFault(`IDC3203I ITEM '${name}' DOES NOT ADHERE TO RESTRICTIONS`);
  const owner = valueOf(given, 'OWNER');
  step.dataSets.defineGdg({
    ...(owner === undefined ? {} : { owner }),
    ...{ name, limit, scratch: has('SCRATCH'), empty: has('EMPTY'), purge: has('PURGE') },
    ...{ fifo: has('FIFO'), extended: has('EXTENDED') },
  });
  return 0;
}
