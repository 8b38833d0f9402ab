import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { LockstepError } from '../../shared/errors.ts';
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
 * Reads a folder of programs: `programs.yaml`, one YAML or JSON file a declared program, and one `.mjs` (or `.js`)
 * file a program with logic, whose default export is
 * `{ names, run(api) }` for a main program or `{ names, call(api, …areas) }` for a called one.
 *
 * @throws {LockstepError} `config.invalid`: names the file that does not fit
 */
export async function loadSitePrograms(folder: string): Promise<SitePrograms> {
  const declarations = join(folder, 'programs.yaml');
  const base = existsSync(declarations) ? checked(ProgramsFile, declarations) : ProgramsFile.parse({});
  const file = { ...base, declared: [...base.declared, ...declaredIn(folder)] };
  const logics: ModuleLogic[] = [];
  for (const name of readdirSync(folder)
    .filter((one) => /\.m?js$/.test(one))
    .sort()) {
    const shape = ModuleShape.safeParse(await defaultOf(join(folder, name)));
    if (!shape.success) throw wrong(join(folder, name), z.prettifyError(shape.error));
    const { names, run, call } = shape.data;
    logics.push({ names, ...(run === undefined ? {} : { run }), ...(call === undefined ? {} : { call }) });
  }
  return { folder, file, logics };
}

/** A `.js` file is an ES module only where a package.json above it says so; `.mjs` always is. */
async function defaultOf(path: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(path).href)) as { default?: unknown }).default;
  } catch (error) {
    const advice = path.endsWith('.mjs') ? '' : '; is it an ES module? Then let its name end with .mjs';
    throw wrong(path, `${error instanceof Error ? error.message : String(error)}${advice}`, error);
  }
}

/** Every other `.yaml`, `.yml` or `.json` file of the folder declares one program. */
function declaredIn(folder: string): DeclaredProgram[] {
  const files = readdirSync(folder).filter((one) => /\.(ya?ml|json)$/.test(one) && !notPrograms.includes(one));
  return files.sort().map((name) => checked(DeclaredProgram, join(folder, name)));
}

const notPrograms: readonly string[] = ['programs.yaml', 'package.json'];

function checked<T>(form: z.ZodType<T>, path: string): T {
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw wrong(path, error instanceof Error ? error.message.trimEnd() : String(error), error);
  }
  const read = form.safeParse(content);
  if (!read.success) throw wrong(path, z.prettifyError(read.error));
  return read.data;
}

const wrong = (path: string, what: string, cause?: unknown): LockstepError =>
  new LockstepError('config.invalid', `${path}: ${what}`, { file: path }, { cause });
