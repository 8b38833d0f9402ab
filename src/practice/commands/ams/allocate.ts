import type { Attributes } from '../../datasets/data-sets.ts';
import { AmsFailure, demandAuthority, SyntaxFault } from './ams.ts';
import type { AmsCommand, AmsStep } from './ams.ts';
import { expiryDay } from './cluster-notes.ts';
import { entryName, memberOf, numberOf } from './names.ts';
import { valueOf, valuesOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';

const tracksPerCylinder = 15;
const refused = (...lines: string[]) => new AmsFailure(lines, 12);

/**
 * ALLOCATE gives a data set a DD name for the commands that follow, and makes it when it is new. It stays catalogued:
 * DELETE, UNCATALOG, KEEP, RELEASE and DUMMY are not imitated and therefore improper.
 *
 * @see z/OS DFSMS Access Method Services Commands, ALLOCATE
 */
export const allocate: AmsCommand = {
  verbs: ['ALLOCATE', 'ALLOC'],
  keywords: {
    ...{ DATASET: ['DA', 'DSNAME', 'DSN'], FILE: ['F', 'DDNAME', 'DD'], NEW: [], OLD: [], SHR: [], MOD: [] },
    ...{ SPACE: [], TRACKS: ['TR', 'TRK'], CYLINDERS: ['CYL'], BLOCK: ['BLK'], DIR: [], DSORG: [], RECFM: [] },
    ...{ LRECL: [], BLKSIZE: [], LIKE: [], VOLUME: ['VOL'], UNIT: [], CATALOG: ['CAT'] },
    ...{
      DSNTYPE: [],
      REUSE: ['REU'],
      DATACLAS: [],
      STORCLAS: [],
      MGMTCLAS: [],
      AVGREC: [],
      EXPDT: [],
      RETPD: [],
    },
  },
  run(step, given, run) {
    const dataSet = valueOf(given, 'DATASET');
    const ddname = valueOf(given, 'FILE');
    if (dataSet === undefined) throw new SyntaxFault('IDC3212I REQUIRED KEYWORD DATASET NOT FOUND');
    const name = entryName(dataSet);
    const dsname = memberOf(name)?.dsname ?? name;
    const found = step.dataSets.locate(dsname);
    if (given.keywords.has('NEW') || (given.keywords.has('MOD') && found === undefined)) make(step, dsname, given);
    else if (found === undefined)
      throw refused(`IKJ56228I DATA SET ${dsname} NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED`);
    if (ddname !== undefined) run.allocated.set(ddname, name);
    return 0;
  },
};

function make(step: AmsStep, dsname: string, given: Given): void {
  demandAuthority(step, dsname, 'ALTER', (lines) => refused(...lines));
  if (step.dataSets.locate(dsname) !== undefined)
    throw refused(
      `IKJ56893I DATA SET ${dsname} NOT ALLOCATED+`,
      'IGD17101I DATA SET NOT DEFINED BECAUSE DUPLICATE NAME EXISTS IN CATALOG',
    );
  step.dataSets.create(dsname, labelOf(step, given), step.user, valueOf(given, 'VOLUME'));
}

function labelOf(step: AmsStep, given: Given): Attributes {
  const model = valueOf(given, 'LIKE');
  const like = model === undefined ? undefined : step.dataSets.find(entryName(model))?.attributes;
  if (model !== undefined && like === undefined)
    throw refused(`IKJ56228I DATA SET ${model} NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED`);
  const dirblk = numberOf(valueOf(given, 'DIR')) ?? like?.dirblk ?? 0;
  const library =
    valueOf(given, 'DSNTYPE') === 'LIBRARY' || (like?.dsntype === 'LIBRARY' && valueOf(given, 'DSNTYPE') === undefined);
  const partitioned = library || dirblk > 0 || valueOf(given, 'DSORG') === 'PO' || like?.dsorg === 'PO';
  const form = valuesOf(given, 'RECFM').join('');
  const recfm = form === '' ? (like?.recfm ?? 'FB') : formatOf(form);
  const lrecl = numberOf(valueOf(given, 'LRECL')) ?? like?.lrecl ?? 80;
  const [primary, secondary] = valuesOf(given, 'SPACE');
  const unit = given.keywords.has('CYLINDERS') ? tracksPerCylinder : 1;
  const tracks = (text: string | undefined) =>
    text === undefined ? undefined : tracksOf(given, numberOf(text) ?? 0, lrecl);
  return {
    dsorg: partitioned ? 'PO' : 'PS',
    ...(partitioned ? { dsntype: library ? ('LIBRARY' as const) : ('PDS' as const) } : {}),
    ...{
      recfm,
      lrecl,
      blksize:
        numberOf(valueOf(given, 'BLKSIZE')) ??
        like?.blksize ??
        Math.max(1, Math.floor(27_998 / Math.max(1, lrecl))) * lrecl,
    },
    primary: tracks(primary) ?? like?.primary ?? tracksPerCylinder,
    secondary: tracks(secondary) ?? like?.secondary ?? tracksPerCylinder,
    ...{ dirblk, spaceUnit: unit === 1 ? ('TRACKS' as const) : ('CYLINDERS' as const) },
    ...classesOf(given),
    ...expiryOf(step, given),
  };
}

const trackBytes = 56_664;

/** A quantity of SPACE in tracks: CYLINDERS, BLOCK(length), or records counted by AVGREC. */
function tracksOf(given: Given, count: number, lrecl: number): number {
  if (given.keywords.has('CYLINDERS')) return count * tracksPerCylinder;
  const block = numberOf(valueOf(given, 'BLOCK'), 1);
  const scale = { U: 1, K: 1024, M: 1024 * 1024 }[valueOf(given, 'AVGREC') ?? ''];
  if (scale !== undefined) return Math.ceil((count * scale * (block ?? lrecl)) / trackBytes);
  return block === undefined ? count : Math.ceil((count * block) / trackBytes);
}

function classesOf(given: Given): Pick<Attributes, 'dataclas' | 'storclas' | 'mgmtclas'> {
  const named = {
    dataclas: valueOf(given, 'DATACLAS'),
    storclas: valueOf(given, 'STORCLAS'),
    mgmtclas: valueOf(given, 'MGMTCLAS'),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/** EXPDT(yyddd) or EXPDT(yyyy/ddd), RETPD(days). */
function expiryOf(step: AmsStep, given: Given): { expdt?: string } {
  const to = valueOf(given, 'EXPDT')?.replace('/', '');
  const expdt = expiryDay(to, valueOf(given, 'RETPD'), step.now?.() ?? 0);
  if (to !== undefined && expdt === undefined)
    throw new SyntaxFault(`IDC3203I ITEM '${to}' DOES NOT ADHERE TO RESTRICTIONS`);
  return expdt === undefined ? {} : { expdt };
}

const formats: readonly Attributes['recfm'][] = [
  'F',
  'FB',
  'FA',
  'FBA',
  'FM',
  'FBM',
  'V',
  'VB',
  'VA',
  'VBA',
  'VBM',
  'VBS',
  'U',
];

/** @throws {SyntaxFault} IDC3203I */
function formatOf(text: string): Attributes['recfm'] {
  const found = formats.find((one) => one === text);
  if (found === undefined) throw new SyntaxFault(`IDC3203I ITEM '${text}' DOES NOT ADHERE TO RESTRICTIONS`);
  return found;
}
