import { z } from 'zod';
import { operation } from '../http/operation.ts';
import { Estate } from './estate.schema.ts';
import { estateSchema } from './load-estate.ts';

/** What the service knows of the site, and the form in which a site writes it. */
export const estateOperations = (estate: Estate) => [
  operation({
    id: 'readEstate',
    method: 'get',
    path: '/estate',
    summary: 'People, groups, systems, libraries and rules of this site',
    tags: ['estate'],
    status: 200,
    answer: Estate,
    problems: [],
    run: () => ({ body: estate }),
  }),
  operation({
    id: 'readEstateSchema',
    method: 'get',
    path: '/estate/schema',
    summary: 'JSON Schema of the estate file',
    tags: ['estate'],
    status: 200,
    answer: z.record(z.string(), z.unknown()),
    problems: [],
    run: () => ({ body: estateSchema() }),
  }),
];
