import { z } from 'zod';
import { header } from '../answer.ts';
import type { WireRequest } from '../answer.ts';
import { badRequest } from './errors.ts';
import { documentOf } from './json-body.ts';

const Enqueue = z
  .string()
  .trim()
  .toUpperCase()
  .pipe(z.enum(['SHR', 'SHRW', 'EXCLU']));

/**
 * The body of a utility request; names that it does not know are passed over.
 *
 * @see IBM z/OS Management Facility Programming Guide, z/OS data set and member utilities
 */
const Utility = z.looseObject({
  request: z.string(),
  'from-dataset': z
    .looseObject({
      dsn: z.string(),
      member: z.string().optional(),
      volser: z.string().optional(),
      alias: z.boolean().optional(),
    })
    .optional(),
  'from-file': z
    .looseObject({
      filename: z.string(),
      type: z.enum(['text', 'binary', 'executable']).default('text'),
    })
    .optional(),
  replace: z.boolean().optional(),
  enq: Enqueue.optional(),
  wait: z.boolean().optional(),
  purge: z.boolean().optional(),
});
export type Utility = z.infer<typeof Utility>;

/** The utility request of a body that is JSON with `request`; undefined when it is content. @throws {Refusal} 400 */
export function utilityOf(request: WireRequest): Utility | undefined {
  if (!/^application\/json/i.test(header(request, 'Content-Type') ?? '')) return undefined;
  const parsed = Utility.safeParse(documentOf(request.body));
  if (parsed.success) return parsed.data;
  throw badRequest(7, `Value of ${String(parsed.error.issues[0]?.path[0] ?? 'request')} is not valid`);
}
