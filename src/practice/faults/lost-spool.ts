import type { Jes, Job } from '../jes/jes.ts';

/** Jobs whose output can no longer be read: they are still there, with no file. */
export interface LostSpool {
  lose(job: Job): void;
}

/** Puts lost spool before JES2. It is lost for as long as the process runs. */
export function withLostSpool<J extends Jes>(jes: J): { jes: J; lostSpool: LostSpool } {
  const lost = new Set<string>();
  const isLost = (job: Job) => lost.has(job.correlator);
  const struck: Partial<Jes> = {
    spoolFiles: (job) => (isLost(job) ? [] : jes.spoolFiles(job)),
    spoolRecords: (job, id) => (isLost(job) ? undefined : jes.spoolRecords(job, id)),
    ...(jes.spoolFrom === undefined
      ? {}
      : { spoolFrom: (job, id, first) => (isLost(job) ? undefined : jes.spoolFrom?.(job, id, first)) }),
  };
  const over = new Proxy(jes, {
    get(target, name) {
      const own: unknown = Reflect.get(struck, name);
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { jes: over, lostSpool: { lose: (job) => void lost.add(job.correlator) } };
}
