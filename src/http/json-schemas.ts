import { z } from 'zod';
import { canonicalJson, type JsonObject } from '../shared/canonical-json.ts';

type Direction = 'input' | 'output';

/**
 * JSON Schemas (draft 2020-12, as OpenAPI 3.1 takes them) of zod schemas. A schema with `meta({ id })` becomes a
 * component under its id; where a request may leave out what an answer always has, the request's form is `<id>Input`.
 */
export class JsonSchemas {
  readonly #components = new Map<string, JsonObject>();

  /** The schema for use in a document, with its named parts among the components. */
  of(schema: z.ZodType, direction: Direction): JsonObject {
    const { $defs = {}, ...json } = convert(schema, direction);
    delete json['$schema'];
    const parts = $defs as Readonly<Record<string, JsonObject>>;
    const names = new Map(Object.keys(parts).map((id) => [id, this.#nameFor(id, schema, direction)]));
    for (const [id, part] of Object.entries(parts)) this.#components.set(names.get(id) ?? id, renamed(part, names));
    return renamed(json as JsonObject, names);
  }

  components(): Record<string, JsonObject> {
    return Object.fromEntries([...this.#components].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  #nameFor(id: string, within: z.ZodType, direction: Direction): string {
    if (direction === 'output') return id;
    const named = z.globalRegistry.get(within)?.id === id ? within : registered(id);
    return named === undefined || same(named) ? id : `${id}Input`;
  }
}

function registered(id: string): z.ZodType | undefined {
  const found: unknown = z.globalRegistry._idmap.get(id);
  return found as z.ZodType | undefined;
}

/** True where a request and an answer have one form, all the way down. */
function same(schema: z.ZodType): boolean {
  return canonicalJson(convert(schema, 'input')) === canonicalJson(convert(schema, 'output'));
}

function convert(schema: z.ZodType, io: Direction): Record<string, unknown> {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return JSON.parse(JSON.stringify(json)) as Record<string, unknown>;
}

function renamed(json: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const text = JSON.stringify(json, (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string' || !value.startsWith('#/$defs/')) return value;
    const id = value.slice('#/$defs/'.length);
    return `#/components/schemas/${names.get(id) ?? id}`;
  });
  return JSON.parse(text) as JsonObject;
}
