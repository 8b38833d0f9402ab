import type { Charging } from './charging.ts';
import { ModuleApi } from './module-api.ts';
import { DataException } from './decimal.ts';
import { fromRecords, type LoadModule } from './binding/load-module.ts';
import { Abend, type Completion, ended, type Program, type Step } from './program.ts';

/** Logic of one load module, written in JavaScript. Either part may be absent: what is not there cannot be used so. */
export interface ModuleLogic {
  /** Program name in the load module, then its aliases. */
  names: readonly string[];
  /** EXEC PGM= and RUN PROGRAM: the return code. */
  run?(api: ModuleApi): number | Promise<number>;
  /** CALL with parameters, as storage that both sides see. */
  call?(api: ModuleApi, ...parameters: Buffer[]): void;
}

/** A load module's logic together with the module that was found in the step's libraries. */
export interface Fetched {
  logic: ModuleLogic;
  module: LoadModule;
}

/** Finds modules by name in the step's libraries, first hit, and the logic that belongs to the program inside. */
export class ModuleFetch {
  constructor(private readonly logics: readonly ModuleLogic[]) {}

  /** @throws {Abend} S806-04 when no library has it */
  fetch(step: Step, name: string): Fetched {
    const library = step.libraries.find(
      (one) => step.dataSets.find(one)?.attributes.dsorg === 'PO' && step.dataSets.member(one, name) !== undefined,
    );
    const module = library === undefined ? undefined : fromRecords(recordsOf(step, library, name));
    const logic = this.logics.find(({ names }) => names.includes(module?.program ?? ''));
    if (library === undefined) throw notFound(step, name);
    if (module === undefined || logic === undefined)
      throw new Abend({ kind: 'system-abend', code: '0C1', reason: '00000001' }, [
        `${name} OF ${library} HAS NO LOGIC ON THE PRACTICE SYSTEM`,
      ]);
    return { logic, module };
  }
}

/** Through the link list the system fetches what its directory knew at the last refresh. */
function recordsOf(step: Step, library: string, name: string): readonly Buffer[] {
  const { lookaside } = step.subsystems;
  const seen = lookaside?.manages(library) === true ? lookaside.fetch(library, name) : undefined;
  return seen?.kind === 'records' ? seen.records : step.dataSets.read(library, name);
}

function notFound(step: Step, name: string): Abend {
  return new Abend({ kind: 'system-abend', code: '806', reason: '00000004' }, [
    `CSV003I REQUESTED MODULE ${name.padEnd(8)} NOT FOUND`,
    `CSV028I ABEND806-04  JOBNAME=${step.jobname}  STEPNAME=${step.stepName}`,
  ]);
}

/** The program behind a site's load module: runs whatever version the step's libraries hold. */
export function siteProgram(logic: ModuleLogic, modules: ModuleFetch, charging: Charging): Program {
  return {
    names: logic.names,
    residence: 'library',
    async run(step) {
      const main = fetchMain(step, logic, modules);
      if (main.logic.run === undefined)
        throw new Abend({ kind: 'system-abend', code: '0C4', reason: '00000010' }, [
          `${main.module.program} IS A SUBPROGRAM AND GOT NO PARAMETERS`,
        ]);
      const run = main.logic.run.bind(main.logic);
      return await charging.within(step, main.module.program, (seconds) =>
        execute(step, main, run, { modules, seconds }),
      );
    },
  };
}

function fetchMain(step: Step, logic: ModuleLogic, modules: ModuleFetch): Fetched {
  const present = logic.names.find((name) =>
    step.libraries.some(
      (one) => step.dataSets.find(one)?.attributes.dsorg === 'PO' && step.dataSets.member(one, name) !== undefined,
    ),
  );
  return modules.fetch(step, present ?? logic.names[0] ?? '');
}

async function execute(
  step: Step,
  main: Fetched,
  run: (api: ModuleApi) => number | Promise<number>,
  { modules, seconds }: { modules: ModuleFetch; seconds: number },
): Promise<Completion> {
  const api = new ModuleApi({ step, module: main.module, seconds, fetch: (name) => modules.fetch(step, name) });
  try {
    const code = await run(api);
    await api.passRest();
    return ended(code);
  } catch (error) {
    if (!(error instanceof DataException)) throw error;
    for (const message of error.messages) api.display(message);
    throw new DataException();
  }
}
