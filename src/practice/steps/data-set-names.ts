/** Names of DDs to names of data sets: temporary, generations, backward references (z/OS MVS JCL Reference: DSNAME parameter). */

import type { DataSetName, DdReference } from '../jcl/job-model.rules.ts';
import { notFound } from './allocation-failure.ts';
import type { Place } from './allocation-failure.ts';
import { local } from './job-run.ts';
import type { JobRun } from './job-run.ts';

export interface Resolved {
  readonly dsname: string;
  readonly member: string | undefined;
  readonly temporary: boolean;
  /** Base whose new generation this is. */
  readonly base?: string;
  /** The volume of the DD that was referred to. */
  readonly volume?: string;
}

/** The data sets that a DD names: one, or all generations of a base. @throws {AllocationFailure} when there is none */
export function resolveName(run: JobRun, place: Place, of: DataSetName): Resolved[] {
  switch (of.kind) {
    case 'unnamed': {
      const name = `R${String(run.temporaries.size + 1).padStart(7, '0')}`;
      return [{ dsname: temporaryName(run, name), member: undefined, temporary: true }];
    }
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
      const oldestFirst = place.dd.oldestFirst ?? group.fifo ?? false;
      const all = oldestFirst ? group.generations : group.generations.toReversed();
      return all.map((dsname) => ({ dsname, member: undefined, temporary: false }));
    }
  }
}

function backward(run: JobRun, place: Place, of: DdReference): Resolved {
  const named = run.named.get(`${of.stepIndex} ${of.ddname}`);
  if (named !== undefined) return { ...named, temporary: isTemporary(run, named.dsname) };
  const source = run.model.steps[of.stepIndex]?.dds.find(({ name }) => name === of.ddname)?.source;
  if (source?.kind !== 'data-set' || source.of.kind === 'backward') throw notFound(run, place);
  const resolved = resolveName(run, place, source.of)[0];
  if (resolved === undefined) throw notFound(run, place);
  return resolved;
}

export const isTemporary = (run: JobRun, dsname: string): boolean =>
  Array.from(run.temporaries.values()).includes(dsname);

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

/** Relative numbers count from the generations that the job, or under GDGBIAS=STEP the step, found first. */
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
