import { compareEbcdic } from '../../codepages/code-page.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { badRequest } from './errors.ts';
import { attributesAsked, dataSetRow, listAnswer } from './rows.ts';
import type { Row } from './rows.ts';

/** Lists data sets by level; no authority to them is needed. Bases of generation groups have no volume. */
export function listDataSets(parts: WireParts, request: WireRequest): WireAnswer {
  const level = request.query.get('dslevel')?.trim().toUpperCase() ?? '';
  if (level === '' || level.length > 44 || !/^[A-Z0-9#@$%*.{-]+$/.test(level) || /^\*+$/.test(level)) {
    throw badRequest(5, `dslevel '${level}' is not valid`);
  }
  const volser = request.query.get('volser')?.toUpperCase();
  const start = request.query.get('start')?.trim().toUpperCase() ?? '';
  const { dataSets, site } = parts;
  const asked = attributesAsked(request);
  const rowOf = (entry: ReturnType<typeof dataSets.list>[number]): Row => {
    if (asked === 'base') return dataSetRow(entry, dataSets.usage(entry.dsname), site.system.timeZone);
    return asked === 'vol' ? { dsname: entry.dsname, vol: entry.volume } : { dsname: entry.dsname };
  };
  const found = dataSets.list(level).filter(({ volume }) => volser === undefined || volume === volser);
  const groups = volser === undefined ? dataSets.listGdgs(level) : [];
  const rows = [
    ...found.map((entry) => ({ name: entry.dsname, row: () => rowOf(entry) })),
    ...groups.map(({ name }) => ({
      name,
      row: () => (asked === 'base' || asked === 'vol' ? { dsname: name, vol: '??????' } : { dsname: name }),
    })),
  ];
  const wanted = rows
    .filter(({ name }) => compareEbcdic(name, start) >= 0)
    .sort((a, b) => compareEbcdic(a.name, b.name));
  return listAnswer(
    request,
    wanted.map(({ row }) => row()),
  );
}
