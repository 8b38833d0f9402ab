import type { DateTime } from 'luxon';
import type { RunTime } from './constants.rules.ts';

/** A moment as constants of control statements see it. */
export function runTime(at: DateTime): RunTime {
  return {
    ...{ year: at.year, month: at.month, day: at.day, dayOfYear: at.ordinal },
    ...{ hour: at.hour, minute: at.minute, second: at.second },
    plusDays: (days) => runTime(at.plus({ days })),
    plusMonths: (months) => runTime(at.plus({ months })),
  };
}
