/** Allocation of a step's DD statements: data sets found or made, or the reason why not. */

import type { DataSetName, DdModel, StepModel } from '../jcl/job-model.rules.ts';
import { notFound, refused } from './allocation-failure.ts';
import type { AllocatedDataSet, AllocatedDd } from './allocated.ts';
import type { Place } from './allocation-failure.ts';
import { resolveName } from './data-set-names.ts';
import type { Resolved } from './data-set-names.ts';
import type { JobRun } from './job-run.ts';
import { create, unmanagedVolume } from './new-data-sets.ts';
import { allocatePath, demandOneKind } from './path-dd.ts';
import { unknownName } from './site-names.ts';

/**
 * Allocates all DDs of a step, JOBLIB first where the step has no STEPLIB. What was made before a failure is deleted again.
 *
 * @throws {AllocationFailure} with the messages of the failing DD
 */
export function allocateStep(run: JobRun, step: StepModel, index: number): AllocatedDd[] {
  const done: AllocatedDd[] = [];
  const made: AllocatedDataSet[] = [];
  try {
    for (const dd of ownDds(run, step)) {
      const resolved = postponed(dd, step);
      demandOneKind(run, { step, index, dd, suffix: dd.name }, resolved);
      const dataSets = [resolved, ...resolved.concatenated].flatMap((one, at) => {
        const place = { step, index, dd: one, suffix: at === 0 ? dd.name : `${dd.name}+${at}` };
        if (one.source.kind === 'path') allocatePath(run, place, one.source);
        if (one.source.kind !== 'data-set') return [];
        const parts = allocateDataSet(run, place, one.source.of);
        made.push(...parts);
        return parts;
      });
      remember(run, `${index} ${dd.name}`, dataSets[0]);
      done.push({ dd: resolved, dataSets });
    }
    return done;
  } catch (error) {
    for (const { created, dsname, at } of made) if (created) at.remove(dsname);
    throw error;
  }
}

function jobLibrary(run: JobRun, step: StepModel): readonly DdModel[] {
  const { joblib } = run.model;
  return joblib === undefined || step.dds.some(({ name }) => name === 'STEPLIB') ? [] : [joblib];
}

function remember(run: JobRun, key: string, first: AllocatedDataSet | undefined): void {
  if (first === undefined) return;
  const { dsname, member, volume } = first;
  run.named.set(key, { dsname, member, volume });
}

/** DDs of a step as they are allocated: JOBLIB first, and no DD twice that a DDNAME= of another one stands for. */
function ownDds(run: JobRun, step: StepModel): DdModel[] {
  const taken = new Set(
    step.dds.flatMap((dd) =>
      [dd, ...dd.concatenated].flatMap(({ source }) =>
        source.kind === 'postponed' && source.ddname !== dd.name ? [source.ddname] : [],
      ),
    ),
  );
  return [...jobLibrary(run, step), ...step.dds.filter(({ name }) => !taken.has(name))];
}

/**
 * DDNAME=x takes the definition of the DD x of the step, with its concatenation; without one it is a dummy, and what is
 * concatenated after it is not read (z/OS MVS JCL Reference, DDNAME parameter, Examples).
 */
function postponed(dd: DdModel, step: StepModel): DdModel {
  if (![dd, ...dd.concatenated].some(({ source }) => source.kind === 'postponed')) return dd;
  const parts: DdModel[] = [];
  for (const one of [dd, ...dd.concatenated]) {
    const { source } = one;
    const later =
      source.kind === 'postponed'
        ? step.dds.find((other) => other !== dd && other.name === source.ddname && other.source.kind !== 'postponed')
        : one;
    if (later === undefined) break;
    parts.push(later, ...(later === one ? [] : later.concatenated));
  }
  const [first, ...concatenated] = parts;
  if (first === undefined) return { ...dd, source: { kind: 'dummy' }, concatenated: [] };
  return { ...first, name: dd.name, concatenated };
}

/** Whether no DD of the step answers a DDNAME=: IEF686I warns of it. */
export const hasUnanswered = (step: StepModel): boolean =>
  step.dds.some(
    ({ name, source }) =>
      source.kind === 'postponed' && !step.dds.some((other) => other.name === source.ddname && other.name !== name),
  );

function allocateDataSet(run: JobRun, place: Place, of: DataSetName): AllocatedDataSet[] {
  const unknown = unknownName(run, place);
  if (unknown !== undefined) throw unknown;
  return resolveName(run, place, of).map((name) => {
    const passed = run.carried?.volumes.get(name.dsname);
    const found = existing(run, place, passed === undefined ? name : { volume: passed, ...name });
    const { status } = place.dd;
    if (status === 'NEW' || (status === 'MOD' && found === undefined)) return create(run, place, name);
    if (found === undefined) throw notFound(run, place);
    return serialised(run, place, found);
  });
}

/** By the catalog, or on the volume that the DD names: there nothing is looked at before OPEN. */
function existing(run: JobRun, place: Place, name: Resolved): AllocatedDataSet | undefined {
  const { dataSets } = run.system;
  const { dd } = place;
  const base = run.carried?.generations.get(name.dsname);
  const unmanaged = unmanagedVolume(run, place, name);
  if (unmanaged !== undefined) {
    const at = dataSets.onVolume(unmanaged);
    if (dd.status === 'MOD' && at.find(name.dsname) === undefined) return undefined;
    return { dd, ...name, volume: unmanaged, created: false, base, managed: false, at };
  }
  const entry = dataSets.find(name.dsname);
  if (entry === undefined) return undefined;
  const managed = run.system.allocation?.unmanaged.has(entry.volume) !== true;
  return { dd, ...name, dsname: entry.dsname, volume: entry.volume, created: false, base, managed, at: dataSets };
}

/**
 * Names that are known only now (generations, aliases) are serialised here, and do not wait: IEF211I.
 */
function serialised(run: JobRun, place: Place, found: AllocatedDataSet): AllocatedDataSet {
  const { enqueues } = run;
  if (enqueues === undefined || found.temporary) return found;
  const level = place.dd.status === 'SHR' ? 'shared' : 'exclusive';
  const wanted = new Map([[found.dsname, level] as const]);
  if (enqueues.conflicts(run.jobid, wanted).length > 0)
    throw refused(run, place, 'IEF211I', 'DATA SET RESERVATION UNSUCCESSFUL');
  enqueues.add(run.jobid, found.dsname, level);
  return found;
}
