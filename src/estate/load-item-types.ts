import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { LockstepError } from '../shared/errors.ts';
import type { Estate } from './estate.schema.ts';
import { ItemType, Phases } from './item-type.schema.ts';
import { itemTypeFaults, type ItemTypes } from './item-types.rules.ts';

const phasesFile = 'phases.yaml';

/**
 * Reads a folder of item types: one YAML file a type, and `phases.yaml`.
 *
 * @throws {LockstepError} `item-types.invalid`; `facts.faults` names each field that is wrong, and why
 */
export function loadItemTypes(folder: string, estate: Estate): ItemTypes {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== phasesFile);
  const types = new Map<string, ItemType>();
  for (const file of files.sort()) {
    const type = read(join(folder, file), ItemType);
    if (types.has(type.type)) throw invalid(file, [{ field: 'type', why: `${type.type} is defined twice` }]);
    types.set(type.type, type);
  }
  const all = { types, phases: read(join(folder, phasesFile), Phases) };
  const faults = itemTypeFaults(all, estate);
  if (faults.length > 0) throw invalid(folder, faults);
  return all;
}

function read<T>(path: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parse(readFileSync(path, 'utf8')));
  if (result.success) return result.data;
  throw invalid(
    path,
    result.error.issues.map(({ path: field, message }) => ({ field: field.join('.'), why: message })),
  );
}

function invalid(source: string, faults: readonly { field: string; why: string }[]): LockstepError {
  const text = faults.map(({ field, why }) => `${field}: ${why}`).join('; ');
  return new LockstepError('item-types.invalid', `${source}: ${text}`, { source, faults });
}
