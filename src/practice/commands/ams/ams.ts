import type { DataSets } from '../../datasets/data-sets.ts';
import type { Dd } from '../../programs/program.ts';
import type { Given } from './operands.rules.ts';

export type AccessLevel = 'READ' | 'UPDATE' | 'ALTER';

/** What access method services need of whoever calls them: a job step, TSO or the files service. */
export interface AmsStep {
  readonly dataSets: DataSets;
  readonly user: string;
  dd(name: string): Dd | undefined;
  /** Lines of ICH408I when the user may not do that; absent where nothing is protected. */
  refuses?(dsname: string, level: AccessLevel): readonly string[] | undefined;
  /** The job that holds a data set against this one. */
  heldBy?(dsname: string, level: 'shared' | 'exclusive'): string | undefined;
  /** Milliseconds since 1970 on the system's clock; without it no entry has expired. */
  now?(): number;
  /** A message to the job log. */
  wto?(text: string, options?: { system?: boolean }): void;
}

export interface AmsRun {
  /** Prints a line; the control character is a blank, `0` for double space or `1` for a new page. */
  print(text: string, control?: string): void;
  timeZone: string;
  /** Data sets that ALLOCATE gave a name in this run. */
  readonly allocated: Map<string, string>;
}

/** One AMS command. */
export interface AmsCommand {
  verbs: readonly string[];
  /** @returns the condition code */
  run(step: AmsStep, given: Given, run: AmsRun): number;
  /** Keywords with their abbreviations; what is not among them is improper. */
  keywords: Readonly<Record<string, readonly string[]>>;
  /** Objects of which the command takes one or more, with their own keywords (DEFINE). */
  objects?: Readonly<Record<string, readonly string[]>>;
}

/** The command that was read cannot be carried out as it is written. Nothing was done. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault';
}

/** Ends a command with messages and a code. */
export class AmsFailure extends Error {
  override readonly name = 'AmsFailure';
  constructor(
    readonly lines: readonly string[],
    readonly code: number,
  ) {
    super(lines[0] ?? 'failed');
  }
}

const catalogError = (code: number, reason: string) =>
  `IDC3009I ** VSAM CATALOG RETURN CODE IS ${String(code)} - REASON CODE IS ${reason}`;

/** A catalog's answers (z/OS MVS System Messages Vol 6, IDC3009I). */
export const catalogSays = {
  notFound: (name: string) => [`IDC3012I ENTRY ${name} NOT FOUND`, catalogError(8, 'IGG0CLEG-42')],
  duplicate: (name: string) => [
    `IGD17101I DATA SET ${name}`,
    'NOT DEFINED BECAUSE DUPLICATE NAME EXISTS IN CATALOG',
    'RETURN CODE IS 8 REASON CODE IS 38 IGG0CLEH',
    'IDC3013I DUPLICATE DATA SET NAME',
    catalogError(8, 'IGG0CLEH-38'),
  ],
  security: () => ['IDC3018I SECURITY VERIFICATION FAILED', catalogError(56, 'IGG0CLFJ-6')],
  notExpired: () => ['IDC3023I ENTRY HAS NOT EXPIRED', catalogError(84, 'IGG0CLFC-6')],
  noSpace: () => ['IDC3014I CATALOG ERROR', catalogError(68, 'IGG0CLFL-20')],
  notOnVolume: () => ['IDC3014I CATALOG ERROR', catalogError(50, 'IGG0CLFF-14')],
} as const;

/** Refuses without the authority; RACF says so in the job log. */
export function demandAuthority(
  step: AmsStep,
  dsname: string,
  level: AccessLevel,
  failure: (lines: readonly string[]) => AmsFailure,
): void {
  const refusal = step.refuses?.(dsname, level);
  if (refusal === undefined) return;
  for (const line of refusal) step.wto?.(line, { system: true });
  throw failure(catalogSays.security());
}

/** Refuses what another job holds; the wording is that of dynamic allocation. */
export function demandFree(step: AmsStep, dsname: string, code: number): void {
  const holder = step.heldBy?.(dsname, 'exclusive');
  if (holder === undefined) return;
  throw new AmsFailure(
    [
      `IKJ56225I DATA SET ${dsname} ALREADY IN USE, TRY LATER+`,
      `IKJ56225I DATA SET IS ALLOCATED TO ANOTHER JOB OR USER ${holder}`,
    ],
    code,
  );
}
