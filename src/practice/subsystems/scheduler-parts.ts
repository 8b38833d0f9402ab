import type { Clock } from '../../shared/clock.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';

/** What a scheduler works with. */
export interface SchedulerParts {
  disk: Disk;
  dataSets: DataSets;
  clock: Clock;
  timeZone: string;
}
