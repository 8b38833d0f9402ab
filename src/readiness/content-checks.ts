import type { SystemCheck } from '../releases/plan.schema.ts';
import type { MemberRef } from '../jcl/names.schema.ts';
import { failed, nameOf, passed } from './system-answers.rules.ts';
import type { Finding } from './system-answers.rules.ts';
import type { SystemReader } from './system-reader.ts';

type Check<K extends SystemCheck['kind']> = Extract<SystemCheck, { kind: K }>;

/** Both members are there and hold the same bytes. */
export async function sameContent({ left, right }: Check<'same-content'>['pairs'][number], reader: SystemReader) {
  const [here, there] = await Promise.all([reader.digest(left), reader.digest(right)]);
  const missing = here === undefined ? left : right;
  if (here === undefined || there === undefined)
    return failed(`${nameOf(missing)} is not there`, `Find out why ${nameOf(missing)} is missing`, 'implementer');
  if (here === there) return passed;
  return failed(
    `${nameOf(left)} and ${nameOf(right)} differ`,
    `Find out who changed ${nameOf(right)} and when, then save or copy it again`,
    'implementer',
  );
}

/** A member holds the bytes that were recorded. */
export async function contentIs({ at, digest, of }: Check<'content-is'>['members'][number], reader: SystemReader) {
  const found = await reader.digest(at);
  const what = of ?? 'what was recorded';
  if (found === undefined)
    return failed(`${nameOf(at)} is not there`, `Put ${what} back into ${nameOf(at)}`, 'implementer');
  if (found === digest) return passed;
  return failed(
    `${nameOf(at)} is not ${what}: ${found.slice(0, 12)}… instead of ${digest.slice(0, 12)}…`,
    `Have the new content approved, or put ${what} back into ${nameOf(at)}`,
    'owner of the change',
  );
}

/** No member of this name; a library that is not there is no answer. */
export async function memberAbsent(ref: MemberRef, reader: SystemReader): Promise<Finding> {
  if (!(await reader.has(ref))) return passed;
  return failed(
    `${nameOf(ref)} is there already`,
    `Say replace instead of new, or remove ${nameOf(ref)}`,
    'owner of the change',
  );
}

/** No catalog entry of this name. */
export async function dataSetAbsent(dsname: string, reader: SystemReader): Promise<Finding> {
  if ((await reader.dataSet(dsname)) === undefined) return passed;
  return failed(
    `${dsname} is in the catalog already`,
    `Find out what ${dsname} is, and remove it or the item`,
    'owner of the change',
  );
}
