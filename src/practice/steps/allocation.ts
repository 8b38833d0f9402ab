/** Allocation of a step's DD statements: names resolved, data sets found or made, or the reason why not. */

import { DataSetError } from '../datasets/data-sets.ts';
import type { Attributes } from '../datasets/data-sets.ts';
import type { DataSetName, DdModel, DdReference, StepModel } from '../jcl/job-model.rules.ts';
import { newLabel } from './attributes.rules.ts';
import { local, stepLabel } from './job-run.ts';
import type { JobRun } from './job-run.ts';

/** One data set of a DD, allocated. */
export interface AllocatedDataSet {
  readonly dd: DdModel;
  readonly dsname: string;
  readonly member: string | undefined;
  readonly volume: string;
  readonly temporary: boolean;
  /** Made by this step. */
  readonly created: boolean;
  /** Base whose new generation this is: rolled in when the step ends. */
  readonly base: string | undefined;
  /** Non-SMS: the wanted name, catalogued elsewhere, under which this stray copy cannot be catalogued. */
  readonly stray?: string;
}

export interface AllocatedDd {
  readonly dd: DdModel;
  /** Empty unless the DD is for data sets; the first one and those concatenated to it. */
  readonly dataSets: readonly AllocatedDataSet[];
}

/** Allocation refused: the job fails with these messages. */
export class AllocationFailure extends Error {
  override readonly name = 'AllocationFailure';
  constructor(readonly messages: readonly string[]) {
    super(messages[0] ?? 'allocation failed');
  }
}

/**
 * Allocates all DDs of a step. What was made before a failure is deleted again.
 *
 * @throws {AllocationFailure} with the messages of the failing DD
 */
export function allocateStep(run: JobRun, step: StepModel, index: number): AllocatedDd[] {
  const done: AllocatedDd[] = [];
  const made: AllocatedDataSet[] = [];
  try {
    for (const dd of step.dds) {
      const resolved = postponed(dd, step);
      const dataSets = [resolved, ...resolved.concatenated].flatMap((one, at) => {
        if (one.source.kind !== 'data-set') return [];
        const parts = allocateDataSet(
          run,
          { step, index, dd: one, suffix: at === 0 ? dd.name : `${dd.name}+${at}` },
          one.source.of,
        );
        made.push(...parts);
        return parts;
      });
      const first = dataSets[0];
      if (first !== undefined) run.named.set(`${index} ${dd.name}`, { dsname: first.dsname, member: first.member });
      done.push({ dd: resolved, dataSets });
    }
    return done;
  } catch (error) {
    for (const { created, dsname } of made) if (created) run.system.dataSets.remove(dsname);
    throw error;
  }
}

/** DDNAME=x takes the definition of the later DD x of the step; without one it is a dummy. */
function postponed(dd: DdModel, step: StepModel): DdModel {
  const { source } = dd;
  if (source.kind !== 'postponed') return dd;
  const later = step.dds.find((other) => other !== dd && other.name === source.ddname);
  if (later === undefined || later.source.kind === 'postponed') return { ...dd, source: { kind: 'dummy' } };
  return { ...later, name: dd.name };
}

interface Place {
  readonly step: StepModel;
  readonly index: number;
  readonly dd: DdModel;
  /** DD name, with the position in a concatenation. */
  readonly suffix: string;
}

interface Resolved {
  readonly dsname: string;
  readonly member: string | undefined;
  readonly temporary: boolean;
  readonly base?: string;
}

function allocateDataSet(run: JobRun, place: Place, of: DataSetName): AllocatedDataSet[] {
  return resolveName(run, place, of).map((name) => {
    const entry = run.system.dataSets.find(name.dsname);
    const wanted = place.dd.status === 'NEW' || (place.dd.status === 'MOD' && entry === undefined);
    if (wanted) return create(run, place, name);
    if (entry === undefined) throw notFound(run, place);
    return { dd: place.dd, ...name, volume: entry.volume, created: false, base: undefined };
  });
}

const notFound = (run: JobRun, { step, suffix }: Place) =>
  new AllocationFailure([`IEF212I ${stepLabel(run, step)} ${suffix} - DATA SET NOT FOUND`]);

function create(run: JobRun, place: Place, name: Resolved): AllocatedDataSet {
  const { dd, step, suffix } = place;
  const { dataSets } = run.system;
  const like = likeOf(run, place);
  if (dd.space === undefined && like === undefined && !name.temporary)
    throw new AllocationFailure([`IEF258I ${stepLabel(run, step)} ${suffix} - SPACE PARAMETER OMITTED`]);
  try {
    const entry = dataSets.create(name.dsname, newLabel(dd, name.member, like), run.user);
    if (name.temporary) run.passed.add(name.dsname);
    return { dd, base: undefined, ...name, volume: entry.volume, created: true };
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    throw new AllocationFailure(refusal(run, place, error, name.dsname));
  }
}

