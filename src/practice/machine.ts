import type { Clock } from '../shared/clock.ts';
import { operatedClock } from './clock/operated-clock.ts';
import { operatorLog } from './console/operator-log.ts';
import { runCommand } from './console/run-command.ts';
import { createDataSets } from './datasets/create-data-sets.ts';
import type { Disk } from './disk/disk.ts';
import { memoryDisk } from './disk/disk.ts';
import { lmdbDisk } from './disk/lmdb-disk.ts';
import { nextJobNumber } from './faults/counts.ts';
import { ordinaryBehaviour } from './faults/behaviour.ts';
import { createJes } from './jes/create-jes.ts';
import { createPrograms, programFinder } from './programs/create-programs.ts';
import { accessMethodServices } from './programs/idcams.ts';
import { loadSitePrograms } from './programs/load-site-programs.ts';
import { createAuthority } from './security/authority.ts';
import { fill } from './site/fill.ts';
import type { Site } from './site/site.schema.ts';
import { createSubsystems } from './subsystems/create-subsystems.ts';
import type { Machine } from './system.ts';
import { createUnixFiles } from './unix/create-unix-files.ts';

const bornBy = 'IBMUSER';

/**
 * Builds the small z/OS of a site: filled at its first start, as it was left at every later one.
 *
 * @param wall what sign-on tokens follow, when that is not the system's clock
 * @throws {ZodError | Error} names the section, file or member that does not fit
 */
export async function buildMachine(
  site: Site,
  clock: Clock,
  folder?: string,
  wall?: Clock,
): Promise<Machine & { stop: () => Promise<void> }> {
  const disk = folder === undefined ? memoryDisk() : lmdbDisk(folder);
  try {
    return { ...(await assembled(site, clock, disk)), ...(wall === undefined ? {} : { wall }) };
  } catch (error) {
    await disk.close();
    throw error;
  }
}

async function assembled(site: Site, below: Clock, disk: Disk): Promise<Machine & { stop: () => Promise<void> }> {
  const { timeZone } = site.system;
  const clock = operatedClock(below, disk);
  const log = operatorLog(clock);
  const dataSets = createDataSets({ disk, clock, volumes: site.volumes });
  const sitePrograms = site.programs === undefined ? {} : { site: await loadSitePrograms(site.programs) };
  if (disk.entries('system').length === 0) {
    fill({ site, dataSets, user: bornBy, ...('site' in sitePrograms ? { programs: sitePrograms.site } : {}) });
    disk.put('system', 'filled', clock.now());
  }
  const authority = createAuthority(site);
  const mayMount = (user: string) => authority.allows(user, 'FACILITY', 'BPX.SUPERUSER', 'READ');
  const unix = createUnixFiles({ disk, clock, site, mayMount });
  const subsystems = createSubsystems({ site: site.subsystems, disk, dataSets, clock, timeZone });
  const { classes, defaultClass, defaultMessageClass, firstJobNumber, procedureLibraries } = site.jes;
  const commands = subsystems.operatorCommands();
  const behaviour = ordinaryBehaviour(clock, site.jes);
  const jes2 = createJes({
    ...{ dataSets, unix, subsystems, clock, system: site.system, linkList: site.linkList },
    ...{ classes, defaultClass, defaultMessageClass, procedureLibraries },
    firstJobNumber: nextJobNumber(disk, firstJobNumber),
    program: programFinder(createPrograms({ timeZone, ...sitePrograms })),
    ...{ userPart: behaviour.userPart, jobNumbers: behaviour.jobNumbers },
    disk,
    operlog: (text, jobid) => log.say(text, jobid),
    command: (text, user) => void runCommand(commands, text, user).catch(() => undefined),
    mayRunAs: (submitter, user) =>
      submitter === user || authority.allows(submitter, 'SURROGAT', `${user}.SUBMIT`, 'READ'),
  });
  const jes = jes2;
  subsystems.start(jes);
  return {
    ...{ site, clock, log, operated: clock, disk, dataSets, unix, authority, jes, behaviour, subsystems, commands },
    heldAs: (dsname) => jes2.enqueued(dsname),
    accessMethodServices: accessMethodServices(dataSets, timeZone),
    async stop() {
      await subsystems.stop();
      await jes.stop();
      await disk.close();
    },
  };
}
