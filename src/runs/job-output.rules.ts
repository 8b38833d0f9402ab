import type { NewEntry } from '../ledger/entry.schema.ts';
import { ofStep } from './engine-records.rules.ts';
import type { RunEntryData } from './run-entries.schema.ts';
import type { RunStep } from './run.schema.ts';

/** Bytes of the lists that one entry takes; the ledger takes 64 KiB with all that stands beside them. */
const mostBytes = 40 * 1024;

/**
 * The end of a job, with the codes of its job steps and its spool. A job of hundreds of job steps has lists that no entry
 * can hold: they stand in parts before it, on the same page.
 */
export function jobEnded(step: Pick<RunStep, 'run' | 'id'>, data: RunEntryData<'job.ended/1'>): NewEntry[] {
  const { jobSteps, spool, ...end } = data;
  if (bytesOf([jobSteps, spool]) <= mostBytes) return [ofStep(step, 'job.ended/1', data)];
  const { number } = data;
  const parts = [
    ...inParts(jobSteps).map((rows) => ofStep(step, 'job.output/1', { number, jobSteps: rows, spool: [] })),
    ...inParts(spool).map((rows) => ofStep(step, 'job.output/1', { number, jobSteps: [], spool: rows })),
  ];
  return [...parts, ofStep(step, 'job.ended/2', { ...end, parts: parts.length })];
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

function inParts<R>(rows: readonly R[]): R[][] {
  const parts: R[][] = [];
  let room = 0;
  for (const row of rows) {
    const bytes = bytesOf(row) + 1;
    const last = parts.at(-1);
    if (last === undefined || bytes > room) {
      parts.push([row]);
      room = mostBytes - bytes;
    } else {
      last.push(row);
      room -= bytes;
    }
  }
  return parts;
}
