import { z } from 'zod';
import { DataSetName, Name8 } from '../site/names.schema.ts';

const TableName = z.string().regex(/^[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*$/, 'QUALIFIER.NAME');

export const Db2Site = z.strictObject({
  ssid: z.string().regex(/^[A-Z][A-Z0-9]{0,3}$/),
  location: z.string().regex(/^[A-Z][A-Z0-9_]{0,15}$/),
  plans: z.array(z.strictObject({ name: Name8, pklist: z.array(z.string()).default([]) })).default([]),
  tables: z.array(TableName).default([]).meta({ description: 'What a bind may name' }),
  columns: z.record(TableName, z.array(z.string())).optional().meta({
    description: 'Columns of tables, so that SQL and binds can miss one (-206); other tables are not looked into',
  }),
  privileges: z
    .record(TableName, z.array(z.string()))
    .optional()
    .meta({ description: 'Ids that may use a table (-551); a table without an entry is for everybody' }),
  active: z.boolean().default(true).meta({ description: 'False: the subsystem is down when the system starts' }),
  owners: z
    .record(z.string(), z.array(Name8))
    .default({})
    .meta({ description: 'Package owners, and the users who may bind for each' }),
  packages: z
    .array(
      z.strictObject({
        collection: z.string(),
        library: DataSetName.meta({ description: 'DBRM library: token and version are read from its member' }),
        member: Name8,
        owner: z.string(),
        qualifier: z.string(),
      }),
    )
    .default([])
    .meta({ description: 'Bound when the system is filled' }),
});
export type Db2Site = z.infer<typeof Db2Site>;

export const CicsSite = z.strictObject({
  applid: Name8,
  sysid: z.string().regex(/^[A-Z0-9]{1,4}$/),
  dfhrpl: z.array(DataSetName).min(1),
  programs: z.array(Name8).default([]),
  files: z
    .record(z.string().regex(/^[A-Z0-9#@$]{1,8}$/), DataSetName)
    .default({})
    .meta({ description: 'File definitions and their data sets; open when the region starts' }),
  conversations: z
    .record(Name8, z.int().min(0).max(999))
    .default({})
    .meta({ description: 'Tasks that run a program from the start until CEMT SET TASK purges them' }),
  csd: DataSetName.optional().meta({ description: 'Its DFHCSD, where several regions share one or DFHCSDUP names it' }),
  llaCopy: z
    .enum(['YES', 'NEWCOPY', 'NO'])
    .default('YES')
    .meta({ description: 'SIT parameter LLACOPY: whether NEWCOPY and PHASEIN look past the library lookaside' }),
  holdsLibraries: z.boolean().default(true).meta({ description: 'DFHRPL libraries are held shared while it runs' }),
  transactions: z.record(z.string().regex(/^[A-Z0-9#@$]{1,4}$/), Name8).default({}),
  db2: z.strictObject({ ssid: z.string(), plan: Name8 }).optional(),
});
export type CicsSite = z.infer<typeof CicsSite>;

export const SchedulerSite = z.strictObject({
  subsystem: Name8,
  user: Name8.meta({ description: 'z/OS user that owns the jobs it submits' }),
  jclLibraries: z.array(DataSetName).min(1),
  definitions: z
    .array(z.strictObject({ library: DataSetName, member: Name8 }))
    .default([])
    .meta({ description: 'Batch-loader input that the databases are born with' }),
  longTermPlanDays: z.int().min(1).max(400).default(120),
  submitLateMinutes: z
    .int()
    .min(1)
    .default(240)
    .meta({ description: 'An operation found later than this after its start time, and never held, is passed over' }),
});
export type SchedulerSite = z.infer<typeof SchedulerSite>;

/** Library lookaside: libraries whose directories are kept as they were at the last refresh. */
export const LlaSite = z.strictObject({
  libraries: z.array(DataSetName).default([]),
});
export type LlaSite = z.infer<typeof LlaSite>;

/** The section `subsystems` of a site file. */
export const SubsystemsSite = z.strictObject({
  db2: z.array(Db2Site).default([]),
  cics: z.array(CicsSite).default([]),
  schedulers: z.array(SchedulerSite).default([]),
  lla: LlaSite.prefault({}),
});
export type SubsystemsSite = z.infer<typeof SubsystemsSite>;
