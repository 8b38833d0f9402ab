/** How long the engine waits before it takes silence for an answer; milliseconds of the book's clock unless said otherwise. */
export interface EngineLimits {
  /** A job that was seen and is not there any more counts as absent after this long: lists lag. */
  readonly absentAfterMs: number;
  /** A job that has ended and whose completion JES does not tell has an unknown end after this long, machine time. */
  readonly noCodeForMs: number;
  /** How long after its end a run's late jobs are looked for, and how often. */
  readonly sweepLateForMs: number;
  readonly sweepEveryMs: number;
  /** Longest that the checks of one step may take, machine time. */
  readonly checksWithinMs: number;
}

export const defaultLimits: EngineLimits = {
  absentAfterMs: 5 * 60_000,
  noCodeForMs: 5 * 60_000,
  sweepLateForMs: 12 * 3600_000,
  sweepEveryMs: 5 * 60_000,
  checksWithinMs: 15 * 60_000,
};

export const limitsOf = ({ limits }: { readonly limits?: Partial<EngineLimits> }): EngineLimits => ({
  ...defaultLimits,
  ...limits,
});
