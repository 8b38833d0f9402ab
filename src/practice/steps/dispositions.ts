/** What becomes of a step's data sets when it ends (z/OS MVS JCL Reference: DISP parameter). */

import type { Disposition, StepModel } from '../jcl/job-model.rules.ts';
import type { AllocatedDataSet, AllocatedDd } from './allocated.ts';
import { jobLog, stepLabel, systemMessage } from './job-run.ts';
import type { JobRun } from './job-run.ts';
import { isUnexpired } from './new-data-sets.ts';
import { disposePath } from './path-dd.ts';
import type { SpoolPlan } from './spool-plan.ts';

/**
 * Carries out the normal or abnormal dispositions and writes their messages.
 *
 * @returns false when a data set could not be catalogued
 */
export function disposeStep(
  run: JobRun,
  step: StepModel,
  allocated: readonly AllocatedDd[],
  how: { abended: boolean; plan: SpoolPlan },
): boolean {
  let catalogued = true;
  for (const { dd, dataSets } of allocated) {
    if (dd.source.kind === 'in-stream' || dd.source.kind === 'sysout')
      spooled(run, how.plan.get(dd.source) ?? 0, dd.source.kind === 'sysout' ? 'SYSOUT' : 'SYSIN');
    if (dd.source.kind === 'path') disposePath(run, dd, dd.source, how.abended);
    for (const dataSet of dataSets)
      if (!dispose({ run, step, ddname: dd.name, dataSet }, how.abended)) catalogued = false;
  }
  return catalogued;
}

function spooled(run: JobRun, id: number, word: string): void {
  const name = `${run.user}.${run.model.card.jobname}.${run.jobid}.D${String(id).padStart(7, '0')}.?`;
  systemMessage(run, `IEF285I   ${name.padEnd(44)} ${word}`);
}

interface Ending {
  readonly run: JobRun;
  readonly step: StepModel;
  readonly ddname: string;
  readonly dataSet: AllocatedDataSet;
}

function dispose(ending: Ending, abended: boolean): boolean {
  const { dataSet } = ending;
  const { dsname, at } = dataSet;
  if (at.find(dsname) === undefined) return true;
  switch (actual(abended ? dataSet.dd.abnormal : dataSet.dd.normal, dataSet)) {
    case 'DELETE':
      remove(ending);
      return true;
    case 'UNCATLG':
      uncatalogue(ending);
      return true;
    case 'PASS':
      pass(ending);
      return true;
    case 'CATLG':
      return catalogue(ending);
    case 'KEEP':
      keep(ending);
      return true;
  }
}

/** IGD10nI for a data set that SMS manages, IEF285I with its volume for another. */
function say({ run, ddname, dataSet }: Ending, id: string, managedWord: string, word: string): void {
  const name = dataSet.dsname.padEnd(44);
  if (dataSet.managed) {
    systemMessage(run, `${id} ${name} ${`${managedWord},`.padEnd(10)} DDNAME=${ddname}`);
    return;
  }
  systemMessage(run, `IEF285I   ${name} ${word}`);
  systemMessage(run, `IEF285I   VOL SER NOS= ${dataSet.volume}.`);
}

/** IEF283I: wording unverified. */
function remove(ending: Ending): void {
  const { run, dataSet } = ending;
  const { dsname, at, volume, temporary, created } = dataSet;
  const refusal = temporary || created ? undefined : run.system.access?.refuses(run.user, dsname, 'ALTER', volume);
  for (const line of refusal ?? []) jobLog(run, line);
  const unexpired = !created && isUnexpired(run, at, dsname);
  if (refusal !== undefined || unexpired) {
    systemMessage(run, `IEF283I   ${dsname.padEnd(44)} NOT DELETED ${unexpired ? 1 : 8}`);
    systemMessage(run, `IEF283I   VOL SER NOS= ${volume} ${unexpired ? 1 : 8}.`);
    return;
  }
  at.remove(dsname);
  forget(ending);
  say(ending, 'IGD105I', 'DELETED', 'DELETED');
}

