import { z } from 'zod';

/** `PUT /practice/clock`: one thing that an operator does to the clock. */
export const ClockOrder = z.union([
  z.strictObject({
    speed: z.number().min(0).max(100_000).meta({ description: 'Its seconds for one of the machine; 0 stops it' }),
  }),
  z.strictObject({
    step: z
      .number()
      .positive()
      .max(366 * 86_400)
      .meta({ description: 'Seconds that pass at once' }),
  }),
  z.strictObject({
    now: z.iso.datetime({ offset: true }).meta({ description: 'What it shows from now on, with its offset from UTC' }),
  }),
]);
export type ClockOrder = z.infer<typeof ClockOrder>;