function refusal(run: JobRun, { step, suffix }: Place, { fault }: DataSetError, dsname: string): string[] {
  if (fault.kind === 'exists')
    return [
      `IGD17101I DATA SET ${dsname}`,
      'NOT DEFINED BECAUSE DUPLICATE NAME EXISTS IN CATALOG',
      'RETURN CODE IS 8 REASON CODE IS 38 IGG0CLEH',
      `IEF344I ${stepLabel(run, step)} ${suffix} - ALLOCATION FAILED DUE TO DATA FACILITY SYSTEM ERROR`,
    ];
  return [`IEF257I ${stepLabel(run, step)} ${suffix} - SPACE REQUESTED NOT AVAILABLE`];
}

function likeOf(run: JobRun, { dd }: Place): Attributes | undefined {
  const { like } = dd.dcb;
  if (like === undefined) return undefined;
  const dsname = 'dsname' in like ? like.dsname : run.named.get(`${like.stepIndex} ${like.ddname}`)?.dsname;
  return dsname === undefined ? undefined : run.system.dataSets.find(dsname)?.attributes;
}

function resolveName(run: JobRun, place: Place, of: DataSetName): Resolved[] {
  switch (of.kind) {
    case 'unnamed':
      return [
        {
          dsname: temporaryName(run, `R${String(run.temporaries.size + 1).padStart(7, '0')}`),
          member: undefined,
          temporary: true,
        },
      ];
    case 'temporary': {
      const known = run.temporaries.get(of.name) ?? temporaryName(run, of.name);
      return [{ dsname: known, member: of.member, temporary: true }];
    }
    case 'backward':
      return [backward(run, place, of.of)];
    case 'permanent': {
      if (of.generation !== undefined) return [generation(run, place, of.dsname, of.generation)];
      const group = place.dd.status === 'NEW' ? undefined : run.system.dataSets.findGdg(of.dsname);
      if (group === undefined) return [{ dsname: of.dsname, member: of.member, temporary: false }];
      if (group.generations.length === 0) throw notFound(run, place);
      return group.generations.toReversed().map((dsname) => ({ dsname, member: undefined, temporary: false }));
    }
  }
}

function backward(run: JobRun, place: Place, of: DdReference): Resolved {
  const named = run.named.get(`${of.stepIndex} ${of.ddname}`);
  if (named !== undefined) return { ...named, temporary: [...run.temporaries.values()].includes(named.dsname) };
  const source = run.model.steps[of.stepIndex]?.dds.find(({ name }) => name === of.ddname)?.source;
  if (source?.kind !== 'data-set' || source.of.kind === 'backward') throw notFound(run, place);
  const resolved = resolveName(run, place, source.of)[0];
  if (resolved === undefined) throw notFound(run, place);
  return resolved;
}

/** `SYSyyddd.Thhmmss.RA000.jobname.X.Hnn`, kept for the job. */
function temporaryName(run: JobRun, name: string): string {
  const at = local(run.system);
  const time = at.toFormat("'SYS'yyooo'.T'HHmmss'.RA000'");
  const tail = /^R\d{7}$/.test(name) ? name : `${name}.H${run.jobid.slice(-2)}`;
  let dsname = `${time}.${run.model.card.jobname}.${tail}`;
  for (let next = 1; run.system.dataSets.find(dsname) !== undefined; next += 1)
    dsname = `${time.replace('RA000', `RA${String(next).padStart(3, '0')}`)}.${run.model.card.jobname}.${tail}`;
  run.temporaries.set(name, dsname);
  return dsname;
}

function generation(run: JobRun, place: Place, base: string, relative: number): Resolved {
  const group = run.system.dataSets.findGdg(base);
  if (group === undefined) throw notFound(run, place);
  const key = run.model.card.gdgBias === 'STEP' ? `${place.index} ${base}` : base;
  const known = run.generations.get(key) ?? group.generations;
  run.generations.set(key, known);
  if (relative <= 0) {
    const dsname = known[known.length - 1 + relative];
    if (dsname === undefined) throw notFound(run, place);
    return { dsname, member: undefined, temporary: false };
  }
  const latest = Number(/\.G(\d{4})V\d\d$/.exec(known.at(-1) ?? '')?.[1] ?? 0);
  const number = String(((latest + relative - 1) % 9999) + 1).padStart(4, '0');
  return { dsname: `${base}.G${number}V00`, member: undefined, temporary: false, base };
}
