import type { Attributes } from '../../datasets/data-sets.ts';
import { AmsFailure, demandAuthority, SyntaxFault } from './ams.ts';
import type { AmsCommand, AmsStep } from './ams.ts';
import { entryName, memberOf, numberOf } from './names.ts';
import { valueOf, valuesOf } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';

const tracksPerCylinder = 15;
const refused = (...lines: string[]) => new AmsFailure(lines, 12);

/**
 * ALLOCATE gives a data set a DD name for the commands that follow, and makes it when it is new.
 *
 * @see z/OS DFSMS Access Method Services Commands, ALLOCATE
 */
export const allocate: AmsCommand = {
  verbs: ['ALLOCATE', 'ALLOC'],
  keywords: {
    ...{ DATASET: ['DA', 'DSNAME', 'DSN'], FILE: ['F', 'DDNAME', 'DD'], NEW: [], OLD: [], SHR: [], MOD: [] },
    ...{ SPACE: [], TRACKS: ['TR', 'TRK'], CYLINDERS: ['CYL'], BLOCK: ['BLK'], DIR: [], DSORG: [], RECFM: [] },
    ...{ LRECL: [], BLKSIZE: [], LIKE: [], VOLUME: ['VOL'], UNIT: [], CATALOG: ['CAT'], KEEP: [], DELETE: ['DEL'] },
    ...{
      UNCATALOG: ['UNCAT'],
      DSNTYPE: [],
      REUSE: ['REU'],
      RELEASE: ['RLSE'],
      DATACLAS: [],
      STORCLAS: [],
      MGMTCLAS: [],
      AVGREC: [],
      EXPDT: [],
      RETPD: [],
      DUMMY: [],
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
  const recfm = formatOf(valuesOf(given, 'RECFM').join('')) ?? like?.recfm ?? 'FB';
  const lrecl = numberOf(valueOf(given, 'LRECL')) ?? like?.lrecl ?? 80;
  const [primary, secondary] = valuesOf(given, 'SPACE');
  const unit = given.keywords.has('CYLINDERS') ? tracksPerCylinder : 1;
  const tracks = (text: string | undefined) => (text === undefined ? undefined : (numberOf(text) ?? 0) * unit);
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
  };
}

const formats: readonly Attributes['recfm'][] = ['F', 'FB', 'FBA', 'V', 'VB', 'VBA', 'U'];
const formatOf = (text: string): Attributes['recfm'] | undefined => formats.find((one) => one === text);
