import { LockstepError } from '../shared/errors.ts';
import { PlannedJobStep } from '../releases/plan.schema.ts';
import { checkedParameters } from './parameters.rules.ts';
import type { Checked } from './parameters.rules.ts';
import type { ParameterValues, TemplateHead } from './template.schema.ts';
import type { Template } from './templates.ts';

export interface RenderedTemplate {
  /** JCL from the EXEC statement on, no line longer than 71 characters, right-trimmed. */
  readonly statements: readonly string[];
  readonly steps: readonly PlannedJobStep[];
  /** Libraries that the job steps write. */
  readonly writes: readonly string[];
  readonly repeatable: boolean;
}

const lastColumn = 71;

/**
 * Renders a template. The same parameters give the same statements.
 *
 * @throws {LockstepError} `jcl.parameter-invalid` (nothing was rendered), `jcl.line-too-long`, `jcl.template-invalid`
 */
export function renderTemplate(template: Template, parameters: ParameterValues): RenderedTemplate {
  const values = checkedParameters(template.head, parameters);
  const statements = statementsOf(template, values);
  const steps = stepsOf(template, values);
  const executed = statements.flatMap((line) => /^\/\/(\S+) +EXEC /.exec(line)?.[1] ?? []);
  if (executed.join() !== steps.map((step) => step.name).join())
    throw new LockstepError(
      'jcl.template-invalid',
      `JCL template ${template.name}: it declares ${steps.map((step) => step.name).join()} and executes ${executed.join()}`,
      { template: template.name },
    );
  return { statements, steps, writes: writesOf(template, values), repeatable: template.head.repeatable };
}

function statementsOf(template: Template, values: Record<string, Checked>): string[] {
  const lines = text(template, () => String(template.liquid.renderSync([...template.body], values)))
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const long = lines.findIndex((line) => line.length > lastColumn);
  if (long >= 0)
    throw new LockstepError(
      'jcl.line-too-long',
      `Template ${template.name}: line ${long + 1} runs over column ${lastColumn}: ${lines[long] ?? ''}`,
      { template: template.name, line: long + 1 },
    );
  return lines;
}

function stepsOf(template: Template, values: Record<string, Checked>): PlannedJobStep[] {
  return template.head.steps.map((step) =>
    PlannedJobStep.parse({
      name: expression(template, step.name, values),
      template: template.name,
      accepts: step.accepts,
      requires: messages(template, step.requires, values),
      forbids: messages(template, step.forbids, values),
    }),
  );
}

function messages(
  template: Template,
  rules: TemplateHead['steps'][number]['requires'],
  values: Record<string, Checked>,
) {
  return rules.flatMap(({ each, text: form, ddname }) =>
    scopes(template, each, values).map((scope) => ({
      text: expression(template, form, scope),
      ...(ddname === undefined ? {} : { ddname }),
    })),
  );
}

function writesOf(template: Template, values: Record<string, Checked>): string[] {
  const names = template.head.writes.flatMap((write) =>
    typeof write === 'string'
      ? [expression(template, write, values)]
      : scopes(template, write.each, values).map((scope) => expression(template, write.dsname, scope)),
  );
  return [...new Set(names)];
}

function scopes(template: Template, each: string | undefined, values: Record<string, Checked>): object[] {
  if (each === undefined) return [values];
  const list = values[each];
  if (list === null) return [];
  if (typeof list === 'object') return list.map((one) => ({ ...values, one }));
  throw new LockstepError('jcl.template-invalid', `JCL template ${template.name}: ${each} is no list`, {
    template: template.name,
  });
}

function expression(template: Template, form: string, scope: object): string {
  return text(template, () => String(template.liquid.parseAndRenderSync(form, scope)));
}

function text(template: Template, render: () => string): string {
  try {
    return render();
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be rendered';
    throw new LockstepError('jcl.template-invalid', `JCL template ${template.name}: ${why}`, {
      template: template.name,
    });
  }
}
