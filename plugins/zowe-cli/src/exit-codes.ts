import type { EndClass } from '../../../src/runs/run.schema.ts';

/**
 * What a command says by its exit code. 10 to 13: how a run stands; 20 to 29: the run is held, and why; 30 to 34: the
 * service was not reached, or refused. 1 is Zowe's own: a wrong command line, or something unforeseen.
 */
export const exitCodes = {
  done: 0,
  unforeseen: 1,
  backedOut: 10,
  failed: 11,
  otherOutcome: 12,
  stillRunning: 13,
  notReached: 30,
  notSignedIn: 31,
  notAllowed: 32,
  refused: 33,
  serviceFailed: 34,
} as const;

/** A held run waits for the decision of a person; the code tells how the job step ended that it is held for. */
export const heldCodes: Readonly<Record<EndClass, number>> = {
  passed: 20,
  'wrong-code': 21,
  suspicious: 22,
  abend: 23,
  'jcl-error': 24,
  'security-error': 25,
  cancelled: 26,
  'system-failure': 27,
  'check-failed': 28,
  unknown: 29,
};