function forget({ run, dataSet: { dsname } }: Ending): void {
  run.passed.delete(dsname);
  run.carried?.volumes.delete(dsname);
  run.carried?.generations.delete(dsname);
}

/** A data set that SMS manages cannot leave the catalog alone: KEEP is taken. IEF287I NOT UNCTLGD 2: wording unverified. */
function uncatalogue(ending: Ending): void {
  const { run, dataSet } = ending;
  if (dataSet.managed) {
    keep(ending);
    return;
  }
  const entry = run.system.dataSets.locate(dataSet.dsname);
  if (entry === undefined) {
    systemMessage(run, `IEF287I   ${dataSet.dsname.padEnd(44)} NOT UNCTLGD 2`);
    systemMessage(run, `IEF287I   VOL SER NOS= ${dataSet.volume}.`);
    return;
  }
  run.system.dataSets.uncatalogue(dataSet.dsname);
  forget(ending);
  say(ending, 'IGD105I', 'UNCATALOGED', 'UNCATALOGED');
}

function pass(ending: Ending): void {
  const { run, dataSet } = ending;
  if (dataSet.created) run.passed.add(dataSet.dsname);
  if (!dataSet.managed) run.carried?.volumes.set(dataSet.dsname, dataSet.volume);
  if (dataSet.base !== undefined) run.carried?.generations.set(dataSet.dsname, dataSet.base);
  say(ending, 'IGD106I', 'PASSED', 'PASSED');
}

function keep(ending: Ending): void {
  forget(ending);
  say(ending, 'IGD104I', 'RETAINED', 'KEPT');
}

/** New generations roll in; a data set that SMS manages is in the catalog since its allocation. IEF377I: wording unverified. */
function catalogue(ending: Ending): boolean {
  const { run, dataSet } = ending;
  const { dsname, base, volume, managed } = dataSet;
  const { dataSets } = run.system;
  if (managed && base === undefined) {
    keep(ending);
    return true;
  }
  const entry = managed ? undefined : dataSets.locate(dsname);
  if (entry !== undefined && !entry.volumes.includes(volume)) {
    systemMessage(run, `IEF287I   ${dsname.padEnd(44)} NOT CATLGD 2`);
    systemMessage(run, `IEF287I   VOL SER NOS= ${volume}.`);
    jobLog(run, `IEF377I ${stepLabel(run, ending.step)} ${dsname} NOT CATLGD 2`);
    forget(ending);
    return false;
  }
  if (!managed && entry === undefined) dataSets.catalogue(dsname, [volume]);
  forget(ending);
  if (base === undefined) say(ending, 'IGD104I', 'RETAINED', entry === undefined ? 'CATALOGED' : 'KEPT');
  else rollIn(ending, base);
  return true;
}

/** IGD17105I: number and wording unverified. */
function rollIn(ending: Ending, base: string): void {
  const { run, dataSet } = ending;
  const { rolledOff } = run.system.dataSets.rollIn(base, dataSet.dsname);
  say(ending, 'IGD107I', 'ROLLED IN', 'CATALOGED');
  for (const old of rolledOff) systemMessage(run, `IGD17105I DATA SET ${old} ROLLED OFF`);
}

/** Temporary data sets are never catalogued: CATLG and KEEP pass them on to the end of the job. */
function actual(wanted: Disposition, { temporary }: AllocatedDataSet): Disposition {
  return temporary && (wanted === 'CATLG' || wanted === 'KEEP') ? 'PASS' : wanted;
}

/** Deletes at the end of the job what was passed and never received. */
export function disposePassed(run: JobRun): void {
  for (const dsname of run.passed) {
    const volume = run.carried?.volumes.get(dsname);
    const at = volume === undefined ? run.system.dataSets : run.system.dataSets.onVolume(volume);
    if (at.find(dsname) === undefined) continue;
    at.remove(dsname);
    systemMessage(run, `IGD105I ${dsname.padEnd(44)} DELETED`);
  }
  run.passed.clear();
  run.carried?.volumes.clear();
}
