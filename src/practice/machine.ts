import type { Clock } from '../shared/clock.ts';
import { tsoOpener } from './address-spaces/open-tso.ts';
import { operatedClock } from './clock/operated-clock.ts';
import { operatorLog } from './console/operator-log.ts';
import { replies as pendingReplies } from './console/replies.ts';
import { everyCommand } from './console/every-command.ts';
import { runCommand } from './console/run-command.ts';
import { createDataSets } from './datasets/create-data-sets.ts';
import { scratchLeftTemporaries } from './datasets/left-temporaries.ts';
import type { Disk } from './disk/disk.ts';
import { memoryDisk } from './disk/disk.ts';
import { ownFolder } from './disk/lmdb-disk.ts';
import { ordinaryBehaviour } from './faults/behaviour.ts';
import { faultyDataSets } from './faults/faulty-data-sets.ts';
import { withLostSpool } from './faults/lost-spool.ts';
import { systemFaults } from './faults/system-faults.ts';
import { createJes } from './jes/create-jes.ts';
import { systemOf } from './jes/options.ts';
import { jesEnvironment } from './machine-jes.ts';
import { accessMethodServices } from './programs/idcams.ts';
import { loadSitePrograms } from './programs/load-site-programs.ts';
import { AmsFailure, catalogSays } from './commands/ams/ams.ts';
import { createAuthority } from './security/authority.ts';
import type { Authority } from './security/authority.ts';
import { protectedDataSets } from './security/protected-data-sets.ts';
import type { Demand } from './security/protected-data-sets.ts';
import { fill } from './site/fill.ts';
import type { Site } from './site/site.schema.ts';
import { createSubsystems } from './subsystems/create-subsystems.ts';
import type { Machine } from './system.ts';
import { commandNames } from './commands/shell/shell.ts';
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
  const disk = folder === undefined ? memoryDisk() : await ownFolder(folder);
  try {
    return { ...(await assembled(site, clock, disk)), ...(wall === undefined ? {} : { wall }) };
  } catch (error) {
    await disk.close();
    throw error;
  }
}

/** What a command of access method services may not do, it fails at. */
const demandOf =
  (authority: Authority, user: string): Demand =>
  (dsname, level) => {
    if (!authority.allows(user, 'DATASET', dsname, level)) throw new AmsFailure(catalogSays.security(), 12);
  };

async function assembled(site: Site, below: Clock, disk: Disk): Promise<Machine & { stop: () => Promise<void> }> {
  const { timeZone } = site.system;
  const clock = operatedClock(below, disk);
  const log = operatorLog(clock);
  const faults = systemFaults();
  const dataSets = faultyDataSets(createDataSets({ disk, clock, volumes: site.volumes }), faults);
  const sitePrograms = site.programs === undefined ? undefined : await loadSitePrograms(site.programs);
  if (disk.entries('system').length === 0) {
    fill({ site, dataSets, user: bornBy, ...(sitePrograms === undefined ? {} : { programs: sitePrograms }) });
    disk.put('system', 'filled', clock.now());
  }
  const authority = createAuthority(site);
  const mayMount = (user: string) => authority.allows(user, 'FACILITY', 'BPX.SUPERUSER', 'READ');
  const unix = createUnixFiles({ disk, clock, site, mayMount, commands: commandNames });
  const subsystems = createSubsystems({
    site: site.subsystems,
    disk,
    dataSets,
    clock,
    timeZone,
    linkList: site.linkList,
  });
  const commands = subsystems.operatorCommands();
  const behaviour = ordinaryBehaviour(clock, site.jes);
  const replies = pendingReplies((text) => log.say(text, ''));
  const rooms = { site, clock, disk, dataSets, unix, subsystems, authority, faults, behaviour, log, replies };
  const options = jesEnvironment(
    { ...rooms, sitePrograms },
    {
      jes: () => jes,
      command: (text, user) => void runCommand(allCommands, text, user).catch(() => undefined),
    },
  );
  const { jes, lostSpool } = withLostSpool(createJes(options));
  scratchLeftTemporaries(dataSets, jes.keptTemporaries());
  const system = systemOf(options, (jcl, user) => void jes.submit({ jcl, user }));
  const allCommands = everyCommand(commands, { clock, jes, site, unix, replies }, authority);
  subsystems.start(jes, {
    ...{ jes, system: site.system, users: site.users, profiles: site.profiles, names: jes.names },
    command: (text, user) => runCommand(allCommands, text, user),
    allows: (user, resourceClass, resource, level) => authority.allows(user, resourceClass, resource, level),
  });
  return {
    ...{ ...rooms, lostSpool, jes, commands, operated: clock },
    openTso: tsoOpener({ system, notices: (user) => jes.control.takeNotices(user) }),
    names: jes.names,
    heldAs: (dsname) => (faults.strike('in-use', { dsname }) === undefined ? jes.enqueued(dsname) : 'exclusive'),
    accessMethodServices: (statements, user) =>
      accessMethodServices(protectedDataSets(dataSets, demandOf(authority, user)), timeZone, {
        now: () => clock.now(),
        allows: (one, dsname, level) => authority.allows(one, 'DATASET', dsname, level),
      })(statements, user),
    async stop() {
      await subsystems.stop();
      await jes.stop();
      await disk.close();
    },
  };
}
