import type { Member } from '../../datasets/data-sets.ts';
import type { Step } from '../program.ts';
import { bundled, cut, pasted, unbundled } from './bundle.ts';
import type { BundledMember, BundledSet } from './bundle.ts';
import type { Place } from './libraries.ts';

/** Where members come from: a library, or an unload of one. */
export interface MemberSource {
  attributes: Place['attributes'];
  members: readonly Member[];
  read(name: string): readonly Buffer[];
}

const kind = 'UNLOAD';

/** @returns undefined when a sequential data set is no unload */
export function sourceOf(step: Step, place: Place): MemberSource | undefined {
  if (place.kind !== 'PS')
    return {
      attributes: place.attributes,
      members: step.dataSets.members(place.dsname),
      read: (name) => step.dataSets.read(place.dsname, name),
    };
  const bytes = pasted(place.dd.records());
  const set = bytes === undefined ? undefined : unbundled(kind, bytes)?.[0];
  if (set === undefined) return undefined;
  const byName = new Map(set.members.map((member) => [member.name, member.records]));
  return {
    attributes: set.attributes,
    members: set.members.map(directoryEntry),
    read: (name) => byName.get(name) ?? [],
  };
}

const directoryEntry = ({ records: _, ...member }: BundledMember): Member => member;

/** Writes an unload: variable-length records, as a real one has them. */
export function unload(place: Place, set: BundledSet): void {
  const lrecl = 27_994;
  place.dd.open({ recfm: 'VB', lrecl, blksize: lrecl + 4 });
  const length = place.dd.attributes.recfm?.startsWith('F') === true ? (place.dd.attributes.lrecl ?? lrecl) : lrecl - 4;
  for (const record of cut(bundled(kind, [set]), length)) place.dd.write(record);
}
