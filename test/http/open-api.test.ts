import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { z } from 'zod';
import { openApiOf } from '../../src/http/open-api.ts';
import { operation } from '../../src/http/operation.ts';
import { crateOperations, smallService } from './small-service.ts';
import { stubBook } from './stub-book.ts';

interface Described {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content: Record<string, { schema: unknown }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, { required?: string[]; properties?: object }> };
}

const documentOf = (...more: Parameters<typeof openApiOf>[0]) =>
  openApiOf([...crateOperations(stubBook()), ...more], { version: '1.2.3' }) as unknown as Document;

describe('the OpenAPI document', () => {
  it('is served, and describes every operation that the router has', async () => {
    const served = (await request(smallService().app).get('/openapi.json').expect(200)).body as Document;
    expect(served).toEqual(documentOf());
    expect(served.openapi).toBe('3.1.0');
    const ids = Object.values(served.paths).flatMap((at) => Object.values(at).map(({ operationId }) => operationId));
    expect(ids.sort()).toEqual(
      crateOperations(stubBook())
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('names shared schemas once; what a request may leave out is a form of its own', () => {
    const { paths, components } = documentOf();
    const posted = paths['/crates']?.['post']?.requestBody?.content['application/json']?.schema;
    const viewed = paths['/crates/{crate}']?.['get']?.responses['200']?.content['application/json']?.schema;
    expect(posted).toEqual({ $ref: '#/components/schemas/CrateInput' });
    expect(viewed).toEqual({ $ref: '#/components/schemas/Crate' });
    expect(components.schemas['CrateInput']?.required).toEqual(['name']);
    expect(components.schemas['Crate']?.required).toEqual(['name', 'parts']);
  });

  it('refers to nothing that is not there', () => {
    const document = documentOf();
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(refs.length).toBeGreaterThan(3);
    for (const name of refs) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it('tells the parameters of path, query and headers', () => {
    const { paths } = documentOf();
    const names = (described: Described | undefined) => described?.parameters.map((one) => `${one.in} ${one.name}`);
    expect(names(paths['/crates/{crate}/seal']?.['put'])).toEqual([
      'path crate',
      'header Lockstep-Page',
      'header If-Match',
      'header Idempotency-Key',
    ]);
    expect(names(paths['/crates']?.['get'])).toEqual(['query after', 'query limit', 'header Lockstep-Page']);
  });

  it('tells every problem by status, those of all operations and its own', () => {
    const responses = documentOf().paths['/crates']?.['post']?.responses ?? {};
    expect(Object.keys(responses)).toEqual(['201', '400', '401', '403', '413', '415', '422', '429', '503']);
    expect(responses['503']?.description).toContain('`zosmf.busy`');
    expect(responses['503']?.description).toContain('`ledger.behind`');
  });

  it('keeps a named part of an unnamed answer among the components', () => {
    const Lid = z.strictObject({ colour: z.string() }).meta({ id: 'TestLid' });
    const lids = operation({
      id: 'listLids',
      method: 'get',
      path: '/lids',
      summary: 'List lids',
      tags: ['lids'],
      status: 200,
      answer: z.strictObject({ rows: z.array(Lid) }),
      problems: [],
      run: () => ({ body: { rows: [] } }),
    });
    expect(documentOf(lids).components.schemas).toHaveProperty('TestLid');
  });
});
