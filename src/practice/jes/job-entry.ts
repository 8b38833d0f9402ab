/** One job as JES keeps it. */

import type { Conversion } from '../jcl/conversion.rules.ts';
import type { JobCard } from '../jcl/job-model.rules.ts';
import type { Spool } from '../spool/spool.ts';
import type { Job, StepData, Submission } from './jes.ts';
import type { Phase } from './phases.rules.ts';
import { phases } from './phases.rules.ts';

export class JobEntry implements Job {
  readonly type = 'JOB' as const;
  place: Phase = phases.input;
  jobClass: string;
  held: boolean;
  retcode: string | null = null;
  reasonNotRunning?: string;
  started?: number;
  ended?: number;
  executed = false;
  conversion: Conversion | undefined;
  readonly steps: StepData[] = [];
  readonly log = { day: '' };
  private canceller = new AbortController();

  constructor(
    readonly number: number,
    readonly jobid: string,
    readonly correlator: string,
    readonly owner: string,
    readonly card: JobCard,
    readonly submission: Submission,
    readonly spool: Spool,
    readonly submitted: number,
  ) {
    this.jobClass = card.jobClass;
    this.held = card.typrun === 'HOLD' || card.typrun === 'JCLHOLD';
  }

  get jobname(): string {
    return this.card.jobname;
  }

  get messageClass(): string {
    return this.card.messageClass;
  }

  get status() {
    return this.place.status;
  }

  get phase(): number {
    return this.place.number;
  }

  get phaseName(): string {
    return this.place.name;
  }

  get signal(): AbortSignal {
    return this.canceller.signal;
  }

  abort(): void {
    this.canceller.abort(new Error('cancelled'));
  }
}
