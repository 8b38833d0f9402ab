import { z } from 'zod';
import { SubsystemsSite } from '../subsystems/subsystems.schema.ts';
import { Site } from './site.schema.ts';

/** The form of a site file as JSON Schema (draft 2020-12), for editors and for who writes one. */
export function siteJsonSchema(): object {
  const whole = Site.extend({
    subsystems: SubsystemsSite.optional().meta({ description: 'Db2, CICS, schedulers, library lookaside' }),
  });
  return z.toJSONSchema(whole, { io: 'input' });
}
