import { z } from 'zod';
import { DeclaredProgram } from './programs.schema.ts';

/** The form of a declared program's file as JSON Schema (draft 2020-12), for editors and for who writes one. */
export const programJsonSchema = (): object => z.toJSONSchema(DeclaredProgram, { io: 'input' });
