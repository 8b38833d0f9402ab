import { z } from 'zod';
import { DataSetName, Name8 } from './names.schema.ts';

const ClassName = z.string().regex(/^[A-Z0-9]{1,8}$/, 'one to eight characters A-Z 0-9');

export const JobClass = z.strictObject({
  name: ClassName,
  initiators: z
    .int()
    .min(0)
    .max(100)
    .default(0)
    .meta({ description: 'Initiators that take this class alone, on every system; see also `initiators`' }),
  hold: z.boolean().default(false).meta({ description: 'Jobs of the class wait until the class is released' }),
  duplicateNames: z
    .enum(['DELAY', 'NODELAY'])
    .default('DELAY')
    .meta({ description: 'Whether two jobs of one name wait for each other' }),
  typrun: z.enum(['SCAN', 'HOLD', 'JCLHOLD', 'COPY']).optional(),
  messageLevel: z
    .string()
    .regex(/^[012],[01]$/)
    .optional()
    .meta({ description: 'MSGLEVEL of jobs that do not say, such as 1,1' }),
  timeMinutes: z.number().positive().optional().meta({ description: 'CPU time of jobs that do not say' }),
  jobrc: z.enum(['MAXRC', 'LASTRC']).default('MAXRC'),
});
export type JobClass = z.infer<typeof JobClass>;

/** Initiators that take several classes, in the order of their list (JES2 initialization statement INIT). */
export const InitiatorGroup = z.strictObject({
  classes: z.array(ClassName).min(1),
  count: z.int().min(1).max(500).default(1),
  system: Name8.optional().meta({ description: 'Default: every system of the sysplex' }),
  started: z.boolean().default(true),
});

const Disposition = z.enum(['WRITE', 'HOLD', 'KEEP', 'LEAVE', 'PURGE']);

/** What becomes of SYSOUT of a class (JES2 initialization statement OUTCLASS). */
export const OutputClass = z.strictObject({
  name: z.string().regex(/^[A-Z0-9]$/),
  disposition: Disposition.default('HOLD'),
  abnormal: Disposition.optional().meta({ description: 'For jobs that did not end with a code' }),
  writtenAfter: z
    .number()
    .min(0)
    .optional()
    .meta({ description: 'Seconds until a writer or an archiver has taken output with disposition WRITE' }),
});

export const Jes = z.strictObject({
  classes: z
    .array(JobClass)
    .default([])
    .meta({ description: 'What is not the default; the classes A-Z and 0-9 are always there' }),
  initiators: z
    .array(InitiatorGroup)
    .optional()
    .meta({ description: 'Default: ten that take all classes, where no class has initiators of its own' }),
  defaultClass: z.string().default('A'),
  defaultMessageClass: z.string().length(1).default('A'),
  outputClasses: z.array(OutputClass).default([]).meta({ description: 'A class that is not named holds its output' }),
  retentionDays: z.number().positive().optional().meta({ description: 'Days after which output is purged' }),
  firstJobNumber: z.int().min(1).max(999_999).default(1),
  procedureLibraries: z.array(DataSetName).default([]).meta({ description: 'System PROCLIB concatenation' }),
  namedProcedureLibraries: z
    .record(Name8, z.array(DataSetName))
    .default({})
    .meta({ description: 'By the name that /*JOBPARM PROCLIB= gives' }),
  priorityFromJob: z.boolean().default(false).meta({ description: 'Whether PRTY= counts (JOBDEF PRTYJOB)' }),
  restartsJobs: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether jobs that a system lost run again where they do not say' }),
  stepStatistics: z.boolean().default(false).meta({ description: 'Lines of a site exit for each step in the job log' }),
  schedulingEnvironments: z
    .record(z.string().max(16), z.array(Name8))
    .default({})
    .meta({ description: 'Systems on which each is available; one that is not named is available everywhere' }),
  secondary: z
    .array(z.string().regex(/^[A-Z0-9#@$]{1,4}$/))
    .default([])
    .meta({ description: 'Secondary JES2 subsystems, addressed as /-JESB' }),
  listLagSeconds: z.number().min(0).default(0).meta({ description: 'Time between 201 and visibility in lists' }),
});
export type Jes = z.infer<typeof Jes>;
