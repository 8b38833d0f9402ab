import type { Clock } from '../shared/clock.ts';
import { tsoOpener } from './address-spaces/open-tso.ts';
import { operatedClock } from './clock/operated-clock.ts';
import { operatorLog } from './console/operator-log.ts';
import { displayCommands } from './console/display-commands.ts';
import { guarded } from './console/guarded.ts';
import { jobCommands } from './console/job-commands.ts';
import { runCommand } from './console/run-command.ts';
import { createDataSets } from './datasets/create-data-sets.ts';
import { scratchLeftTemporaries } from './datasets/left-temporaries.ts';
import type { Disk } from './disk/disk.ts';
import { memoryDisk } from './disk/disk.ts';
import { ownFolder } from './disk/lmdb-disk.ts';
import { nextJobNumber } from './faults/counts.ts';
import { ordinaryBehaviour } from './faults/behaviour.ts';
import { faultyDataSets } from './faults/faulty-data-sets.ts';
import { faultyPrograms } from './faults/faulty-programs.ts';
import { withLostSpool } from './faults/lost-spool.ts';
import { systemFaults } from './faults/system-faults.ts';
import { createJes } from './jes/create-jes.ts';
import { systemOf } from './jes/options.ts';
import type { JesOptions } from './jes/options.ts';
import type { ShellHost } from './programs/bpxbatch.ts';
import { createPrograms, programFinder } from './programs/create-programs.ts';
import { accessMethodServices } from './programs/idcams.ts';
import { loadSitePrograms } from './programs/load-site-programs.ts';
import { createAuthority } from './security/authority.ts';
import { dataSetAccess } from './security/data-set-access.ts';
import { allocationOptions } from './site/allocation-options.ts';
import { fill } from './site/fill.ts';
import { jesOptions } from './site/jes-options.ts';
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

async function assembled(site: Site, below: Clock, disk: Disk): Promise<Machine & { stop: () => Promise<void> }> {
  const { timeZone } = site.system;
  const clock = operatedClock(below, disk);
  const log = operatorLog(clock);
  const faults = systemFaults();
  const dataSets = faultyDataSets(createDataSets({ disk, clock, volumes: site.volumes }), faults);
  scratchLeftTemporaries(dataSets);
  const sitePrograms = site.programs === undefined ? {} : { site: await loadSitePrograms(site.programs) };
  if (disk.entries('system').length === 0) {
    fill({ site, dataSets, user: bornBy, ...('site' in sitePrograms ? { programs: sitePrograms.site } : {}) });
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
  const { firstJobNumber } = site.jes;
  const commands = subsystems.operatorCommands();
  const behaviour = ordinaryBehaviour(clock, site.jes);
  const cancelJob = (jobid: string) => {
    const job = jes.jobs().find((one) => one.jobid === jobid && one.status === 'ACTIVE');
    if (job !== undefined) jes.cancel(job);
  };
  const shell: Omit<ShellHost, 'timeZone'> = {
    mayUse: (user, dsname, level) => authority.allows(user, 'DATASET', dsname, level),
    submit: (lines, user) => jes.submit({ jcl: lines, user })?.jobid,
  };
  const options: JesOptions = {
    ...{ dataSets, unix, subsystems, clock, system: site.system, linkList: site.linkList },
    ...jesOptions(site, authority),
    ...{ allocation: allocationOptions(site), dataSetAccess: dataSetAccess(authority, site.users) },
    firstJobNumber: nextJobNumber(disk, firstJobNumber),
    program: faultyPrograms(programFinder(createPrograms({ timeZone, ...sitePrograms, shell })), faults, cancelJob),
    jclError: (jobname) => faults.strike('jcl-error', { jobname }) !== undefined,
    ...{ userPart: behaviour.userPart, jobNumbers: behaviour.jobNumbers },
    disk,
    operlog: (text, jobid) => log.say(text, jobid),
    command: (text, user) => void runCommand(everyCommand, text, user).catch(() => undefined),
    mayRunAs: (submitter, user) =>
      submitter === user || authority.allows(submitter, 'SURROGAT', `${user}.SUBMIT`, 'READ'),
  };
  const { jes, lostSpool } = withLostSpool(createJes(options));
  const system = systemOf(options, (jcl, user) => void jes.submit({ jcl, user }));
  const everyCommand = guarded(
    [...commands, ...displayCommands({ clock, jes, site, unix }), ...jobCommands(jes)],
    authority,
  );
  subsystems.start(jes, {
    ...{ jes, system: site.system, users: site.users, profiles: site.profiles, names: jes.names },
    command: (text, user) => runCommand(everyCommand, text, user),
    allows: (user, resourceClass, resource, level) => authority.allows(user, resourceClass, resource, level),
  });
  return {
    ...{
      site,
      clock,
      log,
      faults,
      lostSpool,
      operated: clock,
      disk,
      dataSets,
      unix,
      authority,
      jes,
      behaviour,
      subsystems,
      commands,
    },
    openTso: tsoOpener({ system, notices: (user) => jes.control.takeNotices(user) }),
    names: jes.names,
    heldAs: (dsname) => (faults.strike('in-use', { dsname }) === undefined ? jes.enqueued(dsname) : 'exclusive'),
    accessMethodServices: accessMethodServices(dataSets, timeZone, {
      now: () => clock.now(),
      allows: (user, dsname, level) => authority.allows(user, 'DATASET', dsname, level),
    }),
    async stop() {
      await subsystems.stop();
      await jes.stop();
      await disk.close();
    },
  };
}
