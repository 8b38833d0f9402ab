import { bpxbatch } from './bpxbatch.ts';
import type { ShellHost } from './bpxbatch.ts';
import { Charging } from './charging.ts';
import { dsntep2 } from './dsntep2.ts';
import { eqqbatch } from './scheduling/eqqbatch.ts';
import { eqqyltop } from './scheduling/eqqyltop.ts';
import { icetool } from './sorting/icetool.ts';
import { dataSetUtilities } from './data-set-utilities.ts';
import { ikjeft } from './ikjeft01.ts';
import { irxjcl } from './irxjcl.ts';
import { ended, type Program } from './program.ts';
import type { DeclaredProgram } from './programs.schema.ts';
import type { SitePrograms } from './load-site-programs.ts';
import { ModuleFetch, siteProgram } from './site-program.ts';
import { sort } from './sorting/sort.ts';
import { syncsort } from './sorting/syncsort.ts';
import { wapl } from './scheduling/wapl.ts';

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
    icetool(timeZone),
    ...ikjeft(timeZone),
    irxjcl(timeZone),
    dsntep2,
    ...(shell === undefined ? [] : bpxbatch({ timeZone, ...shell })),
    eqqyltop(timeZone),
    wapl,
    eqqbatch,
  ];
  const modules = new ModuleFetch(site?.logics ?? []);
  return [
    ...utilities.map((program) => charging.before(program)),
    ...(site?.file.declared ?? []).map((program) => charging.before(declared(program))),
    ...(site?.logics ?? []).map((logic) => siteProgram(logic, modules, charging)),
  ];
}

/** Finds a program by any of its names. */
export function programFinder(programs: readonly Program[]): (name: string) => Program | undefined {
  const byName = new Map(programs.flatMap((program) => program.names.map((name) => [name, program] as const)));
  return (name) => byName.get(name);
}

function declared({ name, returnCode, messages }: DeclaredProgram): Program {
  return {
    names: [name],
    run(step) {
      const sysout = step.dd('SYSOUT');
      sysout?.open({ recfm: 'FB', lrecl: 133 });
      for (const message of messages) sysout?.writeLine(message);
      return Promise.resolve(ended(returnCode));
    },
  };
}
