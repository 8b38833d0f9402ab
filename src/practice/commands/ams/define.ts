import { AmsFailure, catalogSays, SyntaxFault } from './ams.ts';
import type { AmsCommand, AmsRun, AmsStep } from './ams.ts';
import { defineAlternateIndex, definePath } from './define-alternate-index.ts';
import { defineCluster, clusterKeywords } from './define-cluster.ts';
import { defineAlias, defineNonVsam, defineGroup } from './define-entries.ts';
import type { Definition } from './definition.ts';
import { sortOut } from './operands.rules.ts';
import type { Given, Item } from './operands.rules.ts';

interface Kind {
  keywords: Readonly<Record<string, readonly string[]>>;
  define(step: AmsStep, definition: Definition, run: AmsRun): number;
}

/** OWNER, TO, FOR and COLLECTION of an entry without label are not imitated and therefore improper. */
const nonVsamKeywords = {
  ...{ NAME: [], DEVICETYPES: ['DEVT'], VOLUMES: ['VOL', 'VOLUME'], FILESEQUENCENUMBERS: ['FSEQN'] },
  ...{ RECATALOG: ['RCTLG'], NORECATALOG: ['NRCTLG'], CATALOG: ['CAT'] },
};
const groupKeywords = {
  ...{ NAME: ['NA'], LIMIT: ['LIM'], EMPTY: ['EMP'], NOEMPTY: ['NEMP'], SCRATCH: ['SCR'], NOSCRATCH: ['NSCR'] },
  ...{
    EXTENDED: ['EXT'],
    NOEXTENDED: ['NOEXT'],
    PURGE: [],
    NOPURGE: [],
    FIFO: [],
    LIFO: [],
    OWNER: [],
  },
};
const refused: Kind = {
  keywords: {},
  define() {
    throw new AmsFailure(catalogSays.security(), 12);
  },
};

const kinds: Readonly<Record<string, Kind>> = {
  CLUSTER: { keywords: clusterKeywords, define: defineCluster },
  ALTERNATEINDEX: { keywords: clusterKeywords, define: defineAlternateIndex },
  PATH: {
    keywords: {
      NAME: [],
      PATHENTRY: ['PENT'],
      UPDATE: ['UPD'],
    },
    define: definePath,
  },
  NONVSAM: { keywords: nonVsamKeywords, define: defineNonVsam },
  ALIAS: { keywords: { NAME: [], RELATE: ['REL'], SYMBOLICRELATE: ['SYMREL'] }, define: defineAlias },
  GENERATIONDATAGROUP: { keywords: groupKeywords, define: defineGroup },
  USERCATALOG: refused,
  MASTERCATALOG: refused,
  PAGESPACE: refused,
  SPACE: refused,
};

/**
 * DEFINE of clusters, alternate indexes, paths, bases, aliases and entries without VSAM. Catalogs and page spaces need
 * an authority that nobody has here.
 *
 * @see z/OS DFSMS Access Method Services Commands, DEFINE
 */
export const define: AmsCommand = {
  verbs: ['DEFINE', 'DEF'],
  keywords: { DATA: [], INDEX: ['IX'], CATALOG: ['CAT'], FILE: [] },
  objects: {
    ...{ CLUSTER: ['CL'], ALTERNATEINDEX: ['AIX'], PATH: [], NONVSAM: ['NVSAM'], ALIAS: [] },
    ...{
      GENERATIONDATAGROUP: ['GDG'],
      USERCATALOG: ['UCAT'],
      MASTERCATALOG: ['MCAT'],
      PAGESPACE: ['PGSPC'],
      SPACE: ['SPC'],
    },
  },
  run(step, given, run) {
    const object = Object.keys(kinds).find((name) => given.keywords.has(name));
    const kind = object === undefined ? undefined : kinds[object];
    if (object === undefined || kind === undefined)
      throw new SyntaxFault("IDC3218I REQUIRED POSITIONAL PARAMETER 'OBJECT' MISSING");
    const sorted = (item: Item | undefined) =>
      item === undefined ? undefined : inner(item.items ?? [], kind.keywords);
    const own = kind === refused ? undefined : sorted(given.keywords.get(object));
    const data = sorted(given.keywords.get('DATA'));
    const index = sorted(given.keywords.get('INDEX'));
    return kind.define(step, { given: own ?? { positional: [], keywords: new Map() }, data, index }, run);
  },
};

function inner(items: readonly Item[], keywords: Readonly<Record<string, readonly string[]>>): Given {
  const given = sortOut(items, keywords, 0);
  if ('improper' in given) throw new SyntaxFault(`IDC3211I KEYWORD '${given.improper}' IS IMPROPER`);
  return given;
}
