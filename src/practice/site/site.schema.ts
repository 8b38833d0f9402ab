import { z } from 'zod';
import { Jes } from './jes.schema.ts';
import { DataSetName, Name8, NameMask } from './names.schema.ts';

/** Access levels in rising order (z/OS Security Server RACF Administrator's Guide). */
export const AccessLevel = z.enum(['NONE', 'EXECUTE', 'READ', 'UPDATE', 'CONTROL', 'ALTER']);
export type AccessLevel = z.infer<typeof AccessLevel>;

/** What RACF calls the OMVS segment of a user; what is left out is derived. */
export const OmvsSegment = z.strictObject({
  uid: z.int().min(0).max(2_147_483_647).optional(),
  home: z.string().regex(/^\//).optional().meta({ description: 'Default /u/userid in small letters' }),
  program: z.string().regex(/^\//).optional().meta({ description: 'Default /bin/sh' }),
});

/** z/OS UNIX: group numbers, and plain folders that fill the hierarchy at the first start. */
export const SiteUnix = z.strictObject({
  groups: z.record(Name8, z.int().min(0).max(2_147_483_647)).default({}).meta({ description: 'Group ids' }),
  from: z
    .array(z.strictObject({ directory: z.string().regex(/^\//), folder: z.string() }))
    .default([])
    .meta({ description: 'Directories filled from folders, which are relative to the site file' }),
});

export const SiteUser = z.strictObject({
  userid: Name8,
  password: z.string().min(1),
  name: z.string().default('PRACTICE USER'),
  groups: z.array(Name8).default([]),
  omvs: OmvsSegment.optional(),
});
export type SiteUser = z.infer<typeof SiteUser>;

/** One resource profile; the most specific mask of a class decides, and the owner of a high-level qualifier may do all. */
export const Profile = z.strictObject({
  class: z.enum(['DATASET', 'JESJOBS', 'JESSPOOL', 'OPERCMDS', 'SURROGAT', 'JOBCLASS', 'FACILITY']),
  name: NameMask.meta({ description: 'Such as KSBP.SAV.** or CANCEL.*.LOCKSTP.R609*' }),
  uacc: AccessLevel.default('NONE'),
  access: z.record(Name8, AccessLevel).default({}).meta({ description: 'Users and groups' }),
});
export type Profile = z.infer<typeof Profile>;

export const Space = z.strictObject({
  unit: z.enum(['TRACKS', 'CYLINDERS']).default('TRACKS'),
  primary: z.int().min(0).default(15),
  secondary: z.int().min(0).default(15),
  directory: z.int().min(0).default(20).meta({ description: 'Directory blocks of a PDS' }),
});

/** A data set that the system is born with, and the folder or file of plain text that fills it. */
export const SiteLibrary = z.strictObject({
  dsname: DataSetName,
  dsorg: z.enum(['PS', 'PO']).default('PO'),
  dsntype: z.enum(['PDS', 'LIBRARY']).default('LIBRARY'),
  recfm: z
    .enum(['F', 'FB', 'FA', 'FM', 'FBA', 'FBM', 'FS', 'FBS', 'V', 'VB', 'VA', 'VM', 'VBA', 'VBM', 'VS', 'VBS', 'U'])
    .default('FB'),
  lrecl: z.int().min(0).max(32_760).default(80),
  blksize: z.int().min(0).max(32_760).default(27_920),
  space: Space.prefault({}),
  volume: z.string().optional(),
  from: z
    .string()
    .optional()
    .meta({ description: 'Folder (PO) or file (PS), relative to the site file; several libraries may share one' }),
});
export type SiteLibrary = z.infer<typeof SiteLibrary>;

export const SiteGdg = z.strictObject({
  name: DataSetName.max(35),
  limit: z.int().min(1).max(999),
  scratch: z.boolean().default(true),
  empty: z.boolean().default(false),
});

/** Names that JCL may use for devices and classes; all pass unless the site is strict. */
export const Allocation = z.strictObject({
  strict: z.boolean().default(false).meta({ description: 'Fail jobs that name what is not listed here' }),
  units: z.array(Name8).default([]).meta({ description: 'Esoteric units besides SYSDA, VIO, 3390 and their like' }),
  storageClasses: z.array(Name8).default([]),
  managementClasses: z.array(Name8).default([]),
  dataClasses: z.array(Name8).default([]),
  catalogErrorsFail: z
    .boolean()
    .default(false)
    .meta({ description: 'CATLG_ERR FAILJOB(YES) of ALLOCxx: NOT CATLGD 2 fails the job' }),
});

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The practice system's own description: who may sign in, what runs where, what is on disk when it starts first. */
export const Site = z.strictObject({
  system: z.strictObject({
    name: Name8,
    sysplex: Name8,
    node: Name8,
    timeZone: z
      .string()
      .refine((zone) => isZone(zone), 'an IANA name such as Europe/London')
      .default('UTC')
      .meta({ description: 'IANA name; times of the job log are local' }),
    level: z
      .string("two digits in quotes, such as '29'")
      .regex(/^\d\d$/, "two digits in quotes, such as '29'")
      .default('29')
      .meta({ description: 'zosmf_version: 29 = z/OS 3.1' }),
  }),
  systems: z
    .array(z.strictObject({ name: Name8, active: z.boolean().default(true) }))
    .max(8)
    .default([])
    .meta({ description: 'Systems of the sysplex that share the job queue, besides or with `system`' }),
  volumes: z
    .array(
      z.strictObject({
        serial: z.string().regex(/^[A-Z0-9#@$]{1,6}$/),
        tracks: z.int().min(1).default(150_255),
        sms: z
          .boolean()
          .default(true)
          .meta({ description: 'False: data sets there are named by VOL=SER and catalogued when their step ends' }),
      }),
    )
    .min(1)
    .default([{ serial: 'PRC001', tracks: 150_255, sms: true }]),
  allocation: Allocation.prefault({}),
  security: z
    .strictObject({
      revokeAfter: z.int().min(1).default(5).meta({ description: 'Consecutive wrong passwords' }),
      tokenMinutes: z.number().positive().default(495),
      csrfHeader: z.enum(['lenient', 'strict']).default('lenient'),
      unprotected: AccessLevel.default('ALTER').meta({ description: 'Access where no profile matches' }),
    })
    .prefault({}),
  zosmf: z
    .strictObject({
      addressSpaces: z
        .int()
        .min(1)
        .default(50)
        .meta({ description: 'TSO address spaces in all (TSOASMGR MAXSESSIONS)' }),
      addressSpacesPerUser: z.int().min(1).default(10).meta({ description: 'Of one user (TSOASMGR MAXSESSPERUSER)' }),
    })
    .prefault({}),
  users: z.array(SiteUser).min(1),
  profiles: z.array(Profile).default([]),
  jes: Jes.prefault({}),
  linkList: z.array(DataSetName).default([]),
  libraries: z.array(SiteLibrary).default([]),
  generationGroups: z.array(SiteGdg).default([]),
  programs: z.string().optional().meta({ description: 'Folder of program modules, relative to the site file' }),
  unix: SiteUnix.optional(),
  subsystems: z.unknown().optional().meta({ description: 'Db2, CICS and scheduler; see subsystems/' }),
});
export type Site = z.infer<typeof Site>;
