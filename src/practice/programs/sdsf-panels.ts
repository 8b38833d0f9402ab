import type { Job } from '../jes/jes.ts';

export interface SdsfSettings {
  prefix: string;
  owner: string;
}

const mask = (text: string): RegExp =>
  new RegExp(
    `^${text
      .toUpperCase()
      .replaceAll(/[$.+?^{}()|[\]\\]/g, '\\$&')
      .replaceAll(/\*+/g, '.*')
      .replaceAll('%', '.')}$`,
  );

const panels: Readonly<Record<string, (job: Job) => boolean>> = {
  ST: () => true,
  DA: (job) => job.status === 'ACTIVE',
  I: (job) => job.status === 'INPUT',
  O: (job) => job.status === 'OUTPUT',
  H: (job) => job.status === 'OUTPUT',
};

/** Jobs that a panel shows; undefined when SDSF has no such panel here. */
export function panelJobs(
  panel: string,
  jobs: readonly Job[],
  { prefix, owner }: SdsfSettings,
): readonly Job[] | undefined {
  const shows = panels[panel.toUpperCase()];
  if (shows === undefined) return undefined;
  const [name, user] = [mask(prefix === '' ? '*' : prefix), mask(owner === '' ? '*' : owner)];
  return jobs.filter((job) => shows(job) && name.test(job.jobname) && user.test(job.owner));
}
