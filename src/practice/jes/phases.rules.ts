/** Phases of a job as z/OSMF shows them; numbers and names of a job on the execution queue are unconfirmed. */

import type { JobStatus } from './jes.ts';

export interface Phase {
  readonly number: number;
  readonly name: string;
  readonly status: JobStatus;
}

export const phases = {
  input: { number: 128, name: 'Job is active in input processing', status: 'INPUT' },
  conversionQueue: { number: 129, name: 'Job is queued for conversion', status: 'INPUT' },
  converting: { number: 130, name: 'Job is actively converting', status: 'INPUT' },
  executionQueue: { number: 10, name: 'Job is queued for execution', status: 'INPUT' },
  executing: { number: 14, name: 'Job is actively executing', status: 'ACTIVE' },
  hardCopy: { number: 20, name: 'Job is on the hard copy queue', status: 'OUTPUT' },
} as const satisfies Record<string, Phase>;
