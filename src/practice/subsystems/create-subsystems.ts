import type { Clock } from '../../shared/clock.ts';
import type { OperatorCommand } from '../console/operator-commands.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';
import type { Jes } from '../jes/jes.ts';
import { type Csd, openCsd } from './cics-csd.ts';
import { regionCommands } from './cics-commands.ts';
import { createRegion } from './cics.ts';
import { db2Commands } from './db2-commands.ts';
import { createDb2 } from './db2.ts';
import { type DefinitionStore, openDefinitions } from './definition-store.ts';
import { schedulerCommands } from './scheduler-commands.ts';
import { createLookaside } from './lla.ts';
import { llaCommands } from './lla-commands.ts';
import type { Operations } from './operations.ts';
import { createScheduler } from './scheduler.ts';
import type { Db2Thread, Subsystems } from './subsystems.ts';
import { SubsystemsSite } from './subsystems.schema.ts';

export interface SubsystemsParts {
  /** The section `subsystems` of the site file, as read. */
  site: unknown;
  disk: Disk;
  /** Filled already: packages and application descriptions of a first start are read from it. */
  dataSets: DataSets;
  clock: Clock;
  timeZone: string;
  /** Libraries of the link list. @default none */
  linkList?: readonly string[];
}

export interface RunningSubsystems extends Subsystems {
  operatorCommands(): readonly OperatorCommand[];
  /** Lets the schedulers submit from now on. */
  start(jes: Pick<Jes, 'submit' | 'jobs' | 'onChange'>, operations?: Operations): void;
  stop(): Promise<void>;
}

/** @throws {ZodError} the site's section does not fit {@link SubsystemsSite} */
export function createSubsystems(parts: SubsystemsParts): RunningSubsystems {
  const site = SubsystemsSite.parse(parts.site ?? {});
  const now = () => parts.clock.now();
  const db2s = site.db2.map((one) => createDb2(one, { ...parts, now }));
  const db2 = (ssid: string) => db2s.find((one) => one.ssid === ssid);
  const lookaside = createLookaside(parts.linkList ?? [], site.lla.libraries, parts.dataSets);
  const csds = new Map<string, Csd>();
  const csd = (dsname: string): Csd => {
    const open = csds.get(dsname) ?? openCsd(dsname, parts.disk);
    csds.set(dsname, open);
    return open;
  };
  const regions = site.cics.map((one) =>
    createRegion(one, { ...parts, db2, lookaside, csd: csd(one.csd ?? `${one.applid}.DFHCSD`) }),
  );
  const schedulers = site.schedulers.map((one) => createScheduler(one, parts));
  const stores = new Map<string, DefinitionStore>();
  const definitions = (name: string): DefinitionStore => {
    const open = stores.get(name) ?? openDefinitions(parts.disk, name);
    stores.set(name, open);
    return open;
  };
  const threads = new Map<string, Db2Thread>();
  let operations: Operations | undefined;
  return {
    ...{ db2, lookaside, csd, definitions },
    region: (applid) => regions.find((one) => one.applid === applid),
    regions: () => regions,
    scheduler: (subsystem) => schedulers.find((one) => one.subsystem === subsystem),
    schedulers: () => schedulers,
    openThread: (correlation, thread) => void threads.set(correlation, thread),
    thread: (correlation) => threads.get(correlation),
    threads: () => threads,
    closeThread: (correlation) => void threads.delete(correlation),
    operatorCommands: () => [
      ...llaCommands(lookaside),
      ...regions.map((region) => regionCommands(region, { now, timeZone: parts.timeZone })),
      ...db2s.map((one) => db2Commands(one, { threads: () => threads })),
      ...schedulers.map((scheduler) => schedulerCommands(scheduler, parts.timeZone)),
    ],
    get operations() {
      return operations;
    },
    start(jes, given) {
      operations = given;
      const names = given?.names;
      if (names !== undefined) for (const region of regions) region.hold(names);
      for (const scheduler of schedulers) scheduler.start(jes);
    },
    async stop() {
      await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
    },
  };
}
