import { itemsOf, sortOut } from '../../commands/ams/operands.rules.ts';
import type { Given, Item } from '../../commands/ams/operands.rules.ts';

export interface DssCommand {
  verb: 'DUMP' | 'RESTORE' | 'COPY';
  include: readonly string[];
  exclude: readonly string[];
  /** Conditions of BY: `DSORG,EQ,PDS`. */
  by: readonly { attribute: string; comparison: string; values: readonly string[] }[];
  ddname: string | undefined;
  replace: boolean;
  remove: boolean;
  tolerate: boolean;
  /** New names: masks with what they turn into; a single one for all. */
  renames: readonly { from: string; to: string }[];
  volume: string | undefined;
  /** Volumes that data sets are taken from; all without them. */
  from: readonly string[];
  /** DELETE takes what has not expired too. */
  purge: boolean;
  /** RENAME gives new names only where the old one is taken; RENAMEU always. */
  renamesTaken: boolean;
  /** Classes that a target gets instead of those of its source. */
  classes: { storclas?: string; mgmtclas?: string };
}

const verbs = ['DUMP', 'RESTORE', 'COPY'] as const;

/**
 * Keywords that are read, and those that only tune (COMPRESS, OPTIMIZE, WAIT and their like), without effect here. SPHERE,
 * REBLOCK, STORGRP, LOGINDDNAME, TGTALLOC, NULLSTORCLAS and NULLMGMTCLAS are not imitated and therefore improper.
 */
const keywords = {
  ...{ DATASET: ['DS'], OUTDDNAME: ['OUTDD', 'ODD'], INDDNAME: ['INDD', 'IDD'], REPLACE: ['REP'], DELETE: ['DEL'] },
  ...{
    REPLACEUNCONDITIONAL: ['REPUNC', 'REPU'],
    TOLERATE: ['TOL'],
    RENAMEUNCONDITIONAL: ['RENAMEU', 'RENUNC', 'RENU'],
  },
  ...{ RENAME: ['REN'], OUTDYNAM: ['ODY', 'OUTDY'], LOGINDYNAM: ['LOGINDY', 'LIDY'] },
  ...{
    INDYNAM: ['IDY', 'INDY'],
    PURGE: ['PUR'],
    CATALOG: ['CAT'],
    RECATALOG: ['RECAT'],
    COMPRESS: ['COMP'],
    SHARE: ['SHR'],
  },
  ...{
    OPTIMIZE: ['OPT'],
    ALLDATA: ['ALLD'],
    ALLEXCP: ['ALLX'],
    CANCELERROR: ['CANCERR'],
    WAIT: [],
    RESET: [],
  },
  ...{
    FORCE: [],
    PROCESS: ['PROC'],
    STORCLAS: ['STOR'],
    MGMTCLAS: ['MGMT'],
  },
  ...{
    BYPASSACS: ['BYPASS'],
    TGTGDS: [],
    ADMINISTRATOR: ['ADMIN'],
    CONCURRENT: ['CC'],
    VALIDATE: ['VAL'],
  },
  ...{
    NOVALIDATE: ['NVAL'],
    HWCOMPRESS: ['HCOMP'],
    ZCOMPRESS: [],
    FASTREPLICATION: ['FASTREP', 'FR'],
  },
};

/**
 * Parameters of DUMP, RESTORE and COPY of data sets.
 *
 * @see z/OS DFSMSdss Storage Administration, Syntax: function commands
 * @returns the word that is wrong or missing
 */
