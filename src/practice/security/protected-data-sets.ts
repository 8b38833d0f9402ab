/** Data sets behind a question: every door to content, catalog and labels asks who may before it opens. */

import type { DataSets } from '../datasets/data-sets.ts';
import type { ClusterDefinition, VsamClusters } from '../datasets/vsam.ts';
import type { DataSetLevel } from './data-set-access.ts';

/** Ends the access by throwing, when the user may not. */
export type Demand = (dsname: string, level: DataSetLevel) => void;

type Wanted = readonly (readonly [dsname: string, level: DataSetLevel])[];
type Question = (given: readonly unknown[], dataSets: DataSets) => Wanted;

/**
 * The name whose profile decides about content: the data set of an alias, the base cluster of a path, an alternate index
 * or a component.
 *
 * @see z/OS DFSMS Using Data Sets, RACF protection of VSAM data sets
 */
export function protectedName(dataSets: Pick<DataSets, 'locate'>, dsname: string): string {
  let name = dsname;
  for (const seen = new Set<string>(); !seen.has(name);) {
    seen.add(name);
    const entry = dataSets.locate(name);
    if (entry?.related !== undefined && entry.type !== 'GDG' && entry.type !== 'NONVSAM') name = entry.related;
  }
  return name;
}

const nameIn = (given: unknown): string | undefined => (typeof given === 'string' ? given : undefined);

const content =
  (level: DataSetLevel): Question =>
  ([given], dataSets) => {
    const name = nameIn(given);
    return name === undefined ? [] : [[protectedName(dataSets, name), level]];
  };

const entry: Question = ([given]) => {
  const name = nameIn(given) ?? (given as { name?: string } | undefined)?.name;
  return name === undefined ? [] : [[name, 'ALTER']];
};

const renamed: Question = ([from, to], dataSets) => [
  ...entry([from], dataSets),
  ...content('ALTER')([from], dataSets),
  ...entry([to], dataSets),
];

const questions: ReadonlyMap<PropertyKey, Question> = new Map<PropertyKey, Question>([
  ['read', content('READ')],
  ...(['write', 'append', 'compress', 'removeMember', 'renameMember', 'addAlias', 'relabel'] as const).map(
    (name) => [name, content('UPDATE')] as const,
  ),
  ...(
    ['create', 'remove', 'catalogue', 'uncatalogue', 'defineAlias', 'defineGdg', 'alterGdg', 'removeGdg'] as const
  ).map((name) => [name, entry] as const),
  ['rename', renamed],
]);

/** Of a new cluster its components too: their names may be others'. */
const ofDefinition: Question = ([given]) => {
  const { name, dataName, indexName } = given as ClusterDefinition;
  return [name, dataName, indexName].flatMap((one) => (one === undefined ? [] : [[one, 'ALTER'] as const]));
};

/** An alternate index changes what its base lets in. */
const ofIndex: Question = ([given], dataSets) => {
  const { name, related } = given as { name: string; related: string };
  return [
    [name, 'ALTER'],
    [protectedName(dataSets, related), 'ALTER'],
  ];
};

const vsamQuestions: ReadonlyMap<PropertyKey, Question> = new Map<PropertyKey, Question>([
  ['define', ofDefinition],
  ['alter', content('ALTER')],
  ['defineAlternateIndex', ofIndex],
  ['buildAlternateIndex', content('UPDATE')],
  ['definePath', entry],
  ...(['read', 'get'] as const).map((name) => [name, content('READ')] as const),
  ...(['insert', 'replace', 'erase', 'reset'] as const).map((name) => [name, content('UPDATE')] as const),
]);

/** The same data sets; an access that `demand` does not let pass ends with what it throws, and nothing was done. */
export function protectedDataSets(dataSets: DataSets, demand: Demand): DataSets {
  const asking = (target: object, about: ReadonlyMap<PropertyKey, Question>, name: PropertyKey): unknown => {
    const value: unknown = Reflect.get(target, name);
    if (typeof value !== 'function') return value;
    const question = about.get(name);
    return (...given: unknown[]): unknown => {
      for (const [dsname, level] of question?.(given, dataSets) ?? []) demand(dsname, level);
      return Reflect.apply(value, target, given) as unknown;
    };
  };
  const vsam: VsamClusters = new Proxy(dataSets.vsam, { get: (target, name) => asking(target, vsamQuestions, name) });
  return new Proxy(dataSets, {
    get(target, name) {
      if (name === 'vsam') return vsam;
      if (name === 'onVolume') return (serial: string) => protectedDataSets(target.onVolume(serial), demand);
      return asking(target, questions, name);
    },
  });
}
