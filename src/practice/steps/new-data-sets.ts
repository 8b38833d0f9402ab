/** Data sets that a step makes (z/OS MVS System Messages, IEF and IGD). */

import { DataSetError } from '../datasets/data-sets.ts';
import type { Attributes, DataSets } from '../datasets/data-sets.ts';
import type { DdModel } from '../jcl/job-model.rules.ts';
import { AllocationFailure, refusal, refused } from './allocation-failure.ts';
import type { Place } from './allocation-failure.ts';
import type { AllocatedDataSet } from './allocated.ts';
import { newLabel } from './attributes.rules.ts';
import type { Resolved } from './data-set-names.ts';
import { local } from './job-run.ts';
import type { JobRun } from './job-run.ts';

/** A tape has no space to ask for (z/OS MVS JCL Reference, SPACE parameter); here its data sets are on disk all the same. */
const onTape = ({ unit }: DdModel): boolean => /^(TAPE|CART|CARTRIDGE|34[0-9]0|359[0-9](-1)?)$/.test(unit ?? '');

/**
 * Makes the data set of a DD. On a volume that SMS does not manage it stays out of the catalog until its step ends.
 *
 * @throws {AllocationFailure} IGD17101I, IGD17103I, IEF253I, IEF257I, IEF258I
 */
export function create(run: JobRun, place: Place, name: Resolved): AllocatedDataSet {
  const { dd } = place;
  const like = likeOf(run, place);
  if (dd.space === undefined && like === undefined && dd.dataClass === undefined && !name.temporary && !onTape(dd))
    throw refused(run, place, 'IEF258I', 'SPACE PARAMETER OMITTED');
  const unmanaged = name.temporary ? undefined : unmanagedVolume(run, place, name);
  const at = unmanaged === undefined ? run.system.dataSets : run.system.dataSets.onVolume(unmanaged);
  mayCreate(run, place, name, unmanaged ?? '******');
  if (unmanaged !== undefined && at.find(name.dsname) !== undefined)
    throw refused(run, place, 'IEF253I', 'DUPLICATE NAME ON DIRECT ACCESS VOLUME');
  try {
    const label = { ...newLabel(dd, name.member, like), ...kept(run, dd) };
    if (name.base !== undefined) run.system.dataSets.reclaim(name.dsname);
    const volume = unmanaged ?? chosen(run, dd);
    const entry =
      dd.cluster === undefined
        ? at.create(name.dsname, label, run.user, volume)
        : cluster(run, place, label, name, volume);
    if (name.temporary) run.passed.add(name.dsname);
    const managed = unmanaged === undefined;
    return { dd, base: undefined, ...name, volume: entry.volume, created: true, managed, at };
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    throw new AllocationFailure(whyNot(run, place, error, name.dsname));
  }
}

/**
 * RECORG makes a cluster as SMS does. A key is needed for KS; the wording of the refusal is unconfirmed.
 *
 * @see z/OS MVS JCL Reference, RECORG, KEYLEN and KEYOFF parameters
 */
function cluster(
  run: JobRun,
  place: Place,
  { lrecl, primary, secondary, expdt, dataclas, storclas, mgmtclas }: Attributes,
  { dsname, temporary }: Resolved,
  volume: string | undefined,
): { volume: string } {
  const { type, keyLength, keyOffset } = place.dd.cluster ?? { type: 'ESDS', keyLength: 0, keyOffset: 0 };
  const record = lrecl === 0 ? 4089 : lrecl;
  if (temporary || (type === 'KSDS' && (keyLength === 0 || keyLength + keyOffset > record)))
    throw refused(run, place, 'IEF344I', 'ALLOCATION FAILED DUE TO DATA FACILITY SYSTEM ERROR');
  const classes = { expdt, dataclas, storclas, mgmtclas };
  return run.system.dataSets.vsam.define(
    {
      ...{ name: dsname, type, averageRecord: record, maximumRecord: record, primary, secondary, spaceUnit: 'TRACKS' },
      ...(type === 'KSDS' ? { key: { length: keyLength, offset: keyOffset } } : {}),
      ...(volume === undefined ? {} : { volume }),
      ...Object.fromEntries(Object.entries(classes).filter(([, value]) => value !== undefined)),
    },
    run.user,
  );
}

