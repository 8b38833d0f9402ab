import { z } from 'zod';
import { PersonId, Role } from './caller.schema.ts';

/** A person as others see them. */
export const PersonView = z
  .strictObject({ id: PersonId, name: z.string(), roles: z.array(Role) })
  .meta({ id: 'PersonView' });
export type PersonView = z.infer<typeof PersonView>;
