/** Names of data sets as DSN= codes them (z/OS MVS JCL Reference: DSNAME parameter). */

import type { DataSetName, DdReference } from './job-model.rules.ts';
import { texts } from './messages.rules.ts';
import { splitList, unquote } from './operands.rules.ts';

/** Resolves `*.dd`, `*.step.dd`, `*.call.step.dd`. */
type Refer = (reference: string) => DdReference | undefined;

const qualifier = /^[A-Z@#$][A-Z0-9@#$-]{0,7}$/;

/** Reads DSN=. Faults of the form are told; undefined then. */
export function readDataSetName(
  raw: string,
  context: { readonly refer: Refer },
  fault: (text: string) => void,
): DataSetName | undefined {
  if (raw.startsWith('*.')) {
    const of = context.refer(raw.slice(2));
    if (of === undefined) fault(texts.referBack('DSN'));
    return of === undefined ? undefined : { kind: 'backward', of };
  }
  const text = unquote(raw);
  const split = /^([^()]*)(?:\(([^()]*)\))?$/.exec(text);
  const base = split?.[1] ?? '';
  const inside = split?.[2];
  if (split === null || inside === '') {
    refuse(fault, texts.syntax('DSN'));
    return;
  }
  if (base.startsWith('&')) return readTemporary(base, inside, fault);
  const wrong = nameFault(base);
  if (wrong !== undefined) {
    refuse(fault, wrong);
    return;
  }
  if (inside === undefined) return { kind: 'permanent', dsname: base };
  if (/^[+-]?\d{1,3}$/.test(inside)) return { kind: 'permanent', dsname: base, generation: Number(inside) };
  if (!qualifier.test(inside)) {
    refuse(fault, inside.includes('&') ? texts.ampersand('DSN') : texts.syntax('DSN'));
    return;
  }
  return { kind: 'permanent', dsname: base, member: inside };
}

function readTemporary(
  base: string,
  inside: string | undefined,
  fault: (text: string) => void,
): DataSetName | undefined {
  const name = base.replace(/^&&?/, '');
  if (!qualifier.test(name)) {
    refuse(fault, name.includes('.') ? texts.ampersand('DSN') : texts.syntax('DSN'));
    return;
  }
  return inside === undefined ? { kind: 'temporary', name } : { kind: 'temporary', name, member: inside };
}

function nameFault(dsname: string): string | undefined {
  if (dsname.includes('&')) return texts.ampersand('DSN');
  if (dsname.includes('..') || dsname.startsWith('.') || dsname.endsWith('.')) return texts.period('DSN');
  if (dsname === '') return texts.syntax('DSN');
  if (dsname.length > 44) return texts.length('DSN');
  for (const part of dsname.split('.')) {
    if (part.length > 8) return texts.length('DSN');
    if (/^[^A-Z@#$]/.test(part)) return texts.firstCharacter('DSN');
    if (!qualifier.test(part)) return texts.syntax('DSN');
  }
  return undefined;
}

function refuse(fault: (text: string) => void, text: string): undefined {
  fault(text);
  return undefined;
}

/** Members of a JCLLIB ORDER list or the like, apostrophes removed. */
export const namesOf = (raw: string): string[] =>
  (raw.startsWith('(') ? splitList(raw.replace(/^\(/, '').replace(/\)$/, '')) : [raw]).map(unquote);
