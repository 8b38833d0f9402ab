import { z } from 'zod';
import { DataSetName, Name8 } from '../site/names.schema.ts';

const Mask = z
  .string()
  .regex(/^[A-Z0-9#@$%*]{1,8}$/)
  .meta({ description: 'A name; % stands for one character, * for any' });

/** How long a program runs in a job step, in seconds of the system's clock; the first rule that fits counts. */
export const ElapsedRule = z.strictObject({
  job: Mask.optional(),
  step: Mask.optional(),
  program: Mask.optional(),
  seconds: z.number().min(0).max(86_400),
});
export type ElapsedRule = z.infer<typeof ElapsedRule>;

const Ddname = z.string().regex(/^[A-Z#@$][A-Z0-9#@$]{0,7}$/);

/** Records that a declared program writes to a DD: lines of text, or what another DD holds. */
export const DeclaredWrite = z.strictObject({
  dd: Ddname,
  from: Ddname.optional().meta({ description: 'DD whose records are written, again from the first when they run out' }),
  lines: z.array(z.string()).default([]).meta({ description: 'Texts in turn; {n} is the number of the record' }),
  records: z
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .meta({ description: 'How many; one a line or source record when absent' }),
  recfm: z.enum(['F', 'FB', 'FBA', 'V', 'VB', 'VBA', 'U']).default('FB'),
  lrecl: z.int().min(1).max(32_760).optional(),
});

const parts = {
  elapsedSeconds: z.number().min(0).max(86_400),
  cpuSeconds: z.number().min(0).max(86_400),
  returnCode: z.int().min(0).max(4095),
  abend: z
    .string()
    .regex(/^(S[0-9A-F]{3}|U\d{4})$/)
    .meta({ description: 'S0C7 or U0100, after everything else' }),
  reads: z.array(Ddname).meta({ description: 'DDs that it opens and reads to the end; a missing one is S0C1' }),
  writes: z.array(DeclaredWrite),
  messages: z
    .array(z.string().max(133))
    .meta({ description: 'Lines for SYSOUT; {DDNAME} is the number of records read from it' }),
};
const outcome = {
  elapsedSeconds: parts.elapsedSeconds.optional(),
  cpuSeconds: parts.cpuSeconds.optional(),
  returnCode: parts.returnCode.default(0),
  abend: parts.abend.optional(),
  reads: parts.reads.default([]),
  writes: parts.writes.default([]),
  messages: parts.messages.default([]),
};
export const DeclaredOutcome = z.strictObject(outcome);
export type DeclaredOutcome = z.infer<typeof DeclaredOutcome>;

/** A program that is only declared: what it reads, writes and says, and how it ends. */
export const DeclaredProgram = z.strictObject({
  name: Name8,
  aliases: z.array(Name8).default([]),
  loadModule: z
    .boolean()
    .default(false)
    .meta({ description: 'Found only where a load module of the name stands in STEPLIB, JOBLIB or the link list' }),
  ...outcome,
  when: z
    .array(
      z.strictObject({
        parm: z.string().optional().meta({ description: 'Regular expression over PARM' }),
        input: z
          .strictObject({
            dd: Ddname,
            contains: z.string().optional(),
            empty: z.boolean().optional(),
            missing: z.boolean().optional(),
          })
          .optional(),
        then: z.strictObject(parts).partial().meta({ description: 'What is different in this case' }),
      }),
    )
    .default([])
    .meta({ description: 'The first case that fits counts' }),
});
export type DeclaredProgram = z.infer<typeof DeclaredProgram>;

/** A compile and link of COBOL sources, done when the system is filled. */
export const Build = z.strictObject({
  source: DataSetName,
  copylibs: z.array(DataSetName).default([]).meta({ description: 'In search order' }),
  load: DataSetName.meta({ description: 'Load library of batch programs' }),
  cicsLoad: DataSetName.optional().meta({ description: 'Load library of programs with EXEC CICS' }),
  dbrm: DataSetName.optional().meta({ description: 'Where programs with EXEC SQL leave their DBRM' }),
  version: z.string().max(64).default('').meta({ description: 'VERSION of the precompile' }),
  aliases: z.record(Name8, z.array(Name8)).default({}),
  members: z.array(Name8).optional().meta({ description: 'All members of the source library when absent' }),
});
export type Build = z.infer<typeof Build>;

/** A sequential data set made from a table (CSV with a heading of COBOL field names) and a copybook. */
export const TableData = z.strictObject({
  dsname: DataSetName,
  table: z.string().meta({ description: 'File beside this one' }),
  copybook: z.strictObject({ library: DataSetName, member: Name8 }),
});
export type TableData = z.infer<typeof TableData>;

/** `programs.yaml` of the programs folder. */
export const ProgramsFile = z.strictObject({
  elapsed: z.array(ElapsedRule).default([]),
  declared: z.array(DeclaredProgram).default([]),
  builds: z.array(Build).default([]),
  tables: z.array(TableData).default([]),
});
export type ProgramsFile = z.infer<typeof ProgramsFile>;
