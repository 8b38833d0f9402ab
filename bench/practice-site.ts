import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { jobName } from './jobs-of-a-book.ts';

/** Who submits, on a practice system that exists only for the benchmark. */
export const user = { id: 'LOCKSTP', password: 'practice1' } as const;

export interface SiteWish {
  /** Initiators of each job class; a practice system has at most 100 for one. */
  readonly initiators: number;
  /** @default class R alone */
  readonly classes?: readonly string[];
  /** How long each job runs, in seconds of the book, by the id of its step. */
  readonly seconds: ReadonlyMap<string, number>;
}

/** Writes a site whose jobs do nothing but let their time pass. @returns path of the site file */
export function writeSite(folder: string, { initiators, seconds, classes = ['R'] }: SiteWish): string {
  const programs = join(folder, 'programs');
  mkdirSync(programs, { recursive: true });
  const elapsed = [...seconds].map(([id, each]) => ({ job: jobName(id), seconds: each }));
  writeFileSync(join(programs, 'programs.yaml'), stringify({ elapsed }));
  const site = {
    system: { name: 'KSB1', sysplex: 'KSBPLEX', node: 'KSBPRD' },
    users: [{ userid: user.id, password: user.password }],
    jes: { classes: classes.map((name) => ({ name, initiators })), defaultClass: 'R' },
    programs: 'programs',
  };
  const path = join(folder, 'site.yaml');
  writeFileSync(path, stringify(site));
  return path;
}
