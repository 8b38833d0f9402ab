import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { DeclaredProgram, ProgramsFile } from './programs.schema.ts';
import type { ModuleLogic } from './site-program.ts';

const isFunction = (value: unknown) => typeof value === 'function';
const ModuleShape = z.looseObject({
  names: z.array(z.string()).min(1),
  run: z.custom<NonNullable<ModuleLogic['run']>>(isFunction).optional(),
  call: z.custom<NonNullable<ModuleLogic['call']>>(isFunction).optional(),
});

export interface SitePrograms {
  folder: string;
  file: ProgramsFile;
  logics: readonly ModuleLogic[];
}

/**
 * Reads a folder of programs: `programs.yaml`, one YAML or JSON file a declared program, and one `.js` file a program
 * with logic, whose default export is
 * `{ names, run(api) }` for a main program or `{ names, call(api, …areas) }` for a called one.
 *
 * @throws {Error} names the file that does not fit
 */
export async function loadSitePrograms(folder: string): Promise<SitePrograms> {
  const declarations = join(folder, 'programs.yaml');
  const base = ProgramsFile.parse(existsSync(declarations) ? parse(readFileSync(declarations, 'utf8')) : {});
  const file = { ...base, declared: [...base.declared, ...declaredIn(folder)] };
  const logics: ModuleLogic[] = [];
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith('.js'))
    .sort()) {
    const loaded = (await import(pathToFileURL(join(folder, name)).href)) as { default?: unknown };
    const shape = ModuleShape.safeParse(loaded.default);
    if (!shape.success) throw new Error(`${join(folder, name)}: ${z.prettifyError(shape.error)}`);
    const { names, run, call } = shape.data;
    logics.push({ names, ...(run === undefined ? {} : { run }), ...(call === undefined ? {} : { call }) });
  }
  return { folder, file, logics };
}

/** Every other `.yaml`, `.yml` or `.json` file of the folder declares one program. */
function declaredIn(folder: string): DeclaredProgram[] {
  const files = readdirSync(folder).filter((one) => /\.(ya?ml|json)$/.test(one) && one !== 'programs.yaml');
  return files.sort().map((name) => {
    const read = DeclaredProgram.safeParse(parse(readFileSync(join(folder, name), 'utf8')));
    if (!read.success) throw new Error(`${join(folder, name)}: ${z.prettifyError(read.error)}`);
    return read.data;
  });
}
