import { z } from 'zod';
import type { Disk } from '../disk/disk.ts';
import type { Job } from '../jes/jes.ts';

const OperationStatus = z.strictObject({
  status: z.enum(['waiting', 'started', 'complete', 'error']),
  held: z.boolean(),
  /** Held or released by hand: then it is never passed over for being late. */
  touched: z.boolean(),
  jobid: z.string().optional(),
  /** JCL as it was submitted: the copy of the JS file, which a rerun reads before the library. */
  jcl: z.array(z.string()).optional(),
});
export type OperationStatus = z.infer<typeof OperationStatus>;

export interface PlanStatus {
  /** By the operation's key; one that nobody touched waits. */
  of: (key: string) => OperationStatus;
  set: (key: string, status: OperationStatus) => void;
  /** @returns whether an operation ended with this job */
  note: (job: Job) => boolean;
}

const untouched: OperationStatus = { status: 'waiting', held: false, touched: false };

/** What became of each operation of the current plan; outlives a restart. */
export function planStatus(subsystem: string, disk: Disk): PlanStatus {
  const room = `scheduler-plan-${subsystem}`;
  const statuses = new Map(disk.entries(room).map(([key, value]) => [key, OperationStatus.parse(value)]));
  const set = (key: string, status: OperationStatus) => {
    statuses.set(key, status);
    disk.put(room, key, status);
  };
  return {
    of: (key) => statuses.get(key) ?? untouched,
    set,
    note(job) {
      const found = [...statuses].find(([, one]) => one.jobid === job.jobid && one.status === 'started');
      if (found === undefined || job.status !== 'OUTPUT') return false;
      set(found[0], { ...found[1], status: job.retcode === 'CC 0000' ? 'complete' : 'error' });
      return true;
    },
  };
}
