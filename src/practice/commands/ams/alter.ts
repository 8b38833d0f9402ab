import type { CatalogEntry } from '../../catalog/catalog.ts';
import { matchesMask } from '../../catalog/name-mask.rules.ts';
import { AmsFailure, catalogSays, demandAuthority, demandFree, SyntaxFault } from './ams.ts';
import type { AmsCommand, AmsStep } from './ams.ts';
import { clusterKeywords } from './define-cluster.ts';
import { entryName, memberOf, numberOf } from './names.ts';
import { nameOf, valueOf, valuesOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';

/**
 * ALTER of names and attributes. A missing entry is 8, a new name that is taken 12.
 *
 * @see z/OS DFSMS Access Method Services Commands, ALTER
 */
export const alter: AmsCommand = {
  verbs: ['ALTER', 'ALT'],
  keywords: {
    ...clusterKeywords,
    ...{ NEWNAME: ['NEWNM'], LIMIT: ['LIM'], EMPTY: ['EMP'], NOEMPTY: ['NEMP'], SCRATCH: ['SCR'], NOSCRATCH: ['NSCR'] },
    ...{ PURGE: [], NOPURGE: [], FIFO: [], LIFO: [], EXTENDED: ['EXT'], NOEXTENDED: ['NOEXT'], INHIBIT: ['INH'] },
    ...{ UNINHIBIT: ['UNINH'], ADDVOLUMES: ['AVOL'], REMOVEVOLUMES: ['RVOL'], NULLIFY: ['NULL'], UPDATE: ['UPD'] },
    ...{ NOUPDATE: ['NUPD'], ROLLIN: [] },
  },
  run(step, given, run) {
    const name = nameOf(given.positional[0]);
    if (name === undefined) throw new SyntaxFault("IDC3218I REQUIRED POSITIONAL PARAMETER 'ENTRYNAME' MISSING");
    if (given.keywords.size === 0) throw new SyntaxFault('IDC3212I REQUIRED PARAMETERS NOT FOUND');
    const entry = entryName(name, true);
    const newName = valueOf(given, 'NEWNAME');
    const pairs = renamings(step, entry, newName === undefined ? undefined : entryName(newName, true));
    let code = 0;
    for (const [from, to] of pairs) {
      try {
        alterOne(step, from, to, given);
        run.print(`IDC0531I ENTRY ${from} ALTERED`, '0');
      } catch (error) {
        if (!(error instanceof AmsFailure)) throw error;
        error.lines.forEach((line, at) => run.print(line, at === 0 ? '0' : ' '));
        run.print(`IDC0532I **ENTRY ${from} NOT ALTERED`);
        code = Math.max(code, error.code);
      }
    }
    return code;
  },
};

/** `A.*.C NEWNAME(B.*.C)`: what stands for `*` goes over to the new name. */
function renamings(step: AmsStep, from: string, to: string | undefined): [string, string | undefined][] {
  if (!from.includes('*') || memberOf(from) !== undefined) return [[from, to]];
  const fits = matchesMask(from);
  const names = step.dataSets
    .catalogEntries(from)
    .filter(({ name, type }) => fits(name) && type !== 'DATA' && type !== 'INDEX');
  const at = from.split('.').indexOf('*');
  const pairs = names.map(({ name }): [string, string | undefined] => [
    name,
    to?.replace('*', name.split('.')[at] ?? ''),
  ]);
  return pairs.length === 0 ? [[from, to]] : pairs;
}

const missing = (name: string) => new AmsFailure(catalogSays.notFound(name), 8);
const denied = (lines: readonly string[]) => new AmsFailure(lines, 8);

function alterOne(step: AmsStep, name: string, to: string | undefined, given: Given): void {
  const { dataSets } = step;
  const member = memberOf(name);
  const entry = dataSets.locate(member?.dsname ?? name);
  if (entry === undefined) throw missing(member?.dsname ?? name);
  demandAuthority(step, entry.name, 'ALTER', denied);
  if (member !== undefined) renameMember(step, member, to);
  else {
    change(step, entry, given);
    if (to !== undefined) rename(step, entry, to);
  }
}

function renameMember(step: AmsStep, from: { dsname: string; member: string }, to: string | undefined): void {
  const target = to === undefined ? undefined : memberOf(to);
  const { dataSets } = step;
  if (dataSets.find(from.dsname)?.attributes.dsorg !== 'PO' || dataSets.member(from.dsname, from.member) === undefined)
    throw new AmsFailure(
      [`IDC3302I  ACTION ERROR ON ${from.dsname}`, `IDC3330I ** ${from.member.padEnd(8)} NOT FOUND`],
      8,
    );
  if (target?.dsname !== from.dsname)
    throw new SyntaxFault('IDC3213I INCONSISTENT PARAMETERS INCLUDING NEWNAME SPECIFIED');
  if (dataSets.member(target.dsname, target.member) !== undefined)
    throw new AmsFailure(
      [`IDC3302I  ACTION ERROR ON ${from.dsname}`, `IDC3331I ** ${target.member.padEnd(8)} ALREADY EXISTS`],
      8,
    );
  dataSets.renameMember(from.dsname, from.member, target.member);
}

function rename(step: AmsStep, entry: CatalogEntry, to: string): void {
  demandAuthority(step, to, 'ALTER', denied);
  if (step.dataSets.locate(to) !== undefined) throw new AmsFailure(catalogSays.duplicate(to), 12);
  if (entry.type === 'GDG' || entry.type === 'ALIAS')
    throw new AmsFailure(
      ['IDC3014I CATALOG ERROR', 'IDC3009I ** VSAM CATALOG RETURN CODE IS 60 - REASON CODE IS IGG0CLFT-8'],
      8,
    );
  demandFree(step, entry.name, 8);
  step.dataSets.rename(entry.name, to);
}

const groupKeywords = [
  'LIMIT',
  'EMPTY',
  'NOEMPTY',
  'SCRATCH',
  'NOSCRATCH',
  'PURGE',
  'NOPURGE',
  'FIFO',
  'LIFO',
  'EXTENDED',
  'NOEXTENDED',
];
/** Taken without effect: what they set has no meaning here, or is so already. */
const harmless = [
  'NEWNAME',
  'UNINHIBIT',
  'ADDVOLUMES',
  'REMOVEVOLUMES',
  'NULLIFY',
  'BUFFERSPACE',
  'NOWRITECHECK',
  'WRITECHECK',
  'OWNER',
  'UPDATE',
  'NOUPDATE',
  'UPGRADE',
  'NOUPGRADE',
  'ACCOUNT',
  'BWO',
  'LOG',
  'CATALOG',
  'FILE',
  'ROLLIN',
];
const clusterOnly = ['SHAREOPTIONS', 'FREESPACE', 'ERASE', 'NOERASE', 'REUSE', 'NOREUSE', 'RECORDSIZE'];
const classes = { DATACLASS: 'dataclas', STORAGECLASS: 'storclas', MANAGEMENTCLASS: 'mgmtclas' } as const;

function change(step: AmsStep, entry: CatalogEntry, given: Given): void {
  const keywords = [...given.keywords.keys()].filter((keyword) => !harmless.includes(keyword));
  const isCluster = entry.type === 'CLUSTER' || entry.type === 'DATA' || entry.type === 'INDEX';
  const refused = keywords.find((keyword) => {
    if (groupKeywords.includes(keyword)) return entry.type !== 'GDG';
    if (clusterOnly.includes(keyword)) return !isCluster;
    return !(keyword in classes || keyword === 'TO' || keyword === 'FOR');
  });
  if (refused !== undefined)
    throw new AmsFailure([`IDC3013I ${refused} CANNOT BE ALTERED FOR ENTRY TYPE ${entry.type}`], 12);
  if (entry.type === 'GDG') changeGroup(step, entry.name, given);
  else if (isCluster && keywords.length > 0) changeCluster(step, entry.name, given);
  else if (keywords.length > 0) step.dataSets.relabel(entry.name, labelChanges(given));
}

function labelChanges(given: Given): { dataclas?: string; storclas?: string; mgmtclas?: string; expdt?: string } {
  const changes: { dataclas?: string; storclas?: string; mgmtclas?: string; expdt?: string } = {};
  for (const [keyword, field] of Object.entries(classes)) {
    const value = valueOf(given, keyword);
    if (value !== undefined) changes[field] = value;
  }
  const to = valueOf(given, 'TO');
  if (to !== undefined) changes.expdt = `${to.slice(0, 4)}/${to.slice(4)}`;
  return changes;
}

function changeGroup(step: AmsStep, name: string, given: Given): void {
  const has = (keyword: string) => given.keywords.has(keyword);
  const group = step.dataSets.findGdg(name);
  const flag = (on: string, off: string) => (has(on) ? true : has(off) ? false : undefined);
  const extended = flag('EXTENDED', 'NOEXTENDED') ?? group?.extended ?? false;
  const limit = numberOf(valueOf(given, 'LIMIT'), 1, extended ? 999 : 255);
  const changes = Object.entries({
    ...{ limit, empty: flag('EMPTY', 'NOEMPTY'), scratch: flag('SCRATCH', 'NOSCRATCH') },
    ...{ purge: flag('PURGE', 'NOPURGE'), fifo: flag('FIFO', 'LIFO'), extended: flag('EXTENDED', 'NOEXTENDED') },
  }).filter(([, value]) => value !== undefined);
  if (changes.length > 0) step.dataSets.alterGdg(name, Object.fromEntries(changes));
}

function changeCluster(step: AmsStep, name: string, given: Given): void {
  const { vsam } = step.dataSets;
  const cluster = vsam.find(name);
  if (cluster === undefined) throw missing(name);
  const pair = (keyword: string): readonly [number, number] | undefined => {
    const values = valuesOf(given, keyword);
    return given.keywords.has(keyword) ? [numberOf(values[0]) ?? 0, numberOf(values[1]) ?? 0] : undefined;
  };
  const has = (keyword: string) => given.keywords.has(keyword);
  const share = pair('SHAREOPTIONS');
  const free = pair('FREESPACE');
  const sizes = pair('RECORDSIZE');
  if (sizes !== undefined && cluster.records > 0)
    throw new AmsFailure(['IDC3009I ** VSAM CATALOG RETURN CODE IS 104 - REASON CODE IS IGG0CLF5-6'], 8);
  vsam.alter(cluster.name, {
    ...(share === undefined ? {} : { shareOptions: share }),
    ...(free === undefined ? {} : { freeSpace: free }),
    ...(sizes === undefined ? {} : { averageRecord: sizes[0], maximumRecord: sizes[1] }),
    ...(has('REUSE') || has('NOREUSE') ? { reuse: has('REUSE') } : {}),
    ...(has('ERASE') || has('NOERASE') ? { erase: has('ERASE') } : {}),
    ...labelChanges(given),
  });
}
