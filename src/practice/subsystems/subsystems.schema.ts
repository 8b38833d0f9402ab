import { z } from 'zod';
import { DataSetName, Name8 } from '../site/names.schema.ts';

const TableName = z.string().regex(/^[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*$/, 'QUALIFIER.NAME');

export const Db2Site = z.strictObject({
  ssid: z.string().regex(/^[A-Z][A-Z0-9]{0,3}$/),
  location: z.string().regex(/^[A-Z][A-Z0-9_]{0,15}$/),
  plans: z.array(z.strictObject({ name: Name8, pklist: z.array(z.string()).default([]) })).default([]),
  tables: z.array(TableName).default([]).meta({ description: 'What a bind may name' }),
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

/** The section `subsystems` of a site file. */
export const SubsystemsSite = z.strictObject({
  db2: z.array(Db2Site).default([]),
  cics: z.array(CicsSite).default([]),
  schedulers: z.array(SchedulerSite).default([]),
});
export type SubsystemsSite = z.infer<typeof SubsystemsSite>;
