/** How far a job may go: CPU time, waiting time and output (z/OS MVS System Codes: 322, 522 and 722). */

import { Abend } from '../programs/program.ts';

export interface LimitsOfJob {
  readonly jobname: string;
  /** Infinity switches the wait limit off too. */
  readonly cpuSeconds?: number;
  readonly outputLimits: readonly {
    readonly kind: 'LINES' | 'BYTES' | 'PAGES' | 'CARDS';
    readonly most: number;
    readonly action: 'WARNING' | 'CANCEL' | 'DUMP';
  }[];
  readonly log: (text: string) => void;
}

/** JWT of SMFPRMxx: a step that waits longer is ended. */
const waitSeconds = 600;
/** A page has so many lines where carriage control says nothing else. */
const linesOfPage = 60;
/** Lines between two messages that the estimate is exceeded (JES2 initialization statement ESTLNCT, INT). */
const interval = 2000;

export class JobLimits {
  private cpu = 0;
  private lines = 0;
  private bytes = 0;
  private readonly told = new Map<string, number>();

  constructor(private readonly of: LimitsOfJob) {}

  /**
   * Counts CPU time.
   *
   * @returns seconds that may still pass
   */
  charge(seconds: number): number {
    const left = (this.of.cpuSeconds ?? Infinity) - this.cpu;
    const allowed = Math.max(0, Math.min(seconds, left));
    this.cpu += allowed;
    return allowed;
  }

  /** Seconds of a wait that may pass. */
  wait(seconds: number): number {
    return this.of.cpuSeconds === Infinity ? seconds : Math.min(seconds, waitSeconds);
  }

  /** True once the job has used all its CPU time. */
  get exhausted(): boolean {
    return this.cpu >= (this.of.cpuSeconds ?? Infinity);
  }

  get cpuUsed(): number {
    return this.cpu;
  }

  /** Counts a record of SYSOUT. @throws {Abend} S722 past an estimate with CANCEL or DUMP */
  printed(bytes: number): void {
    if (this.of.outputLimits.length === 0) return;
    this.lines += 1;
    this.bytes += bytes;
    for (const { kind, most, action } of this.of.outputLimits) {
      const now = this.count(kind);
      if (now <= most) continue;
      this.exceeded(kind, now - most);
      if (action !== 'WARNING') throw new Abend({ kind: 'system-abend', code: '722', reason: '00000000' });
    }
  }

  private count(kind: 'LINES' | 'BYTES' | 'PAGES' | 'CARDS'): number {
    if (kind === 'LINES') return this.lines;
    if (kind === 'BYTES') return this.bytes;
    return kind === 'PAGES' ? Math.ceil(this.lines / linesOfPage) : 0;
  }

  private exceeded(kind: string, by: number): void {
    const before = this.told.get(kind);
    if (before !== undefined && by - before < interval) return;
    this.told.set(kind, before === undefined ? 0 : by);
    const name = this.of.jobname.padEnd(8);
    const text =
      before === undefined ? `ESTIMATED  ${kind} EXCEEDED` : `ESTIMATE EXCEEDED BY ${by.toLocaleString('en')} ${kind}`;
    this.of.log(`$HASP375 ${name} ${text}`);
  }
}
