import type { z } from 'zod';
import type { JsonObject } from '../shared/canonical-json.ts';
import type { ProblemCode } from '../shared/problems.ts';
import { JsonSchemas } from './json-schemas.ts';
import type { Operation } from './operation.ts';
import { problemResponses, problemSchema } from './open-api-problems.ts';

export type OpenApi = JsonObject;

export interface OpenApiFacts {
  readonly version: string;
  /** Where the operations are mounted. @default /api/v1 */
  readonly base?: string;
}

/** The OpenAPI 3.1 document of a list of operations: the same list that the router serves. */
export function openApiOf(operations: readonly Operation[], { version, base = '/api/v1' }: OpenApiFacts): OpenApi {
  const schemas = new JsonSchemas();
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = describe(operation, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lockstep',
      version,
      description:
        'Release coordination for IBM z/OS. Answers carry the version of a record as ETag and the page of the ledger ' +
        'as Lockstep-Page; errors are problem details (RFC 9457) with a stable type.',
    },
    servers: [{ url: base }],
    security: [{ bearer: [] }],
    tags: [...new Set(operations.flatMap(({ tags }) => tags))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problemSchema, ...schemas.components() },
    },
  };
}

function describe(operation: Operation, schemas: JsonSchemas): JsonObject {
  const { id, summary, description, tags, roles, body } = operation;
  const rolesText = roles === undefined ? undefined : `Roles: ${roles.join(', ')}.`;
  const text = [description, rolesText].filter((part) => part !== undefined).join('\n\n');
  return {
    operationId: id,
    summary,
    ...(text !== '' && { description: text }),
    tags: [...tags],
    parameters: parametersOf(operation, schemas),
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: schemas.of(body, 'input') } } },
    }),
    responses: { [operation.status]: goodResponse(operation, schemas), ...problemResponses(problemsOf(operation)) },
  };
}

function parametersOf(operation: Operation, schemas: JsonSchemas): JsonObject[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const declared = fieldsOf(operation.params, 'path', schemas);
  const inPath = names.map(
    (name) =>
      declared.find((parameter) => parameter['name'] === name) ?? {
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      },
  );
  return [
    ...inPath,
    ...fieldsOf(operation.query, 'query', schemas),
    ...fieldsOf(operation.headers, 'header', schemas),
    ...conditionHeaders(operation),
  ];
}

function fieldsOf(
  schema: z.ZodType | undefined,
  place: 'path' | 'query' | 'header',
  schemas: JsonSchemas,
): JsonObject[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemas.of(schema, 'input');
  return Object.entries(properties as JsonObject).map(([name, value]) => {
    const { description, ...rest } = value as JsonObject;
    const isRequired = place === 'path' || (required as readonly string[]).includes(name);
    return { name, in: place, required: isRequired, ...(description !== undefined && { description }), schema: rest };
  });
}

function conditionHeaders({ method, ifMatch, idempotent }: Operation): JsonObject[] {
  const header = (name: string, required: boolean, description: string, pattern: string) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string', pattern },
  });
  return [
    header('Lockstep-Page', false, 'Wait until this instance has read that page, at most 2 s', '^\\d{1,12}$'),
    ...(ifMatch === undefined
      ? []
      : [header('If-Match', ifMatch === 'required', 'ETag of the record that was read', '^"\\d+"$')]),
    ...(method === 'get' || idempotent === false
      ? []
      : [header('Idempotency-Key', false, 'A retry with the same key is done once', '^[\\x20-\\x7e]{1,128}$')]),
  ];
}

function goodResponse({ answer, media, summary }: Operation, schemas: JsonSchemas): JsonObject {
  const headers = {
    'Lockstep-Page': { description: 'Page of the ledger that the answer reflects', schema: { type: 'integer' } },
    ...(answer !== undefined && { ETag: { description: 'Version of the record', schema: { type: 'string' } } }),
  };
  if (answer !== undefined)
    return { description: summary, headers, content: { 'application/json': { schema: schemas.of(answer, 'output') } } };
  if (media !== undefined)
    return { description: summary, headers, content: { [media]: { schema: { type: 'string' } } } };
  return { description: summary, headers };
}

function problemsOf({ method, body, roles, ifMatch, idempotent, problems }: Operation): readonly ProblemCode[] {
  const changes = method !== 'get';
  return [
    'request.invalid',
    'access.unauthenticated',
    'request.too-many',
    'ledger.behind',
    ...(roles === undefined && !changes ? [] : (['access.forbidden'] as const)),
    ...(changes ? (['request.malformed', 'ledger.unknown-outcome', 'ledger.unavailable'] as const) : []),
    ...(body === undefined ? [] : (['request.too-large', 'request.unsupported-media-type'] as const)),
    ...(ifMatch === undefined ? [] : (['request.version-stale'] as const)),
    ...(ifMatch === 'required' ? (['request.version-required'] as const) : []),
    ...(changes && idempotent !== false ? (['request.key-reused'] as const) : []),
    ...problems,
  ];
}
