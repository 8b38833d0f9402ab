import type { Config } from '../config/read-config.ts';
import type { EngineLimits } from '../runs/index.ts';

type Settings = Pick<Config, 'absentAfterMinutes' | 'noCodeAfterMinutes' | 'sweepLateHours' | 'checksWithinMinutes'>;

/** The engine's limits as the configuration says them. */
export const limitsFrom = (settings: Settings): Partial<EngineLimits> => ({
  absentAfterMs: settings.absentAfterMinutes * 60_000,
  noCodeForMs: settings.noCodeAfterMinutes * 60_000,
  sweepLateForMs: settings.sweepLateHours * 3600_000,
  checksWithinMs: settings.checksWithinMinutes * 60_000,
});
