import { z } from 'zod';

const ParameterName = z.string().regex(/^[a-z][A-Za-z0-9]{0,30}$/, 'must be a parameter name: letters and digits');

const common = {
  optional: z.boolean().default(false),
  says: z.string().optional().meta({ description: 'What the parameter is for, where its name does not say it' }),
};
const listLimits = { min: z.int().min(0).default(1), max: z.int().min(1).default(1000) };
const name = <T extends string>(type: T) =>
  z.strictObject({ type: z.literal(type), default: z.string().optional(), ...common });
const list = <T extends string>(type: T) => z.strictObject({ type: z.literal(type), ...listLimits, ...common });

/**
 * What a template takes. Every type has a closed form, so that no free text reaches a JCL statement:
 * `text` is put in apostrophes, `records` are in-stream data that cannot end the stream.
 */
export const ParameterRule = z.discriminatedUnion('type', [
  name('step-name'),
  name('member'),
  name('program'),
  name('user'),
  name('subsystem'),
  name('application'),
  name('library-member'),
  z.strictObject({
    type: z.literal('data-set'),
    generation: z.boolean().default(false).meta({ description: 'A relative generation, such as (0), may follow' }),
    default: z.string().optional(),
    ...common,
  }),
  z.strictObject({
    type: z.literal('integer'),
    min: z.int(),
    max: z.int(),
    default: z.int().optional(),
    ...common,
  }),
  z.strictObject({ type: z.literal('text'), max: z.int().min(1).max(100), default: z.string().optional(), ...common }),
  z.strictObject({
    type: z.literal('choice'),
    values: z.array(z.string()).min(1),
    default: z.string().optional(),
    ...common,
  }),
  z.strictObject({ type: z.literal('date'), ...common }),
  list('members'),
  list('data-sets'),
  list('package-list'),
  list('library-list'),
  list('dd-list'),
  list('records'),
]);
export type ParameterRule = z.infer<typeof ParameterRule>;

const MessageTemplate = z.strictObject({
  each: ParameterName.optional().meta({ description: 'One rule for each value of this list, as `one`' }),
  text: z.string().min(3),
  ddname: z.string().optional(),
});

/** The comment block at the head of a template, as YAML. Texts may hold `{{ }}` expressions over the parameters. */
export const TemplateHead = z.strictObject({
  template: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  purpose: z.string().min(1),
  parameters: z.record(ParameterName, ParameterRule),
  steps: z
    .array(
      z.strictObject({
        name: z.string(),
        accepts: z.array(z.int().min(0).max(4095)).min(1).default([0]),
        requires: z.array(MessageTemplate).default([]),
        forbids: z.array(MessageTemplate).default([]),
      }),
    )
    .min(1),
  repeatable: z.boolean().default(false).meta({
    description: 'Running it once more does no harm at any later time, not even after a backout: it only reads',
  }),
  /** Libraries that the job step writes. */
  writes: z.array(z.union([z.string(), z.strictObject({ each: ParameterName, dsname: z.string() })])).default([]),
});
export type TemplateHead = z.infer<typeof TemplateHead>;

export const ParameterValues = z.record(z.string(), z.union([z.string(), z.int(), z.array(z.string())]));
export type ParameterValues = z.infer<typeof ParameterValues>;
