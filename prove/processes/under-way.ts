import type { SeenPage } from './witness.ts';

/** What an engine can have been at when it was killed, the most dangerous first. */
export const moments = [
  'an operator command',
  'a release',
  'a submit or an adoption',
  'the intent of a release',
  'a job, or the reading of its end',
  'checks',
  'a person',
  'nothing',
] as const;
export type Moment = (typeof moments)[number];

const momentOf: Readonly<Record<string, Moment>> = {
  'command.intended/1': 'an operator command',
  'release.intended/1': 'a release',
  'attempt.intended/1': 'a submit or an adoption',
  'attempt.adopted/1': 'the intent of a release',
  'attempt.released/1': 'a job, or the reading of its end',
  'job.running/1': 'a job, or the reading of its end',
  'job.found/1': 'a job, or the reading of its end',
  'step.began/1': 'checks',
  'command.answered/1': 'checks',
  'step.waits/1': 'a person',
};

/** What was under way behind these pages: the most dangerous of what the steps were at. */
export function underWay(pages: Iterable<SeenPage>): Moment {
  const steps = new Map<string, Moment>();
  for (const { entries } of pages)
    for (const { stream, type } of entries)
      if (stream.startsWith('step:')) {
        const moment = momentOf[type];
        if (moment === undefined) steps.delete(stream);
        else steps.set(stream, moment);
      }
  const at = new Set(steps.values());
  return moments.find((moment) => at.has(moment)) ?? 'nothing';
}
