import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { LockstepError } from '../../shared/errors.ts';
import { SubsystemsSite } from '../subsystems/subsystems.schema.ts';
import { Site } from './site.schema.ts';

/**
 * Reads and checks a site file; folders in it become absolute.
 *
 * @throws {LockstepError} `config.invalid`: names the file, and the line or every field that does not fit
 */
export function readSite(path: string): Site {
  const site = checked(path, contentOf(path));
  const home = dirname(resolve(path));
  return {
    ...site,
    ...(site.programs === undefined ? {} : { programs: resolve(home, site.programs) }),
    ...(site.unix === undefined
      ? {}
      : {
          unix: {
            ...site.unix,
            from: site.unix.from.map(({ directory, folder }) => ({ directory, folder: resolve(home, folder) })),
          },
        }),
    libraries: site.libraries.map((library) =>
      library.from === undefined ? library : { ...library, from: resolve(home, library.from) },
    ),
  };
}

function contentOf(path: string): unknown {
  if (statSync(path).isDirectory()) throw wrong(path, 'it is a folder; a site file is one file of YAML');
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && error.name === 'YAMLParseError') throw wrong(path, error.message.trimEnd());
    throw error;
  }
}

function checked(path: string, content: unknown): Site {
  const site = Site.safeParse(content);
  const subsystems = SubsystemsSite.safeParse((site.success ? site.data.subsystems : undefined) ?? {});
  const lines = [
    ...(site.error?.issues ?? []).map((issue) => lineOf(issue)),
    ...(subsystems.error?.issues ?? []).map((issue) => lineOf(issue, ['subsystems'])),
  ];
  if (site.data === undefined || lines.length > 0) throw wrong(path, lines.join('\n'));
  return site.data;
}

/** A field as one writes it: `jes.classes[0].name: …`. */
function lineOf({ path, message }: z.core.$ZodIssue, before: readonly string[] = []): string {
  const field = [...before, ...path].reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${String(part)}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
  return field === '' ? message : `${field}: ${message}`;
}

const wrong = (path: string, what: string): LockstepError =>
  new LockstepError('config.invalid', what.includes('\n') ? `${path}:\n${what}` : `${path}: ${what}`, { file: path });
