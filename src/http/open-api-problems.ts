import type { JsonObject } from '../shared/canonical-json.ts';
import { problems, type ProblemCode } from '../shared/problems.ts';
import { problemMedia } from './problem.ts';

/** Form of every error answer (RFC 9457); further members are facts of the one problem. */
export const problemSchema: JsonObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: { type: 'string', description: '`urn:lockstep:problem:` and the stable code' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'Names the request; the log names it too' },
    errors: {
      type: 'array',
      description: 'Of `request.invalid`: every field that does not fit',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
  additionalProperties: true,
};

/** Error answers by status, with the codes that an operation may give. */
export function problemResponses(codes: readonly ProblemCode[]): Record<string, JsonObject> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { [problemMedia]: { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      status,
      { description: ofStatus.map((code) => `\`${code}\`: ${problems[code].title}`).join('\n\n'), content },
    ]),
  );
}
