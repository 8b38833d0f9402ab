import { z } from 'zod';
import { Often } from './often.schema.ts';

const Mask = z
  .string()
  .regex(/^[A-Z0-9#@$*%]{1,8}$/, 'a name in upper case; * for any characters, % for one')
  .default('*')
  .meta({ description: 'A name; * for any characters, % for one' });
const DataSetMask = z
  .string()
  .regex(/^[A-Z0-9#@$.*%-]{1,44}$/, 'a data set name in upper case; * within a qualifier, ** over several')
  .meta({ description: 'A data set name; * within a qualifier, ** over several' });
const AbendCode = z.string().regex(/^(S[0-9A-F]{3}|U\d{4})$/, 'Sxxx or Unnnn, such as S0C7 or U0100');
const Step = { jobname: Mask, step: Mask, program: Mask };

/** What goes wrong in the system behind the wire, where, and how often. */
export const SystemFault = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('abend-step'), ...Step, code: AbendCode, reason: z.string().optional(), ...Often })
    .meta({ description: 'The program of the step ends so before it has done anything' }),
  z
    .strictObject({ kind: z.literal('step-rc'), ...Step, code: z.int().min(0).max(4095), ...Often })
    .meta({ description: 'The program does its work and ends with this code' }),
  z
    .strictObject({ kind: z.literal('cancel-job'), ...Step, ...Often })
    .meta({ description: 'The operator cancels the job as the step begins' }),
  z
    .strictObject({ kind: z.literal('jcl-error'), jobname: Mask, ...Often })
    .meta({ description: 'The converter finds an error in the job' }),
  z
    .strictObject({ kind: z.literal('directory-full'), dsname: DataSetMask, ...Often })
    .meta({ description: 'The directory has no block for another member' }),
  z
    .strictObject({ kind: z.literal('no-space'), dsname: DataSetMask, ...Often })
    .meta({ description: 'What is written does not fit: no further extent' }),
  z
    .strictObject({ kind: z.literal('volume-full'), dsname: DataSetMask, ...Often })
    .meta({ description: 'No volume has room for a new data set' }),
  z
    .strictObject({ kind: z.literal('in-use'), dsname: DataSetMask, ...Often })
    .meta({ description: 'Somebody else holds the data set as it is asked for over the wire' }),
]);
export type SystemFault = z.infer<typeof SystemFault>;
