import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { Site } from './site.schema.ts';

/**
 * Reads and checks a site file; folders in it become absolute.
 *
 * @throws {ZodError} names every field that does not fit
 */
export function readSite(path: string): Site {
  const site = Site.parse(parse(readFileSync(path, 'utf8')));
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
