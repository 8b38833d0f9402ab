import { bpxbatch } from './bpxbatch.ts';
import type { ShellHost } from './bpxbatch.ts';
import { Charging } from './charging.ts';
import { dfhcsdup } from './dfhcsdup.ts';
import { dfhdploy } from './dfhdploy.ts';
import { dsntep2, dsntiad } from './dsntep2.ts';
import { dsntiaul } from './dsntiaul.ts';
import { dsnutilb } from './dsnutilb.ts';
import { createCompilers } from './compiling/create-compilers.ts';
import { icetool } from './sorting/icetool.ts';
import { dataSetUtilities } from './data-set-utilities.ts';
import { ikjeft } from './ikjeft01.ts';
import { ftp } from './ftp.ts';
import { irxjcl } from './irxjcl.ts';
import { declaredProgram } from './declared-program.ts';
import type { Program } from './program.ts';
import type { SitePrograms } from './load-site-programs.ts';
import { ModuleFetch, siteProgram } from './site-program.ts';
import { sdsf } from './sdsf.ts';
import { createSchedulerPrograms } from './scheduling/create-scheduler-programs.ts';
import { sort } from './sorting/sort.ts';
import { syncsort } from './sorting/syncsort.ts';

export interface ProgramsParts {
  /** IANA name; listings show local times. */
  timeZone: string;
  site?: SitePrograms;
  /** Without it BPXBATCH is not there. */
  shell?: Omit<ShellHost, 'timeZone'>;
}

/** All programs of a practice system: utilities, TSO, Db2 and scheduler programs, and the site's own. */
export function createPrograms({ timeZone, site, shell }: ProgramsParts): readonly Program[] {
  const charging = new Charging(site?.file.elapsed ?? []);
  const utilities = [
    ...dataSetUtilities(timeZone),
    sort(timeZone),
    syncsort(timeZone),
    ...createCompilers(timeZone),
    icetool(timeZone),
    ...ikjeft(timeZone),
    irxjcl(timeZone),
    sdsf(timeZone),
    dfhcsdup,
    dfhdploy,
    dsntep2,
    dsntiad,
    dsntiaul,
    dsnutilb,
    ftp,
    ...(shell === undefined ? [] : bpxbatch({ timeZone, ...shell })),
    ...createSchedulerPrograms(timeZone),
  ];
  const modules = new ModuleFetch(site?.logics ?? []);
  return [
    ...utilities.map((program) => charging.before(program)),
    ...(site?.file.declared ?? []).map((program) =>
      program.elapsedSeconds === undefined ? charging.before(declaredProgram(program)) : declaredProgram(program),
    ),
    ...(site?.logics ?? []).map((logic) => siteProgram(logic, modules, charging)),
  ];
}

/** Finds a program by any of its names. */
export function programFinder(programs: readonly Program[]): (name: string) => Program | undefined {
  const byName = new Map(programs.flatMap((program) => program.names.map((name) => [name, program] as const)));
  return (name) => byName.get(name);
}
