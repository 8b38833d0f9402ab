import type { CatalogEntry } from '../../catalog/catalog.ts';
import { matchesMask } from '../../catalog/name-mask.rules.ts';
import { catalogSays } from './ams.ts';
import type { AmsCommand, AmsStep } from './ams.ts';
import { AmsFailure } from './ams.ts';
import { withinDates } from './listcat-dates.ts';
import { details, relativesIn } from './listcat-details.ts';
import { catalogName } from './listcat-layout.ts';
import type { Depth } from './listcat-layout.ts';
import { entryName } from './names.ts';
import { entryNames, valueOf, valuesOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';

type EntryType = CatalogEntry['type'];

const counted = [
  ...['AIX', 'ALIAS', 'CLUSTER', 'DATA', 'GDG', 'INDEX', 'NONVSAM', 'PAGESPACE', 'PATH', 'SPACE', 'USERCATALOG'],
  ...['TAPELIBRARY', 'TAPEVOLUME'],
];
const typeKeywords: Readonly<Record<string, EntryType | undefined>> = {
  ...{ ALIAS: 'ALIAS', ALTERNATEINDEX: 'AIX', CLUSTER: 'CLUSTER', DATA: 'DATA', GENERATIONDATAGROUP: 'GDG' },
  ...{
    INDEX: 'INDEX',
    NONVSAM: 'NONVSAM',
    PATH: 'PATH',
    SPACE: undefined,
    USERCATALOG: undefined,
    PAGESPACE: undefined,
    LIBRARY: undefined,
  },
};

/**
 * LISTCAT of names, a level, or the whole catalog. What is not catalogued is 4. No entry is ever unusable here.
 *
 * @see z/OS DFSMS Access Method Services Commands, LISTCAT and Interpreting LISTCAT Output Listings
 */
export const listcat: AmsCommand = {
  verbs: ['LISTCAT', 'LISTC'],
  keywords: {
    ...{
      ENTRIES: ['ENTRY', 'ENT'],
      LEVEL: ['LVL'],
      CATALOG: ['CAT'],
      FILE: [],
      OUTFILE: ['OFILE'],
      NOTUSABLE: ['NUS'],
    },
    ...{ ALIAS: [], ALTERNATEINDEX: ['AIX'], CLUSTER: ['CL'], DATA: [], GENERATIONDATAGROUP: ['GDG'], INDEX: ['IX'] },
    ...{ NONVSAM: ['NVSAM'], PATH: [], SPACE: ['SPC'], USERCATALOG: ['UCAT'], PAGESPACE: ['PGSPC'], LIBRARY: [] },
    ...{ ALL: [], NAME: ['NAMES'], HISTORY: ['HIST'], VOLUME: ['VOL'], ALLOCATION: ['ALLOC'], CREATION: ['CREAT'] },
    EXPIRATION: ['EXPIR'],
  },
  run(step, given, run) {
    const ddname = valueOf(given, 'OUTFILE');
    const dd = ddname === undefined ? undefined : step.dd(ddname);
    if (ddname !== undefined && dd === undefined) throw new AmsFailure([`IDC3300I  ERROR OPENING ${ddname}`], 12);
    dd?.open({ recfm: 'VBA', lrecl: 125 });
    const put = (text: string, control = ' ') =>
      dd === undefined ? run.print(text, control) : dd.writeLine(`${control}${text}`);
    const counts = new Map<string, number>();
    const found: CatalogEntry[] = [];
    let code = 0;
    const dated = withinDates(step, given, run.timeZone);
    for (const wish of wishes(given)) {
      const entries = chosen(step, wish, given);
      if (!given.keywords.has('NOTUSABLE')) found.push(...entries.filter(dated));
      if (entries.length > 0) continue;
      catalogSays.notFound(wish.name).forEach((line, at) => run.print(line, at === 0 ? '0' : ' '));
      code = 4;
    }
    if (found.length > 0) put(`${' '.repeat(29)}LISTING FROM CATALOG -- ${catalogName}`, '0');
    const depth = depthOf(given);
    const relatives = relativesIn(step);
    for (const entry of found) {
      counts.set(entry.type, (counts.get(entry.type) ?? 0) + 1);
      details(step, entry, depth, run.timeZone, relatives).forEach((line, at) => put(line, at === 0 ? '0' : ' '));
    }
    summary(counts, put);
    return code;
  },
};

function depthOf(given: Given): Depth {
  const named = (['ALL', 'ALLOCATION', 'VOLUME', 'HISTORY'] as const).find((one) => given.keywords.has(one));
  return named ?? 'NAME';
}

interface Wish {
  name: string;
  fits: (name: string) => boolean;
  mask: string;
}

/** A level takes all below itself; a generic entry takes one qualifier for each `*`. */
function wishes(given: Given): Wish[] {
  const level = valuesOf(given, 'LEVEL');
  if (level.length > 0)
    return level.map((one) => {
      const name = entryName(one, true);
      return { name, mask: `${name}.**`, fits: belowLevel(name) };
    });
  const named = [...(given.keywords.get('ENTRIES')?.items ?? [])].flatMap((item) => entryNames(item));
  if (named.length > 0)
    return named.map((one) => {
      const name = entryName(one, true);
      return { name, mask: name, fits: /[*%]/.test(name) ? matchesMask(name) : (other) => other === name };
    });
  return [{ name: catalogName, mask: '**', fits: () => true }];
}

function belowLevel(level: string): (name: string) => boolean {
  const fits = matchesMask(`${level}.**`);
  const depth = level.split('.').length;
  return (name) => fits(name) && name.split('.').length > depth;
}

/** The entries themselves, clusters and alternate indexes with their components. */
function chosen(step: AmsStep, { mask, fits, name }: Wish, given: Given): CatalogEntry[] {
  const single = /[*%]/.test(mask) ? undefined : step.dataSets.locate(name);
  const all = single === undefined ? step.dataSets.catalogEntries(mask).filter((entry) => fits(entry.name)) : [single];
  const names = new Set(all.map((entry) => entry.name));
  const withParts = all.flatMap((entry) => [
    entry,
    ...(entry.type === 'CLUSTER' || entry.type === 'AIX' ? componentsOf(step, entry) : []).filter(
      (part) => !names.has(part.name) || single !== undefined,
    ),
  ]);
  const types = Object.keys(typeKeywords).filter((keyword) => given.keywords.has(keyword));
  const wanted = types.map((keyword) => typeKeywords[keyword]);
  return types.length === 0 ? withParts : withParts.filter(({ type }) => wanted.includes(type));
}

const componentsOf = (step: AmsStep, entry: CatalogEntry): CatalogEntry[] =>
  [`${entry.name}.DATA`, `${entry.name}.INDEX`, ...namedComponents(step, entry)]
    .filter((name, at, all) => all.indexOf(name) === at)
    .map((name) => step.dataSets.locate(name))
    .filter((one) => one?.related === entry.name && (one.type === 'DATA' || one.type === 'INDEX'))
    .filter((one) => one !== undefined);

function namedComponents(step: AmsStep, entry: CatalogEntry): string[] {
  const cluster = step.dataSets.vsam.find(entry.name);
  return [cluster?.dataName, cluster?.indexName].filter((name) => name !== undefined);
}

function summary(counts: ReadonlyMap<string, number>, put: (text: string, control?: string) => void): void {
  const row = (name: string, count: number) => put(`${' '.repeat(19)}${`${name} `.padEnd(23, '-')}${String(count)}`);
  put('         THE NUMBER OF ENTRIES PROCESSED WAS:', '0');
  let total = 0;
  for (const name of counted) {
    row(name, counts.get(name) ?? 0);
    total += counts.get(name) ?? 0;
  }
  row('TOTAL', total);
  put('         THE NUMBER OF PROTECTED ENTRIES SUPPRESSED WAS 0', '0');
}
