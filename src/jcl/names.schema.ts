import { z } from 'zod';

const national = 'A-Z#@$';

/** JES job name: 1–8 characters, the first alphabetic or national (z/OS MVS JCL Reference, JOB statement). */
export const JobName = z
  .string()
  .regex(new RegExp(`^[${national}][${national}0-9]{0,7}$`), 'must be a job name of z/OS');
export type JobName = z.infer<typeof JobName>;

/** Member, program, procedure or job step name: the same form as a job name. */
export const MemberName = z
  .string()
  .regex(
    new RegExp(`^[${national}][${national}0-9]{0,7}$`),
    'must be a member name of z/OS: 1-8 of A-Z 0-9 # @ $, no digit first',
  );
export type MemberName = z.infer<typeof MemberName>;

/** Data set name: qualifiers of 1–8 characters joined by periods, 44 in all (z/OS MVS JCL Reference, DSNAME). */
export const DataSetName = z
  .string()
  .max(44, 'must be at most 44 characters')
  .regex(
    new RegExp(`^[${national}][${national}0-9-]{0,7}(\\.[${national}][${national}0-9-]{0,7})*$`),
    'must be a data set name of z/OS',
  );
export type DataSetName = z.infer<typeof DataSetName>;

/** z/OS user id: 1–8 characters (RACF). */
export const UserId = z.string().regex(new RegExp(`^[${national}][${national}0-9]{0,7}$`), 'must be a z/OS user id');

/** A library member written `DSN(MEMBER)` is split in two wherever it is kept. */
export const MemberRef = z.strictObject({ library: DataSetName, member: MemberName });
export type MemberRef = z.infer<typeof MemberRef>;

/** SHA-256 in lower-case hexadecimal. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal');
export type Sha256 = z.infer<typeof Sha256>;
