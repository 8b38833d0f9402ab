/** What becomes of a step's data sets when it ends (z/OS MVS JCL Reference: DISP parameter). */

import type { AllocatedDataSet, AllocatedDd } from './allocation.ts';
import { systemMessage } from './job-run.ts';
import type { JobRun } from './job-run.ts';
import type { SpoolPlan } from './spool-plan.ts';
import type { Disposition } from '../jcl/job-model.rules.ts';

/** Carries out the normal or abnormal dispositions and writes their messages. */
export function disposeStep(run: JobRun, allocated: readonly AllocatedDd[], abended: boolean, plan: SpoolPlan): void {
  for (const { dd, dataSets } of allocated) {
    if (dd.source.kind === 'in-stream' || dd.source.kind === 'sysout')
      spooled(run, plan.get(dd.source) ?? 0, dd.source.kind === 'sysout' ? 'SYSOUT' : 'SYSIN');
    for (const dataSet of dataSets) dispose(run, dd.name, dataSet, abended);
  }
}

function spooled(run: JobRun, id: number, word: string): void {
  const name = `${run.user}.${run.model.card.jobname}.${run.jobid}.D${String(id).padStart(7, '0')}.?`;
  systemMessage(run, `IEF285I   ${name.padEnd(44)} ${word}`);
}

function dispose(run: JobRun, ddname: string, dataSet: AllocatedDataSet, abended: boolean): void {
  const { dsname } = dataSet;
  const { dataSets } = run.system;
  const wanted = abended ? dataSet.dd.abnormal : dataSet.dd.normal;
  if (dataSets.find(dsname) === undefined) return;
  const action = actual(wanted, dataSet);
  const say = (id: string, word: string) =>
    systemMessage(run, `${id} ${dsname.padEnd(44)} ${word.padEnd(10)} DDNAME=${ddname}`);
  if (action === 'DELETE' || action === 'UNCATLG') {
    dataSets.remove(dsname);
    run.passed.delete(dsname);
    say('IGD105I', action === 'DELETE' ? 'DELETED,' : 'UNCATALOGED,');
    return;
  }
  if (action === 'PASS') {
    if (dataSet.created) run.passed.add(dsname);
    say('IGD106I', 'PASSED,');
    return;
  }
  run.passed.delete(dsname);
  if (dataSet.created && dataSet.base !== undefined) {
    const { rolledOff } = dataSets.rollIn(dataSet.base, dsname);
    say('IGD107I', 'ROLLED IN,');
    for (const old of rolledOff) systemMessage(run, `IGD17105I DATA SET ${old} ROLLED OFF`);
    return;
  }
  say('IGD104I', 'RETAINED,');
}

/** Temporary data sets are never catalogued: CATLG and KEEP pass them on to the end of the job. */
function actual(wanted: Disposition, { temporary }: AllocatedDataSet): Disposition {
  return temporary && (wanted === 'CATLG' || wanted === 'KEEP') ? 'PASS' : wanted;
}

/** Deletes at the end of the job what was passed and never received. */
export function disposePassed(run: JobRun): void {
  for (const dsname of run.passed) {
    if (run.system.dataSets.find(dsname) === undefined) continue;
    run.system.dataSets.remove(dsname);
    systemMessage(run, `IGD105I ${dsname.padEnd(44)} DELETED`);
  }
  run.passed.clear();
}
