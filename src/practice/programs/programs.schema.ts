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

/** A program that is only declared: what it says and how it ends. */
export const DeclaredProgram = z.strictObject({
  name: Name8,
  returnCode: z.int().min(0).max(4095).default(0),
  messages: z.array(z.string().max(120)).default([]).meta({ description: 'Lines for SYSOUT' }),
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
