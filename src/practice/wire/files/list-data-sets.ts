import { compareEbcdic } from '../../codepages/code-page.ts';
import { matchesLevel } from '../../catalog/name-mask.rules.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { baseRow, volumeRow } from './data-set-rows.ts';
import type { Listed } from './data-set-rows.ts';
import { badRequest } from './errors.ts';
import { attributesAsked, listAnswer, rowText } from './list-answer.ts';
import { localDates } from './local-dates.ts';
import { setsOn } from './target.ts';

const levelForm = /^[A-Z0-9#@$%*.{-]+$/;

/** The catalog that all names are in. */
const masterCatalog = 'CATALOG.MASTER';

/**
 * Lists data sets by level, by volume or both; no authority to them is needed. With `volser` the volume's table of
 * contents is read, catalogued or not; without it the catalog, with aliases, VSAM components and bases of generations.
 *
 * @see IBM z/OS Management Facility Programming Guide, List the z/OS data sets on a system
 */
export function listDataSets(parts: WireParts, request: WireRequest): WireAnswer {
  const level = request.query.get('dslevel')?.trim().toUpperCase();
  const volser = request.query.get('volser')?.trim().toUpperCase();
  if (level === undefined && volser === undefined) throw badRequest(5, 'dslevel or volser is missing');
  if (level !== undefined && (level.length > 44 || !levelForm.test(level) || /^[*%.]+$/.test(level)))
    throw badRequest(5, `dslevel '${level}' is not valid`);
  const found = volser === undefined ? fromCatalog(parts, level ?? '') : fromVolume(parts, volser, level);
  const start = request.query.get('start')?.trim().toUpperCase() ?? '';
  const wanted = start === '' ? found : found.filter(({ dsname }) => compareEbcdic(dsname, start) >= 0);
  const loose = volser === undefined ? undefined : setsOn(parts, volser);
  const row = { sets: parts.dataSets, loose, catalog: masterCatalog, dates: localDates(parts.site.system.timeZone) };
  const { kind } = attributesAsked(request);
  return listAnswer(request, wanted, (listed) => {
    if (kind === 'base') return rowText(baseRow(listed.whole(), row));
    return rowText(kind === 'vol' ? volumeRow(listed.whole()) : { dsname: listed.dsname });
  });
}

interface Found {
  dsname: string;
  whole(): Listed;
}

function fromCatalog({ dataSets }: WireParts, level: string): readonly Found[] {
  return dataSets.catalogEntries(level).map((catalogued) => ({
    dsname: catalogued.name,
    whole: () => ({
      dsname: catalogued.name,
      catalogued,
      label: catalogued.type === 'ALIAS' ? undefined : dataSets.find(catalogued.name),
    }),
  }));
}

function fromVolume(parts: WireParts, volser: string, level: string | undefined): readonly Found[] {
  if (setsOn(parts, volser) === undefined) return [];
  const matches = level === undefined ? () => true : matchesLevel(level);
  return parts.dataSets
    .vtoc(volser)
    .filter(({ dsname }) => matches(dsname))
    .map((label) => ({
      dsname: label.dsname,
      whole: () => ({
        dsname: label.dsname,
        catalogued: label.catalogued ? parts.dataSets.locate(label.dsname) : undefined,
        label,
      }),
    }));
}
