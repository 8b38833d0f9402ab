import { codePage, ebcdic } from '../../codepages/code-page.ts';
import type { DataSetEntry, DataSets } from '../../datasets/data-sets.ts';
import { DataSetName, Name8 } from '../../site/names.schema.ts';
import type { AccessLevel } from '../../site/site.schema.ts';
import type { WireParts } from '../parts.ts';
import { badRequest, dataSetHeld, dataSetNotFound, unknownCodePage } from './errors.ts';
import { holdersOf } from './holders.ts';
import { notAuthorised } from './ispf-errors.ts';

/** What a path names: a data set, perhaps on a volume, perhaps one member of it. */
export interface Target {
  volume: string | undefined;
  dsname: string;
  member: string | undefined;
}

/**
 * Reads `[-(VOL)/]DSN[(MEMBER)]`; names are folded to upper case.
 *
 * @param encoding X-IBM-Dsname-Encoding: the code page in which the name was typed, so that `§` of IBM-1141 is `@` here
 * @throws {Refusal} 400 1/4/1 or 1/4/2
 */
export function targetOf(segments: readonly string[], encoding?: string): { target: Target; rest: readonly string[] } {
  const volume = /^-\((.*)\)$/
    .exec(segments[0] ?? '')?.[1]
    ?.trim()
    .toUpperCase();
  if (volume !== undefined && !/^[A-Z0-9#@$]{1,6}$/.test(volume))
    throw badRequest(1, `Volume serial '${volume}' is not valid`);
  const [text = '', ...rest] = volume === undefined ? segments : segments.slice(1);
  const name = inHostPage(text, encoding).trim().toUpperCase();
  const match = /^([^()]*)(?:\(([^()]*)\))?$/.exec(name);
  const dsname = match?.[1]?.trim() ?? '';
  if (dsname.length > 44) throw badRequest(2, 'Invalid data set name length.');
  if (match === null || dsname === '') throw badRequest(1, `Data set name '${name}' is not valid`);
  return { target: { volume, dsname, member: match[2]?.trim() }, rest };
}

function inHostPage(name: string, encoding: string | undefined): string {
  if (encoding === undefined) return name;
  const page = codePage(encoding);
  if (page === undefined) throw unknownCodePage();
  return ebcdic.decode(page.encode(name.toUpperCase()));
}

export const isDataSetName = (dsname: string) => DataSetName.safeParse(dsname).success;
export const isMemberName = (member: string) => Name8.safeParse(member).success;

/** The data sets of a volume; undefined when there is no such volume. */
export function setsOn({ dataSets }: WireParts, serial: string): DataSets | undefined {
  return dataSets.volumes().some((volume) => volume.serial === serial) ? dataSets.onVolume(serial) : undefined;
}

export interface Located {
  entry: DataSetEntry;
  /** What to ask for it: the catalogued data sets, or those of its volume when it is not catalogued there. */
  sets: DataSets;
}

/** The data set of a target; an alias leads to what it stands for. */
export function located(parts: WireParts, { dsname, volume }: Target): Located | undefined {
  const catalogued = parts.dataSets.find(dsname);
  if (volume === undefined || catalogued?.volume === volume)
    return catalogued === undefined ? undefined : { entry: catalogued, sets: parts.dataSets };
  const sets = setsOn(parts, volume);
  const entry = sets?.find(dsname);
  return sets === undefined || entry === undefined ? undefined : { entry, sets };
}

/** Turns a relative generation (`(0)`, `(-1)`) into the data set that it means. @throws {Refusal} 404 when there is none */
export function resolved({ dataSets }: WireParts, target: Target): Target {
  if (target.member === undefined || !/^[+-]?\d+$/.test(target.member)) return target;
  const group = dataSets.findGdg(dataSets.trueName(target.dsname));
  const dsname = group?.generations.at(Number(target.member) - 1);
  if (dsname === undefined || Number(target.member) > 0) throw dataSetNotFound(`${target.dsname}(${target.member})`);
  return { ...target, dsname, member: undefined };
}

/** The data set of a target that the user may use at this level and no job keeps for itself. @throws {Refusal} */
export function usable(parts: WireParts, user: string, target: Target, level: AccessLevel): Located {
  const found = located(parts, target);
  if (found === undefined) throw dataSetNotFound(target.dsname);
  const { dsname } = found.entry;
  if (!parts.authority.allows(user, 'DATASET', dsname, level)) throw notAuthorised();
  const isOfSession = parts.enqueueSessions.reserved(dsname) !== undefined;
  if (!isOfSession && parts.heldAs(dsname) === 'exclusive') throw dataSetHeld(dsname, holdersOf(parts, dsname));
  return found;
}
