/** What a practice region is to the console, to CEMT and to jobs. */

import type { Csd } from './cics-csd.ts';
import type { NameHolder } from './name-holder.ts';
import type { CicsRegion } from './subsystems.ts';

/** What a region answers to a transaction that was entered at the console. */
export type Inquiry =
  | { kind: 'unknown-transaction' }
  | { kind: 'disabled' }
  | { kind: 'program-missing'; program: string }
  | { kind: 'ran'; program: string; version: string; sqlcode: 0 | -805 | -818 };

export type Refreshed = 'NORMAL' | 'NOT FOUND' | 'PGMIDERR' | 'IN USE' | 'LOAD ERROR';

export interface RegionFile {
  dsname: string;
  open: boolean;
  enabled: boolean;
}

export interface Task {
  number: number;
  program: string;
}

/** A region with the module of each program that it has loaded; new copies come in by PHASEIN or NEWCOPY only. */
export interface PracticeRegion extends CicsRegion {
  readonly sysid: string;
  readonly csd: Csd;
  programs(): readonly string[];
  loadedLength(name: string): number;
  /** Tasks that run the program now (RESCOUNT), and how often it was used. */
  counts(name: string): { running: number; uses: number };
  enabled(name: string): boolean;
  setEnabled(name: string, enabled: boolean): void;
  /** NEWCOPY is refused while a task runs the program; PHASEIN is not. */
  refresh(name: string, how: 'NEWCOPY' | 'PHASEIN'): Refreshed;
  transactions(): ReadonlyMap<string, { program: string; enabled: boolean }>;
  setTransaction(name: string, enabled: boolean): void;
  inquire(transaction: string): Inquiry;
  files(): ReadonlyMap<string, RegionFile>;
  /** @returns false when a job holds the data set alone */
  setFile(name: string, change: Partial<Pick<RegionFile, 'open' | 'enabled'>>): boolean;
  tasks(): readonly Task[];
  purge(task: number): boolean;
  /** CEDA INSTALL of a group. @returns undefined when the CSD has no such group */
  install(group: string): number | undefined;
  /** Takes hold of DFHRPL and of open files. */
  hold(names: NameHolder): void;
}
