/** What JES2 gets of the other rooms of a machine. */

import type { Clock } from '../shared/clock.ts';
import type { OperatorLog } from './console/operator-log.ts';
import type { Replies } from './console/replies.ts';
import type { DataSets } from './datasets/data-sets.ts';
import type { Disk } from './disk/disk.ts';
import type { Behaviour } from './faults/behaviour.ts';
import { nextJobNumber } from './faults/counts.ts';
import { faultyPrograms } from './faults/faulty-programs.ts';
import type { SystemFaults } from './faults/system-faults.ts';
import type { Jes } from './jes/jes.ts';
import type { JesOptions } from './jes/options.ts';
import { createPrograms, programFinder } from './programs/create-programs.ts';
import type { SitePrograms } from './programs/load-site-programs.ts';
import type { Authority } from './security/authority.ts';
import { dataSetAccess } from './security/data-set-access.ts';
import { allocationOptions } from './site/allocation-options.ts';
import { jesOptions } from './site/jes-options.ts';
import type { Site } from './site/site.schema.ts';
import type { Subsystems } from './subsystems/subsystems.ts';
import type { UnixFiles } from './unix/unix-files.ts';

/** Rooms that stand before JES2. */
export interface RoomsBeforeJes {
  readonly site: Site;
  readonly clock: Clock;
  readonly disk: Disk;
  readonly dataSets: DataSets;
  readonly unix: UnixFiles;
  readonly subsystems: Subsystems;
  readonly authority: Authority;
  readonly faults: SystemFaults;
  readonly behaviour: Behaviour;
  readonly log: OperatorLog;
  readonly replies: Replies;
  readonly sitePrograms: SitePrograms | undefined;
}

/** What reaches back to JES2 and to those behind it, once they are there. */
export interface DoorsBehindJes {
  jes(): Jes;
  command(text: string, user: string): void;
}

export function jesEnvironment(rooms: RoomsBeforeJes, doors: DoorsBehindJes): JesOptions {
  const { site, clock, disk, dataSets, unix, subsystems, authority, faults, behaviour, log, replies } = rooms;
  return {
    ...{ dataSets, unix, subsystems, clock, disk, system: site.system, linkList: site.linkList },
    ...jesOptions(site, authority),
    ...{ allocation: allocationOptions(site), dataSetAccess: dataSetAccess(authority, site.users) },
    firstJobNumber: nextJobNumber(disk, site.jes.firstJobNumber),
    program: programsOf(rooms, () => doors.jes()),
    jclError: (jobname) => faults.strike('jcl-error', { jobname }) !== undefined,
    ...{ userPart: behaviour.userPart, jobNumbers: behaviour.jobNumbers },
    operlog: (text, jobid) => log.say(text, jobid),
    ask: (text, jobname, signal, say) => replies.ask(text, jobname, signal, say),
    command: (text, user) => doors.command(text, user),
    mayRunAs: (submitter, user) =>
      submitter === user || authority.allows(submitter, 'SURROGAT', `${user}.SUBMIT`, 'READ'),
  };
}

function programsOf({ site, authority, faults, sitePrograms }: RoomsBeforeJes, jes: () => Jes): JesOptions['program'] {
  const { timeZone } = site.system;
  const programs = createPrograms({
    timeZone,
    ...(sitePrograms === undefined ? {} : { site: sitePrograms }),
    shell: {
      mayUse: (user, dsname, level) => authority.allows(user, 'DATASET', dsname, level),
      submit: (lines, user) => jes().submit({ jcl: lines, user })?.jobid,
    },
  });
  return faultyPrograms(programFinder(programs), faults, (jobid) => {
    const [running] = jes().select?.({ jobid, active: true }) ?? jes().jobs();
    if (running?.jobid === jobid && running.status === 'ACTIVE') jes().cancel(running);
  });
}
