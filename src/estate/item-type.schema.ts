import { z } from 'zod';
import { ContentForm } from './estate.schema.ts';

/** Text with `{{ }}` expressions, rendered strictly when the plan is made. */
const Expression = z.string();

const Parameters = z.record(z.string(), z.union([Expression, z.array(Expression), z.int()]));

/** A job step that an item brings besides the copying of its parts. */
export const ItemJobStep = z.strictObject({
  phase: z.string(),
  step: Expression.meta({ description: 'Job step name' }),
  template: z.string().meta({ description: 'File under jcl-templates/, without .jcl' }),
  parameters: Parameters,
  /** Items of one type that share a step: their values are gathered into lists, in order of name. */
  together: z.boolean().default(false),
  when: z.enum(['new', 'replace', 'always']).default('always'),
});
export type ItemJobStep = z.infer<typeof ItemJobStep>;

/** What is moved, how its digest is made, which steps move and undo it: data, so that a site adds its own. */
export const ItemType = z
  .strictObject({
    type: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
    title: z.string(),
    /** Form of the item's name. */
    name: z.enum(['member', 'data-set', 'package', 'operation']),
    attributes: z
      .record(
        z.string(),
        z.strictObject({
          form: z.enum(['member', 'data-set', 'user', 'person', 'integer', 'date', 'text']),
          list: z.boolean().default(false),
          optional: z.boolean().default(false),
        }),
      )
      .default({}),
    /** Library members that make up the item; the phase copies them. */
    parts: z
      .array(
        z.strictObject({
          part: z.string(),
          library: z.string(),
          form: ContentForm,
          phase: z.string(),
          member: Expression.default('{{ item.name }}'),
          aliases: z.string().optional().meta({ description: 'Attribute that lists the aliases' }),
          scannedIn: z
            .string()
            .optional()
            .meta({ description: 'Check phase in which the member is scanned as installed (TYPRUN=SCAN)' }),
        }),
      )
      .default([]),
    install: z.array(ItemJobStep).default([]),
    undo: z.array(ItemJobStep).default([]),
    /** Approver groups that this content brings, with the reason. */
    approvers: z.array(z.strictObject({ group: z.string(), because: z.string() })).default([]),
    /** Libraries whose members may use this one unseen: each user outside the release is a finding. */
    usedBy: z
      .array(
        z.strictObject({
          library: z.string(),
          how: z.string().meta({ description: 'Kind of reference, such as copy' }),
          answerBy: z.string().meta({ description: 'Group whose member answers the finding' }),
        }),
      )
      .default([]),
    /** What a person does and confirms once the phase's own work has ended well. */
    confirm: z.array(z.strictObject({ phase: z.string(), by: Expression, instruction: Expression })).default([]),
    /** Db2 packages that this item binds: checked against DBRM and load module. */
    binds: z.strictObject({ collection: Expression, package: Expression, version: Expression }).optional(),
  })
  .meta({ id: 'ItemType' });
export type ItemType = z.infer<typeof ItemType>;

/** A phase of the plan: one job (or check, or set of commands), in the order that the edges say. */
export const Phase = z.strictObject({
  phase: z.string(),
  step: z.string().regex(/^[0-9B]\d\d$/, 'must be three characters, such as 030 or B10'),
  title: z.string(),
  kind: z.enum(['job', 'check', 'command']),
  minutes: z.int().min(0),
  owner: z.string().optional().meta({ description: "Whose the step is; absent: the release's implementer" }),
  does: z
    .enum(['items', 'backup', 'prove-backup', 'refresh', 'scan', 'prove-backout'])
    .default('items')
    .meta({ description: 'items: what the items bring; backup: existing members of every library written' }),
  command: z
    .strictObject({
      text: Expression.meta({ description: 'Operator command; region and member can stand in it' }),
      expects: z.array(z.string()).min(1),
      forbids: z.array(z.string()).default([]),
    })
    .optional()
    .meta({ description: 'For refresh: given for each replaced program and region' }),
  undoneIn: z
    .string()
    .optional()
    .meta({ description: 'Phase of the backout in which its members are restored, and new ones removed' }),
});
export type Phase = z.infer<typeof Phase>;

/** One order rule: the earlier phase, the later one, and what would go wrong otherwise. */
export const OrderRule = z.strictObject({ before: z.string(), after: z.string(), because: z.string() });
export type OrderRule = z.infer<typeof OrderRule>;

export const PhasePlan = z.strictObject({ phases: z.array(Phase), order: z.array(OrderRule) });
export type PhasePlan = z.infer<typeof PhasePlan>;

/** A reference in content that makes one step wait for another. */
export const ReferenceRule = z.strictObject({
  how: z.string().meta({ description: 'Kind of reference, such as procedure' }),
  to: z
    .string()
    .meta({ description: 'Library role of what is referred to; library for any data set, member for `DSN(MEMBER)`' }),
  usedIn: z
    .string()
    .optional()
    .meta({ description: "Phase in which the reference is followed; absent: the text's own" }),
  because: z.string().meta({ description: 'Stands between the two names: «executes PROC»' }),
});
export type ReferenceRule = z.infer<typeof ReferenceRule>;

/** A job step made from a template; the expressions see step, from, to, members, libraries. */
const LibraryStep = z.strictObject({ template: z.string(), parameters: Parameters });
export type LibraryStep = z.infer<typeof LibraryStep>;

const byForm = z.strictObject({ text: LibraryStep, 'load-module': LibraryStep, dbrm: LibraryStep });

/** How members go from library to library, by what a library holds. */
export const LibrarySteps = z.strictObject({
  allocate: LibraryStep,
  backup: byForm,
  copy: byForm,
  restore: byForm,
  remove: byForm,
});
export type LibrarySteps = z.infer<typeof LibrarySteps>;

/** `item-types/phases.yaml`: both plans' phases, the order rules between them, references, and how members are moved. */
export const Phases = z
  .strictObject({
    install: PhasePlan,
    backout: PhasePlan,
    references: z.array(ReferenceRule).default([]),
    librarySteps: LibrarySteps,
  })
  .meta({ id: 'Phases' });
export type Phases = z.infer<typeof Phases>;
