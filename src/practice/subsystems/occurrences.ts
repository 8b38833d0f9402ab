import { DateTime } from 'luxon';
import { readRule, runsOn } from './run-rules.ts';
import type { SchedulerApplication, SchedulerOperation } from './subsystems.ts';

/** One run of an application: its input arrival and its operations with their start times. */
export interface Occurrence {
  adid: string;
  /** Local, YYYY-MM-DD. */
  date: string;
  operations: readonly OccurrenceOperation[];
}

export interface OccurrenceOperation extends SchedulerOperation {
  /** `adid date number`. */
  key: string;
  adid: string;
  /** Milliseconds since 1970. */
  startsAt: number;
}

/** Occurrences of the local days from `from` on, in order of date. */
export function occurrencesOf(
  applications: readonly SchedulerApplication[],
  from: DateTime,
  days: number,
): Occurrence[] {
  const occurrences: Occurrence[] = [];
  for (let at = 0; at < days; at += 1) {
    const day = from.startOf('day').plus({ days: at });
    for (const application of applications) {
      const rule = application.rules.map(readRule).find((one) => one !== undefined && runsOn(one, day));
      if (rule !== undefined) occurrences.push(occurrence(application, day, rule.arrival));
    }
  }
  return occurrences;
}

function occurrence({ adid, operations }: SchedulerApplication, day: DateTime, arrival: string): Occurrence {
  const date = day.toFormat('yyyy-MM-dd');
  const timed = operations.map((operation) => ({
    ...operation,
    adid,
    key: `${adid} ${date} ${String(operation.number)}`,
    startsAt: atTime(day, operation.startTime ?? arrival),
  }));
  return { adid, date, operations: timed };
}

const atTime = (day: DateTime, hhmm: string): number =>
  day.set({ hour: Number(hhmm.slice(0, 2)), minute: Number(hhmm.slice(2, 4)) }).toMillis();
