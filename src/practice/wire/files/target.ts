import { DataSetName } from '../../site/names.schema.ts';
import type { DataSetEntry } from '../../datasets/data-sets.ts';
import type { WireParts } from '../parts.ts';
import { badRequest, dataSetHeld, dataSetNotFound, notAuthorised } from './errors.ts';
import type { AccessLevel } from '../../site/site.schema.ts';

/** What a path names: a data set, perhaps on a volume, perhaps one member of it. */
export interface Target {
  volume: string | undefined;
  dsname: string;
  member: string | undefined;
}

/** Reads `[-(VOL)/]DSN[(MEMBER)]`; names are folded to upper case. @throws {Refusal} 400 1/4/1 or 1/4/2 */
export function targetOf(segments: readonly string[]): { target: Target; rest: readonly string[] } {
  const volume = /^-\((.+)\)$/.exec(segments[0] ?? '')?.[1]?.toUpperCase();
  const [name = '', ...rest] = volume === undefined ? segments : segments.slice(1);
  const match = /^([^()]*)(?:\(([^()]*)\))?$/.exec(name.trim().toUpperCase());
  const dsname = match?.[1]?.trim() ?? '';
  if (dsname.length > 44) throw badRequest(2, `Data set name '${dsname}' is longer than 44 characters`);
  if (match === null || dsname === '') throw badRequest(1, `Data set name '${name}' is not valid`);
  return { target: { volume, dsname, member: match[2]?.trim() }, rest };
}

export const isDataSetName = (dsname: string) => DataSetName.safeParse(dsname).success;

/** Turns a relative generation (`(0)`, `(-1)`) into the data set that it means. @throws {Refusal} 404 when there is none */
export function resolved({ dataSets }: WireParts, target: Target): Target {
  if (target.member === undefined || !/^[+-]?\d+$/.test(target.member)) return target;
  const group = dataSets.findGdg(target.dsname);
  const dsname = group?.generations.at(Number(target.member) - 1);
  if (dsname === undefined || Number(target.member) > 0) throw dataSetNotFound(`${target.dsname}(${target.member})`);
  return { ...target, dsname, member: undefined };
}

/** The catalogued data set of a target that the user may use at this level. @throws {Refusal} */
export function usable(parts: WireParts, user: string, target: Target, level: AccessLevel): DataSetEntry {
  const entry = parts.dataSets.find(target.dsname);
  if (entry === undefined || (target.volume !== undefined && entry.volume !== target.volume))
    throw dataSetNotFound(target.dsname);
  if (!parts.authority.allows(user, 'DATASET', target.dsname, level)) throw notAuthorised();
  if (parts.heldAs(target.dsname) === 'exclusive') throw dataSetHeld(target.dsname);
  return entry;
}
