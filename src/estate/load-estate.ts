import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { LockstepError } from '../shared/errors.ts';
import { estateFaults } from './estate.rules.ts';
import { Estate } from './estate.schema.ts';

/**
 * Reads a site's estate from its YAML file.
 *
 * @returns the estate, frozen in depth
 * @throws {LockstepError} `estate.invalid`; `facts.faults` names each field that is wrong, and why
 */
export function loadEstate(path: string): Estate {
  return estateFrom(readFileSync(path, 'utf8'), path);
}

/** The same from YAML text; `source` stands in the message. */
export function estateFrom(yaml: string, source: string): Estate {
  const read = Estate.safeParse(parsed(yaml, source));
  if (!read.success)
    throw invalid(
      source,
      read.error.issues.map(({ path, message }) => ({ field: path.join('.'), why: message })),
    );
  const faults = estateFaults(read.data);
  if (faults.length > 0) throw invalid(source, faults);
  return frozen(read.data);
}

/** JSON Schema (2020-12) of the estate file, for editors and for the API. */
export function estateSchema(): Record<string, unknown> {
  const { $defs, $ref: _, ...rest } = z.toJSONSchema(Estate, { io: 'input' });
  return { ...rest, ...$defs?.['Estate'] };
}

function parsed(yaml: string, source: string): unknown {
  try {
    return parse(yaml);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'cannot be read';
    throw new LockstepError('estate.invalid', `${source}: ${why}`, { source }, { cause: error });
  }
}

function invalid(source: string, faults: readonly { field: string; why: string }[]): LockstepError {
  const text = faults.map(({ field, why }) => `${field === '' ? 'the file' : field}: ${why}`).join('; ');
  return new LockstepError('estate.invalid', `${source}: ${text}`, { source, faults });
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
