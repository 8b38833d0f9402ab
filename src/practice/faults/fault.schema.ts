import { z } from 'zod';
import { Often } from './often.schema.ts';

/** What goes wrong, for which requests, and how often. */
export const Fault = z.strictObject({
  method: z.string().default('*').meta({ description: 'HTTP method, or * for all' }),
  path: z.string().default('.*').meta({ description: 'Regular expression over path and query' }),
  ...Often,
  effect: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('drop-before') }).meta({ description: 'The connection ends, nothing was done' }),
    z
      .strictObject({ kind: z.literal('drop-after') })
      .meta({ description: 'All was done, the connection ends without an answer' }),
    z.strictObject({ kind: z.literal('silent'), seconds: z.number().positive().max(3600).default(3600) }),
    z.strictObject({ kind: z.literal('delay'), milliseconds: z.int().min(1).max(3_600_000) }),
    z.strictObject({
      kind: z.literal('answer'),
      status: z.int().min(200).max(599),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.string().default(''),
      after: z.boolean().default(false).meta({ description: 'Whether the request is carried out first' }),
    }),
    z
      .strictObject({
        kind: z.literal('hold-back'),
        seconds: z.number().positive().max(86_400).optional(),
        stays: z.boolean().default(false),
      })
      .meta({
        description:
          'The request lands so many seconds of the system later, or when it is let; its sender hears nothing, or with `stays` waits',
      }),
    z
      .strictObject({ kind: z.literal('half') })
      .meta({ description: 'The request is carried out, and the connection ends in the middle of the answer' }),
    z.strictObject({ kind: z.literal('html') }).meta({ description: 'A gateway page with status 200' }),
  ]),
});
export type Fault = z.infer<typeof Fault>;
