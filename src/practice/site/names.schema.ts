import { z } from 'zod';

/** One to eight characters, the first alphabetic or national: member, job, user, DD and program names. */
export const Name8 = z
  .string()
  .regex(/^[A-Z#@$][A-Z0-9#@$]{0,7}$/, 'one to eight characters A-Z 0-9 # @ $, no digit first');

/** Qualifiers of one to eight characters, 44 in all (z/OS DFSMS Using Data Sets, Data Set Names). */
export const DataSetName = z
  .string()
  .max(44)
  .regex(/^[A-Z#@$][A-Z0-9#@$-]{0,7}(\.[A-Z#@$][A-Z0-9#@$-]{0,7})*$/, 'a data set name in upper case');

/** A qualifier mask: `%` one character, `*` within a qualifier, `**` any number of qualifiers. */
export const NameMask = z
  .string()
  .min(1)
  .max(246)
  .regex(/^[A-Z0-9#@$%*.-]+$/);
