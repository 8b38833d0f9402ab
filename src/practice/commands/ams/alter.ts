import type { CatalogEntry } from '../../catalog/catalog.ts';
import { matchesMask } from '../../catalog/name-mask.rules.ts';
import { AmsFailure, catalogSays, demandAuthority, demandFree, SyntaxFault } from './ams.ts';
import type { AmsCommand, AmsStep } from './ams.ts';
import { clusterNotes, expiryDay } from './cluster-notes.ts';
import { clusterKeywords } from './define-cluster.ts';
import { entryName, memberOf, numberOf } from './names.ts';
import { nameOf, valueOf, valuesOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';

/**
 * ALTER of names and attributes. A missing entry is 8, a new name that is taken 12. INHIBIT, ADDVOLUMES, REMOVEVOLUMES,
 * NULLIFY, UPDATE and NOUPDATE are not imitated and therefore improper. UNINHIBIT finds nothing that is inhibited.
 *
 * @see z/OS DFSMS Access Method Services Commands, ALTER
 */
export const alter: AmsCommand = {
  verbs: ['ALTER', 'ALT'],
  keywords: {
    ...clusterKeywords,
    ...{ NEWNAME: ['NEWNM'], LIMIT: ['LIM'], EMPTY: ['EMP'], NOEMPTY: ['NEMP'], SCRATCH: ['SCR'], NOSCRATCH: ['NSCR'] },
    ...{ PURGE: [], NOPURGE: [], FIFO: [], LIFO: [], EXTENDED: ['EXT'], NOEXTENDED: ['NOEXT'], ROLLIN: [] },
    ...{ UNINHIBIT: ['UNINH'] },
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
/** They change nothing of an entry itself: where it is found, or what is so already. */
const elsewhere = ['NEWNAME', 'UNINHIBIT', 'CATALOG', 'FILE'];
const clusterOnly = [
  ...['SHAREOPTIONS', 'FREESPACE', 'ERASE', 'NOERASE', 'REUSE', 'NOREUSE', 'RECORDSIZE', 'OWNER', 'BUFFERSPACE'],
  ...['WRITECHECK', 'NOWRITECHECK', 'EXCEPTIONEXIT', 'BWO', 'LOG', 'LOGSTREAMID', 'ACCOUNT', 'EATTR'],
];
const classes = { DATACLASS: 'dataclas', STORAGECLASS: 'storclas', MANAGEMENTCLASS: 'mgmtclas' } as const;

function change(step: AmsStep, entry: CatalogEntry, given: Given): void {
  const keywords = [...given.keywords.keys()].filter((keyword) => !elsewhere.includes(keyword));
  const isCluster = entry.type === 'CLUSTER' || entry.type === 'DATA' || entry.type === 'INDEX';
  const refused = keywords.find((keyword) => {
    if (groupKeywords.includes(keyword)) return entry.type !== 'GDG';
    if (clusterOnly.includes(keyword)) return !isCluster;
    if (keyword === 'ROLLIN') return entry.type !== 'NONVSAM';
    return !(keyword in classes || keyword === 'TO' || keyword === 'FOR');
  });
  if (refused !== undefined) throw new AmsFailure(['IDC3019I INVALID ENTRY TYPE FOR REQUESTED ACTION'], 12);
  if (keywords.includes('ROLLIN')) rollIn(step, entry.name);
  if (entry.type === 'GDG') changeGroup(step, entry.name, given);
  else if (isCluster && keywords.length > 0) changeCluster(step, entry.name, given);
  else if (keywords.some((one) => one !== 'ROLLIN')) step.dataSets.relabel(entry.name, labelChanges(step, given));
}

/** A generation that stands outside its group comes in again. */
function rollIn(step: AmsStep, name: string): void {
  const base = /^(.+)\.G\d{4}V\d\d$/.exec(name)?.[1];
  const group = base === undefined ? undefined : step.dataSets.findGdg(base);
  if (group === undefined) throw new AmsFailure(['IDC3019I INVALID ENTRY TYPE FOR REQUESTED ACTION'], 12);
  if (!group.generations.includes(name)) step.dataSets.rollIn(group.name, name);
}

function labelChanges(
  step: AmsStep,
  given: Given,
): { dataclas?: string; storclas?: string; mgmtclas?: string; expdt?: string } {
  const changes: { dataclas?: string; storclas?: string; mgmtclas?: string; expdt?: string } = {};
  for (const [keyword, field] of Object.entries(classes)) {
    const value = valueOf(given, keyword);
    if (value !== undefined) changes[field] = value;
  }
  const to = valueOf(given, 'TO');
  const day = expiryDay(to, valueOf(given, 'FOR'), step.now?.() ?? 0);
  if (to !== undefined && day === undefined)
    throw new SyntaxFault(`IDC3203I ITEM '${to}' DOES NOT ADHERE TO RESTRICTIONS`);
  if (day !== undefined) changes.expdt = day;
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
    ...(has('OWNER') ? { owner: valueOf(given, 'OWNER') ?? '' } : {}),
    notes: clusterNotes((keyword) => (has(keyword) ? valuesOf(given, keyword) : undefined), cluster.notes),
    ...labelChanges(step, given),
  });
}