export function readDssCommand(verb: string, text: string): DssCommand | { wrong: string } {
  const named = verbs.find((one) => one === verb);
  const items = itemsOf(text);
  if (named === undefined || items === undefined) return { wrong: verb };
  const given = sortOut(items, keywords, 0);
  if ('improper' in given) return { wrong: given.improper };
  const filter = filterOf(given.keywords.get('DATASET')?.items);
  if ('wrong' in filter) return filter;
  const ddname = wordOf(given, named === 'RESTORE' ? 'INDDNAME' : 'OUTDDNAME');
  if (named !== 'COPY' && ddname === undefined) return { wrong: named === 'RESTORE' ? 'INDDNAME' : 'OUTDDNAME' };
  const tolerated = (given.keywords.get('TOLERATE')?.items ?? []).map(({ word }) => word);
  return {
    ...{ verb: named, ...filter, ddname, renames: renamesOf(given) },
    replace: given.keywords.has('REPLACE') || given.keywords.has('REPLACEUNCONDITIONAL'),
    remove: given.keywords.has('DELETE'),
    tolerate: tolerated.includes('ENQF') || tolerated.includes('ENQFAILURE'),
    volume: wordOf(given, 'OUTDYNAM'),
    from: [...wordsOf(given, 'LOGINDYNAM'), ...wordsOf(given, 'INDYNAM')],
    purge: given.keywords.has('PURGE'),
    renamesTaken: !given.keywords.has('RENAMEUNCONDITIONAL'),
    classes: classesOf(given),
  };
}

const wordOf = (given: Given, keyword: string): string | undefined => {
  const first = given.keywords.get(keyword)?.items?.[0];
  return first?.word === '' ? first.items?.[0]?.word : first?.word;
};

/** `LOGINDYNAM((VOL001),(VOL002))` or `LOGINDYNAM(VOL001,VOL002)`. */
const wordsOf = (given: Given, keyword: string): string[] =>
  (given.keywords.get(keyword)?.items ?? []).flatMap(({ word, items }) =>
    word === '' ? (items ?? []).slice(0, 1).map((one) => one.word) : [word],
  );

function classesOf(given: Given): DssCommand['classes'] {
  const storclas = wordOf(given, 'STORCLAS');
  const mgmtclas = wordOf(given, 'MGMTCLAS');
  return { ...(storclas === undefined ? {} : { storclas }), ...(mgmtclas === undefined ? {} : { mgmtclas }) };
}

function filterOf(
  items: readonly Item[] | undefined,
): Pick<DssCommand, 'include' | 'exclude' | 'by'> | { wrong: string } {
  if (items === undefined) return { wrong: 'DATASET' };
  const given = sortOut(items, { INCLUDE: ['INC', 'INCL'], EXCLUDE: ['EXC', 'EXCL'], BY: [] }, 0);
  if ('improper' in given) return { wrong: given.improper };
  const words = (keyword: string) => (given.keywords.get(keyword)?.items ?? []).map(({ word }) => word);
  const by = conditionsOf(given.keywords.get('BY')?.items ?? []);
  if (by === undefined) return { wrong: 'BY' };
  const include = words('INCLUDE');
  if (include.length === 0 && by.length === 0) return { wrong: 'INCLUDE' };
  return { include: include.length === 0 ? ['**'] : include, exclude: words('EXCLUDE'), by };
}

/** `BY((DSORG,EQ,PDS)(MGMTCLAS EQ X))` or `BY(DSORG EQ PDS)`. */
function conditionsOf(items: readonly Item[]): DssCommand['by'] | undefined {
  const lists = items.some(({ word }) => word !== '') ? [items] : items.map(({ items: inner }) => inner ?? []);
  const conditions: { attribute: string; comparison: string; values: readonly string[] }[] = [];
  for (const [attribute, comparison, value] of lists) {
    if (attribute?.word !== 'DSORG' || comparison === undefined || value === undefined) return undefined;
    if (!['EQ', '=', 'NE'].includes(comparison.word)) return undefined;
    const values = value.word === '' ? (value.items ?? []).map(({ word }) => word) : [value.word];
    conditions.push({ attribute: attribute.word, comparison: comparison.word, values });
  }
  return conditions;
}

/** `RENAMEU((A.**,B.**))`, `RENAMEU(PREFIX)`. */
function renamesOf(given: Given): { from: string; to: string }[] {
  const items = (given.keywords.get('RENAMEUNCONDITIONAL') ?? given.keywords.get('RENAME'))?.items ?? [];
  const single = items[0];
  if (items.length === 1 && single !== undefined && single.word !== '')
    return [{ from: '**', to: `${single.word}.**` }];
  const lists = items.some(({ word }) => word !== '') ? [items] : items.map(({ items: inner }) => inner ?? []);
  return lists.flatMap(([from, to]) =>
    from === undefined || to === undefined ? [] : [{ from: from.word, to: to.word }],
  );
}
