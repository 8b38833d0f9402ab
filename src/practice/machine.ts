import type { Clock } from '../shared/clock.ts';
import { createDataSets } from './datasets/create-data-sets.ts';
import type { DataSets } from './datasets/data-sets.ts';
import { memoryDisk } from './disk/disk.ts';
import { lmdbDisk } from './disk/lmdb-disk.ts';
import { createJes } from './jes/create-jes.ts';
import { accessMethodServices, idcams } from './programs/idcams.ts';
import { iebcopy } from './programs/iebcopy.ts';
import { iebgener } from './programs/iebgener.ts';
import { iefbr14 } from './programs/iefbr14.ts';
import type { Program } from './programs/program.ts';
import { createAuthority } from './security/authority.ts';
import type { Site, SiteLibrary } from './site/site.schema.ts';
import { createSubsystems } from './subsystems/create-subsystems.ts';
import type { Machine } from './system.ts';

/** Builds the small z/OS of a site: filled at its first start, as it was left at every later one. */
export function buildMachine(site: Site, clock: Clock, folder?: string): Promise<Machine & { stop(): Promise<void> }> {
  const disk = folder === undefined ? memoryDisk() : lmdbDisk(folder);
  const { timeZone } = site.system;
  const dataSets = createDataSets({ disk, clock, volumes: site.volumes });
  const authority = createAuthority(site);
  if (disk.entries('system').length === 0) fill(site, dataSets);
  disk.put('system', 'filled', clock.now());
  const subsystems = createSubsystems({ site: site.subsystems, disk, dataSets, clock, timeZone });
  const programs: readonly Program[] = [idcams(timeZone), iebcopy(timeZone), iebgener, iefbr14];
  const jes = createJes({
    ...{ dataSets, subsystems, clock, system: site.system, classes: site.jes.classes, linkList: site.linkList },
    program: (name) => programs.find(({ names }) => names.includes(name)),
    defaultClass: site.jes.defaultClass,
    defaultMessageClass: site.jes.defaultMessageClass,
    firstJobNumber: site.jes.firstJobNumber,
    procedureLibraries: site.jes.procedureLibraries,
    mayRunAs: (submitter, user) =>
      submitter === user || authority.allows(submitter, 'SURROGAT', `${user}.SUBMIT`, 'READ'),
  });
  subsystems.start(jes);
  const commands = subsystems.operatorCommands();
  const stop = async () => {
    await subsystems.stop();
    await jes.stop();
    await disk.close();
  };
  return Promise.resolve({
    ...{ site, clock, disk, dataSets, authority, jes, subsystems, commands, stop },
    accessMethodServices: accessMethodServices(dataSets, timeZone),
  });
}

function fill(site: Site, dataSets: DataSets): void {
  for (const library of site.libraries)
    dataSets.create(library.dsname, attributesOf(library), 'IBMUSER', library.volume);
  for (const group of site.generationGroups) dataSets.defineGdg(group);
}

function attributesOf({ dsorg, dsntype, recfm, lrecl, blksize, space }: SiteLibrary) {
  const tracks = space.unit === 'CYLINDERS' ? 15 : 1;
  return {
    ...{ dsorg, recfm, lrecl, blksize },
    ...(dsorg === 'PO' ? { dsntype } : {}),
    primary: space.primary * tracks,
    secondary: space.secondary * tracks,
    dirblk: dsntype === 'PDS' ? space.directory : 0,
    spaceUnit: space.unit,
  };
}
