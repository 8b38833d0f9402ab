import { z } from 'zod';
import { PersonId } from '../access/caller.schema.ts';
import { ContentForm, LocalTime } from '../estate/estate.schema.ts';
import { DataSetName, JobName, MemberName, MemberRef, Sha256, UserId } from '../jcl/names.schema.ts';

export const StepId = z.string().regex(/^[0-9B]\d\d$/, 'must be three characters, such as 030 or B10');

/** A message that must, or must not, stand in a job step's output: literal text, `*` for any characters. */
export const MessageRule = z.strictObject({
  text: z.string().min(3),
  ddname: z.string().optional().meta({ description: 'SYSOUT DD to look in; all of the job step where absent' }),
});
export type MessageRule = z.infer<typeof MessageRule>;

/** One EXEC of a release job: what is accepted as its end, and what its output must say. */
export const PlannedJobStep = z.strictObject({
  name: MemberName,
  template: z.string(),
  accepts: z.array(z.int().min(0).max(4095)).min(1).default([0]),
  requires: z.array(MessageRule).default([]),
  forbids: z.array(MessageRule).default([]),
});
export type PlannedJobStep = z.infer<typeof PlannedJobStep>;

export const PlannedJob = z.strictObject({
  jobname: JobName,
  class: z.string(),
  steps: z.array(PlannedJobStep).min(1),
  /** Blob of the rendered JCL from the first statement after the JOB card on. */
  jcl: Sha256,
  /** Digest of all statements after the JOB statement, lines right-trimmed, LF: what is approved. */
  approved: Sha256,
  /** Libraries that the job writes: one writer a library at a time. */
  writes: z.array(DataSetName).default([]),
  /** Where jobs are not submitted held: what a second job with the same JCL would do. */
  again: z
    .enum(['repeatable', 'fenced'])
    .optional()
    .meta({ description: 'repeatable: it does no harm; fenced: it does nothing, because its first job step fails' }),
  /** The fence's name as it stands in `jcl`; each attempt has its own in this place. */
  fence: DataSetName.optional(),
});
export type PlannedJob = z.infer<typeof PlannedJob>;

/** A job that somebody else submits, the scheduler mostly; found by name, owner and time. */
export const PlannedObservation = z.strictObject({
  jobname: JobName,
  owner: UserId,
  submittedAfter: LocalTime,
  accepts: z.array(z.int()).default([0]),
});

const PackageRef = z.strictObject({ collection: z.string(), name: z.string(), version: z.string().optional() });

/** A question with an answer from the system: asked by check steps, after jobs, and for readiness. */
export const SystemCheck = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('same-content'),
    question: z.string(),
    pairs: z.array(z.strictObject({ left: MemberRef, right: MemberRef, form: ContentForm })),
  }),
  z.strictObject({
    kind: z.literal('content-is'),
    question: z.string(),
    members: z.array(z.strictObject({ at: MemberRef, form: ContentForm, digest: Sha256, of: z.string().optional() })),
  }),
  z.strictObject({
    kind: z.literal('absent'),
    question: z.string(),
    members: z.array(MemberRef).default([]),
    dataSets: z.array(DataSetName).default([]),
  }),
  z.strictObject({
    kind: z.literal('library'),
    question: z.string(),
    dsname: DataSetName,
    organisation: z.enum(['PDS', 'PDSE']),
    recfm: z.string(),
    lrecl: z.int(),
    blksize: z.int().optional(),
  }),
  z.strictObject({
    kind: z.literal('tokens'),
    question: z.string(),
    /** Each: DBRM and load module carry one token; where `package` is given the Db2 package carries it too. */
    programs: z.array(
      z.strictObject({ dbrm: MemberRef, load: MemberRef, ssid: z.string().optional(), package: PackageRef.optional() }),
    ),
  }),
  z.strictObject({
    kind: z.literal('packages-are'),
    question: z.string(),
    ssid: z.string(),
    packages: z.array(z.strictObject({ ...PackageRef.shape, present: z.boolean() })),
  }),
  z.strictObject({
    kind: z.literal('scan'),
    question: z.string(),
    /** A member scanned as installed, or JCL by its blob (then with the JOB card that the run will use). */
    member: MemberRef.optional(),
    jcl: Sha256.optional(),
    jobname: JobName.optional(),
  }),
]);
export type SystemCheck = z.infer<typeof SystemCheck>;

export const PlannedCommand = z.strictObject({
  command: z.string().max(126),
  /** Text that the answer must hold. */
  expects: z.array(z.string()).min(1),
  forbids: z.array(z.string()).default([]),
});

export type PlannedCommand = z.infer<typeof PlannedCommand>;

/** Something a person does and then confirms; nobody else may confirm it. */
export const Confirmation = z.strictObject({ by: PersonId, instruction: z.string().min(1) });

export const StepKind = z.enum(['job', 'observe', 'check', 'manual', 'bracket', 'command', 'notice']);
export type StepKind = z.infer<typeof StepKind>;

/** One release step: the smallest tracked action of a plan. */
export const PlanStep = z
  .strictObject({
    id: StepId,
    kind: StepKind,
    title: z.string(),
    owner: z.string(),
    minutes: z.int().min(0).meta({ description: 'Planned minutes' }),
    system: z.string(),
    runsAfter: z.array(z.strictObject({ step: StepId, because: z.string() })),
    changes: z.array(z.string()),
    job: PlannedJob.optional(),
    observe: PlannedObservation.optional(),
    commands: z.array(PlannedCommand).optional(),
    /** Asked in a check step, or after a job or command ended well. */
    checks: z.array(SystemCheck).optional(),
    confirm: Confirmation.optional(),
    bracket: z.strictObject({ name: z.string(), act: z.enum(['open', 'close']) }).optional(),
    notice: z.strictObject({ to: z.array(z.string()).min(1), text: z.string() }).optional(),
    /** Install steps that this backout step undoes: it is skipped when none of them began. */
    undoes: z.array(StepId).optional(),
    /** Once this step has started, members alone undo nothing any more. */
    pointOfNoReturn: z.boolean().optional(),
  })
  .meta({ id: 'PlanStep' });
export type PlanStep = z.infer<typeof PlanStep>;

/** Something that the planner saw and a person must answer before the release is ready. */
export const Finding = z.strictObject({
  id: z.string().regex(/^F\d\d$/),
  subject: z.string(),
  text: z.string(),
  answerBy: z.string().meta({ description: 'Approver group whose member answers' }),
});
export type Finding = z.infer<typeof Finding>;

/** An end that nobody wanted: told apart, because each asks for something else. */
export const BadEnd = z.enum([
  'wrong-code',
  'suspicious',
  'abend',
  'jcl-error',
  'security-error',
  'cancelled',
  'system-failure',
  'unknown',
  'check-failed',
]);

/** What to do about an end that nobody wanted; agreed with the release, acted on when a named person confirms. */
export const DecisionRule = z.strictObject({
  step: StepId.optional().meta({ description: 'Any step where absent' }),
  ends: z.array(BadEnd).min(1),
  advice: z.enum(['hold', 'retry', 'back-out']),
  because: z.string(),
  confirmBy: PersonId,
});
export type DecisionRule = z.infer<typeof DecisionRule>;

/** Both plans of a release, with the digest of everything that stands in them. */
export const Plan = z
  .strictObject({
    release: z.string(),
    contents: z.array(z.strictObject({ change: z.string(), contentDigest: Sha256 })),
    install: z.array(PlanStep),
    backout: z.array(PlanStep),
    findings: z.array(Finding),
    decisionTree: z.array(DecisionRule),
  })
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof Plan>;