/** A catalogue entry needs ALTER; the wording of the refusal is unconfirmed. */
function mayCreate(run: JobRun, place: Place, { dsname, temporary }: Resolved, volume: string): void {
  const lines = temporary ? undefined : run.system.access?.refuses(run.user, dsname, 'ALTER', volume);
  if (lines === undefined) return;
  throw new AllocationFailure([
    ...lines,
    `IGD17103I CATALOG ERROR WHILE DEFINING DATA SET ${dsname}`,
    'RETURN CODE IS 56 REASON CODE IS 6 IGG0CLFT',
    refusal(run, place, 'IEF344I', 'ALLOCATION FAILED DUE TO DATA FACILITY SYSTEM ERROR'),
  ]);
}

function whyNot(run: JobRun, place: Place, { fault }: DataSetError, dsname: string): string[] {
  if (fault.kind === 'exists')
    return [
      `IGD17101I DATA SET ${dsname}`,
      'NOT DEFINED BECAUSE DUPLICATE NAME EXISTS IN CATALOG',
      'RETURN CODE IS 8 REASON CODE IS 38 IGG0CLEH',
      refusal(run, place, 'IEF344I', 'ALLOCATION FAILED DUE TO DATA FACILITY SYSTEM ERROR'),
    ];
  return [refusal(run, place, 'IEF257I', 'SPACE REQUESTED NOT AVAILABLE')];
}

/** The coded or referred-to volume, when it is one that SMS leaves alone and no storage class is asked. */
export function unmanagedVolume(run: JobRun, { dd }: Place, name: Resolved): string | undefined {
  const wanted = dd.volume ?? name.volume ?? referredVolume(run, dd);
  if (wanted === undefined || dd.storageClass !== undefined) return undefined;
  return run.system.allocation?.unmanaged.has(wanted) === true ? wanted : undefined;
}

function referredVolume(run: JobRun, { volumeOf }: DdModel): string | undefined {
  if (volumeOf === undefined) return undefined;
  if ('dsname' in volumeOf) return run.system.dataSets.find(volumeOf.dsname)?.volume;
  return run.named.get(`${volumeOf.stepIndex} ${volumeOf.ddname}`)?.volume;
}

/** A managed volume for a new data set: the coded one, else the first with room where there are others besides. */
function chosen(run: JobRun, dd: DdModel): string | undefined {
  const unmanaged = run.system.allocation?.unmanaged ?? new Set();
  const managed = run.system.dataSets.volumes().filter(({ serial }) => !unmanaged.has(serial));
  if (dd.volume !== undefined && managed.some(({ serial }) => serial === dd.volume)) return dd.volume;
  if (unmanaged.size === 0) return undefined;
  return managed.toSorted((left, right) => right.freeTracks - left.freeTracks)[0]?.serial;
}

function likeOf(run: JobRun, { dd }: Place): Attributes | undefined {
  const { like } = dd.dcb;
  if (like === undefined) return undefined;
  const dsname = 'dsname' in like ? like.dsname : run.named.get(`${like.stepIndex} ${like.ddname}`)?.dsname;
  return dsname === undefined ? undefined : run.system.dataSets.find(dsname)?.attributes;
}

/** Classes and expiry of the label. */
function kept(run: JobRun, dd: DdModel): Partial<Attributes> {
  const expdt = expiry(run, dd);
  return {
    ...(dd.storageClass === undefined ? {} : { storclas: dd.storageClass }),
    ...(dd.managementClass === undefined ? {} : { mgmtclas: dd.managementClass }),
    ...(dd.dataClass === undefined ? {} : { dataclas: dd.dataClass }),
    ...(expdt === undefined ? {} : { expdt }),
  };
}

/** `yyyy/ddd`; two digits of a year stand for this century from 00 to 89 but for 99, which is never. */
function expiry(run: JobRun, { expires }: DdModel): string | undefined {
  if (expires === undefined) return undefined;
  if ('days' in expires) return local(run.system).plus({ days: expires.days }).toFormat('yyyy/ooo');
  const short = /^(\d\d)(\d{3})$/.exec(expires.date);
  if (short === null) return expires.date;
  const [year = '', day = ''] = short.slice(1);
  return `${year === '99' ? '1999' : `20${year}`}/${day}`;
}

/** Whether a label keeps its data set from being deleted today. */
export function isUnexpired(run: JobRun, dataSets: DataSets, dsname: string): boolean {
  const expdt = dataSets.find(dsname)?.attributes.expdt;
  if (expdt === undefined || expdt === '' || /^0000|\/000$/.test(expdt)) return false;
  return /^(1999\/36[56]|9999\/)/.test(expdt) || expdt > local(run.system).toFormat('yyyy/ooo');
}
