import { z } from 'zod';
import { PersonId, Role } from '../access/caller.schema.ts';
import { DataSetName, MemberName, UserId } from '../jcl/names.schema.ts';

const Slug = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be 2-40 of a-z 0-9 -, a letter first');

/** A wall-clock time in the estate's zone, without offset: `2026-09-12T23:00`. */
export const LocalTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'must be a local time such as 2026-09-12T23:00');

export const Person = z.strictObject({ id: PersonId, name: z.string().min(1).max(80), roles: z.array(Role).min(1) });
export type Person = z.infer<typeof Person>;

/** A group that decides on changes; `quorum` of its members must approve. */
export const ApproverGroup = z.strictObject({
  id: Slug,
  title: z.string().min(1).max(80),
  members: z.array(PersonId).min(1),
  quorum: z.int().min(1).default(1),
});
export type ApproverGroup = z.infer<typeof ApproverGroup>;

/** How z/OSMF of a system is reached. The password comes from the environment or from Zowe's secure store, never from here. */
export const ZosmfConnection = z.strictObject({
  host: z.string().min(1).optional().meta({ description: 'Without scheme; or name a Zowe profile instead' }),
  port: z.int().min(1).max(65_535).default(443),
  protocol: z.enum(['https', 'http']).default('https'),
  basePath: z.string().optional(),
  rejectUnauthorized: z.boolean().default(true),
  user: UserId.meta({ description: 'z/OS user that submits and owns the release jobs' }),
  profile: z
    .string()
    .optional()
    .meta({ description: 'Profile of zowe.config.json that gives host, port and password' }),
});
export type ZosmfConnection = z.infer<typeof ZosmfConnection>;

export const System = z.strictObject({
  id: z.string().regex(/^[A-Z#@$][A-Z0-9#@$]{0,7}$/, 'must be a system name of z/OS'),
  sysplex: z.string().optional(),
  jesNode: z.string().optional(),
  zosmf: ZosmfConnection,
  submit: z.enum(['strict', 'non-strict']).default('strict').meta({
    description: 'strict: every job is submitted held and then released. non-strict: it starts as it is submitted',
  }),
  fencePrefix: DataSetName.refine((name) => name.length <= 26, 'must be at most 26 characters: 18 follow')
    .optional()
    .meta({ description: 'First qualifiers of the names that fences catalogue on a system that is not strict' }),
  jobClasses: z
    .array(z.strictObject({ class: z.string().regex(/^[A-Z0-9]{1,8}$/), sideBySide: z.int().min(1).max(100) }))
    .min(1)
    .meta({ description: 'How many release jobs may run side by side in each class' }),
  pollEverySeconds: z.int().min(1).max(300).default(10),
  db2: z
    .array(z.strictObject({ ssid: z.string().regex(/^[A-Z#@$][A-Z0-9#@$]{0,3}$/), runLibrary: DataSetName.optional() }))
    .default([]),
  cics: z.array(z.string().regex(/^[A-Z#@$][A-Z0-9#@$]{0,7}$/)).default([]),
  scheduler: z
    .strictObject({ product: z.enum(['IZWS']), subsystem: z.string().regex(/^[A-Z#@$][A-Z0-9#@$]{0,3}$/) })
    .optional(),
});
export type System = z.infer<typeof System>;

/** What a library holds decides how its members are copied and how their digest is made. */
export const ContentForm = z.enum(['text', 'load-module', 'dbrm']);
export type ContentForm = z.infer<typeof ContentForm>;

/** One library of an application: production, where approved content waits, and where the pre-image goes. */
export const Library = z.strictObject({
  role: z
    .string()
    .regex(/^[A-Z0-9.]{1,20}$/)
    .meta({ description: 'Name by which item types refer to it, such as COBOL or CICS.LOADLIB' }),
  application: z.string(),
  system: z.string(),
  production: DataSetName,
  staging: z.string().meta({ description: 'Data set name; {{version}} stands for the release version' }),
  backup: z.string(),
  form: ContentForm,
  organisation: z.enum(['PDS', 'PDSE']),
  recfm: z.enum(['FB', 'VB', 'U']),
  lrecl: z.int().min(0),
  blksize: z.int().min(0),
  use: z
    .enum(['none', 'steplib', 'dfhrpl', 'jes-proclib', 'scheduler-jcl'])
    .default('none')
    .meta({ description: 'Role at run time; dfhrpl brings a PHASEIN for each program and region' }),
  regions: z.array(z.string()).default([]).meta({ description: 'CICS regions that have it in DFHRPL' }),
  jobSteps: z.strictObject({ copy: MemberName, backup: MemberName, restore: MemberName, remove: MemberName }),
});
export type Library = z.infer<typeof Library>;

/** JOB card of the release jobs on a system. Values are rendered with release, version, prefix, step and changes. */
export const JobCard = z.strictObject({
  system: z.string(),
  accounting: z.string().max(60),
  programmer: z.string().max(60).meta({ description: 'At most 20 characters once rendered' }),
  class: z.string().regex(/^[A-Z0-9]{1,8}$/),
  messageClass: z
    .string()
    .regex(/^[A-Z0-9]$/)
    .meta({ description: 'A held output class: else the spool is gone before it is read' }),
  notify: UserId.optional(),
  region: z.string().optional(),
});
export type JobCard = z.infer<typeof JobCard>;

export const Blackout = z.strictObject({ id: Slug, from: LocalTime, to: LocalTime, reason: z.string().min(1) });
export type Blackout = z.infer<typeof Blackout>;

export const Application = z.strictObject({
  id: z.string().regex(/^[A-Z0-9]{2,8}$/),
  name: z.string(),
  system: z.string(),
  highImpact: z.boolean().default(false),
});

/** Which groups decide on a change, by its risk; item types add more. */
export const ApprovalPolicy = z.strictObject({ low: z.array(Slug), medium: z.array(Slug), high: z.array(Slug) });

/** A site: people, systems, libraries and rules. Everything of a site that the service knows stands here. */
export const Estate = z
  .strictObject({
    estate: Slug,
    name: z.string().min(1).max(80),
    timeZone: z.string().meta({ description: 'IANA zone, such as Europe/London: every time that a person reads' }),
    people: z.array(Person).min(1),
    groups: z.array(ApproverGroup).min(1),
    approvalPolicy: ApprovalPolicy,
    applications: z.array(Application).min(1),
    systems: z.array(System).min(1),
    jobCards: z.array(JobCard).min(1),
    libraries: z.array(Library).min(1),
    blackouts: z.array(Blackout).default([]),
  })
  .meta({ id: 'Estate' });
export type Estate = z.infer<typeof Estate>;
