import { z } from 'zod';
import { readLoaderInput } from './batch-loader.ts';
import { jobText } from './job-text.ts';
import type { SchedulerParts } from './scheduler-parts.ts';
import type { SchedulerApplication } from './subsystems.ts';
import type { SchedulerSite } from './subsystems.schema.ts';

const StoredApplication = z.strictObject({ statements: z.array(z.string()) });

export interface ApplicationDatabase {
  all: () => readonly SchedulerApplication[];
  replace: (application: SchedulerApplication) => void;
}

/**
 * The application descriptions of a scheduler: as kept, or at a first start as the site's batch-loader members say.
 *
 * @throws {Error} a definition of the site that cannot be read
 */
export function applicationDatabase(
  site: SchedulerSite,
  { disk, dataSets }: Pick<SchedulerParts, 'disk' | 'dataSets'>,
): ApplicationDatabase {
  const room = `scheduler-ad-${site.subsystem}`;
  const stored = disk.entries(room).flatMap(([, value]) => StoredApplication.parse(value).statements);
  const born = site.definitions.flatMap(({ library, member }) => jobText(dataSets, [library], member, {}) ?? []);
  const input = readLoaderInput(stored.length > 0 ? stored : born);
  if (input.error !== undefined) throw new Error(`scheduler ${site.subsystem}: ${input.error}`);
  const applications = new Map(input.applications.map((application) => [application.adid, application]));
  const keep = ({ adid, statements }: SchedulerApplication) => disk.put(room, adid, { statements });
  if (stored.length === 0) for (const application of applications.values()) keep(application);
  return {
    all: () => [...applications.values()].sort((a, b) => (a.adid < b.adid ? -1 : 1)),
    replace(application) {
      applications.set(application.adid, application);
      keep(application);
    },
  };
}
