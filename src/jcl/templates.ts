import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid } from 'liquidjs';
import type { Template as LiquidTemplate } from 'liquidjs';
import { parse } from 'yaml';
import { LockstepError } from '../shared/errors.ts';
import { TemplateHead } from './template.schema.ts';

/** One JCL template: what it declares in its comment block, and the statements from the first EXEC on. */
export interface Template {
  readonly name: string;
  readonly head: TemplateHead;
  readonly body: readonly LiquidTemplate[];
  readonly liquid: Liquid;
}

export type Templates = ReadonlyMap<string, Template>;

const fence = '//* ---';

/**
 * Reads all templates of a folder: files `name.jcl`.
 *
 * @throws {LockstepError} `jcl.template-invalid`; `facts.template` is the file
 */
export function readTemplates(folder: string): Templates {
  const files = readdirSync(folder).filter((file) => file.endsWith('.jcl'));
  return new Map(
    files.sort().map((file) => {
      const template = parseTemplate(file.slice(0, -'.jcl'.length), readFileSync(join(folder, file), 'utf8'));
      return [template.name, template];
    }),
  );
}

/**
 * Reads one template: a comment block between two lines `//* ---` that is YAML once `//* ` is taken off, then JCL.
 *
 * @throws {LockstepError} `jcl.template-invalid`
 */
export function parseTemplate(name: string, text: string): Template {
  const lines = text.split(/\r?\n/);
  const end = lines.indexOf(fence, 1);
  if (lines[0] !== fence || end < 0) throw invalid(name, `it must begin with a comment block between lines ${fence}`);
  const head = headOf(name, lines.slice(1, end));
  if (head.template !== name) throw invalid(name, `its block says template: ${head.template}`);
  const liquid = strictLiquid();
  try {
    return { name, head, liquid, body: liquid.parse(lines.slice(end + 1).join('\n')) };
  } catch (error) {
    throw invalid(name, error instanceof Error ? error.message : 'it cannot be parsed');
  }
}

/** The template of this name. @throws {LockstepError} `jcl.template-unknown` */
export function templateNamed(templates: Templates, name: string): Template {
  const template = templates.get(name);
  if (template === undefined)
    throw new LockstepError('jcl.template-unknown', `There is no JCL template ${name}`, { template: name });
  return template;
}

function headOf(name: string, lines: readonly string[]): TemplateHead {
  const yaml = lines.map((line) => {
    if (!/^\/\/\*(?: |$)/.test(line)) throw invalid(name, `a line of its block is no comment: ${line}`);
    return line.slice(4);
  });
  let value: unknown;
  try {
    value = parse(yaml.join('\n'));
  } catch (error) {
    throw invalid(name, error instanceof Error ? error.message : 'its block is no YAML');
  }
  const head = TemplateHead.safeParse(value);
  if (head.success) return head.data;
  const issue = head.error.issues[0];
  throw invalid(name, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not allowed'}`);
}

/** Unknown variables and filters stop the rendering; `rows` and `replacing` make the lists of IEBCOPY, `library` takes a member's name off. */
function strictLiquid(): Liquid {
  const liquid = new Liquid({ strictVariables: true, strictFilters: true, lenientIf: true, ownPropertyOnly: true });
  liquid.registerFilter('replacing', (members: readonly string[]) => members.map((member) => `(${member},,R)`));
  liquid.registerFilter('rows', rowsOf);
  liquid.registerFilter('library', (member: string) => member.replace(/\(.*$/, ''));
  return liquid;
}

/** Joins values by commas into as few texts as fit the width: one control statement each. */
function rowsOf(values: readonly string[], width: number): string[] {
  const rows: string[] = [];
  for (const value of values) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + value.length <= width) rows[rows.length - 1] = `${last},${value}`;
    else rows.push(value);
  }
  return rows;
}

function invalid(template: string, why: string): LockstepError {
  return new LockstepError('jcl.template-invalid', `JCL template ${template}: ${why}`, { template });
}
