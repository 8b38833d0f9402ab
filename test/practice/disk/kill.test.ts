import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSets } from '../../../src/practice/datasets/data-sets.ts';
import { createDataSets } from '../../../src/practice/datasets/create-data-sets.ts';
import { lmdbDisk } from '../../../src/practice/disk/lmdb-disk.ts';
import { smallSite, send, type Row } from '../support/small-system.ts';
import { startWhole } from '../support/practice.ts';
import { busyJob, busySite, goesOn } from './busy-site.ts';

const jobsPath = '/zosmf/restjobs/jobs';
const clock = { now: () => 0, sleep: () => Promise.resolve() };
const child = fileURLToPath(new URL('./system-child.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The same numbers in every run of the test. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

async function started() {
  const process_ = spawn(process.execPath, ['--import', 'tsx', child, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(process_.stdout, 'data')) as [Buffer];
  return { port: Number(/port (\d+)/.exec(line.toString())?.[1]), process: process_ };
}

/** Submits until the system dies; only what was answered counts. */
async function submitUntilKilled(system: { port: number }, next: () => number, answered: Map<string, number>) {
  for (;;) {
    const number = next();
    const answer = await send(system, 'PUT', jobsPath, {
      body: busyJob(number),
      headers: { 'Content-Type': 'text/plain', 'X-IBM-JCL-Symbol-WORD': 'KEPT' },
    }).catch(() => undefined);
    if (answer === undefined) return;
    expect(answer.status).toBe(201);
    answered.set(answer.json()['job-correlator'], number);
  }
}

/** Everything that must hold of a folder whatever happened to its system. */
async function demandWhole(): Promise<void> {
  const disk = lmdbDisk(folder);
  const dataSets = createDataSets({ disk, clock, volumes: smallSite(busySite).volumes });
  const bodies = new Set<string>();
  const note = (body: { id: number } | undefined) => bodies.add(String(body?.id ?? 0).padStart(12, '0'));
  for (const [, value] of disk.entries('data-sets')) note((value as { body?: { id: number } }).body);
  for (const [, value] of disk.entries('members')) note((value as { body: { id: number } }).body);
  expect(disk.keys('content').filter((key) => !bodies.has(key.slice(0, 12)))).toEqual([]);
  for (const { name, type } of dataSets.catalogEntries('**'))
    if (type === 'NONVSAM') expect([name, dataSets.find(name)?.dsname]).toEqual([name, name]);
  for (const { serial } of dataSets.volumes())
    for (const { dsname, catalogued } of dataSets.vtoc(serial)) expect([dsname, catalogued]).toEqual([dsname, true]);
  for (const { generations } of dataSets.listGdgs('**'))
    for (const name of generations) expect([name, dataSets.find(name)?.dsname]).toEqual([name, name]);
  for (const { dsname, attributes } of dataSets.list('**')) {
    if (attributes.dsorg !== 'PO') dataSets.read(dsname);
    else for (const { name } of dataSets.members(dsname)) expect(dataSets.read(dsname, name)).toHaveLength(40);
  }
  const jobs = disk.entries('jobs').map(([, value]) => value as KeptJob);
  for (const job of jobs) {
    if (!job.card.jobname.startsWith('K')) continue;
    demandStepsWhole(job, dataSets);
    const submitted = jobs.filter(({ card }) => card.jobname === job.card.jobname.replace('K', 'C')).length;
    const has = job.steps.some((step) => step['step-name'] === 'S6' && step.completion === 'CC 0000');
    expect([job.card.jobname, submitted]).toEqual([job.card.jobname, has ? 1 : 0]);
  }
  await disk.close();
}

interface KeptJob {
  card: { jobname: string };
  steps: { 'step-name': string; completion?: string }[];
}

/** What a step left and what its job says of the step are on disk together. */
function demandStepsWhole({ card, steps }: KeptJob, dataSets: DataSets): void {
  const number = card.jobname.slice(1);
  const ended = (name: string) => steps.find((step) => step['step-name'] === name)?.completion === 'CC 0000';
  const found = (dsname: string) => dataSets.find(dsname) !== undefined;
  const facts = {
    ...{ job: card.jobname, member: dataSets.member('PAY.LIB', `M${number}`) !== undefined || !ended('S1') },
    out: found(`PAY.OUT.K${number}`) || !ended('S2') || ended('S5'),
    generations: dataSets.findGdg(`PAY.G${number}`)?.generations.length === (ended('S3') ? 1 : 0),
    ...{ gone: !found(`PAY.OUT.K${number}`) || !ended('S5'), done: found(`PAY.DONE.K${number}`) || !ended('S5') },
  };
  expect(facts).toEqual({ job: card.jobname, member: true, out: true, generations: true, gone: true, done: true });
}

async function settled(system: { port: number }): Promise<Row[]> {
  for (let look = 0; look < 1000; look += 1) {
    const rows = (await send(system, 'GET', `${jobsPath}?owner=*&prefix=*`)).rows();
    if (rows.every(({ status }) => status === 'OUTPUT')) return rows;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('some jobs do not end');
}

async function demandJobs(answered: ReadonlyMap<string, number>): Promise<Set<string>> {
  await using system = await startWhole({ folder, site: busySite });
  const rows = await settled(system);
  const known = new Map(rows.map((row) => [row['job-correlator'], row]));
  const ends = new Set<string>();
  for (const [correlator, number] of answered) {
    const row = known.get(correlator);
    const retcode = String(row?.['retcode']);
    const wanted = goesOn(number) ? /^CC 0000$/ : /^(CC 0000|SYS FAIL)$/;
    expect([number, retcode]).toEqual([number, expect.stringMatching(wanted)]);
    ends.add(retcode);
    if (retcode !== 'CC 0000') continue;
    const log = await send(system, 'GET', `${jobsPath}/${encodeURIComponent(correlator)}/files/2/records`);
    expect(log.text).toContain('$HASP395');
    const name = `PAY.DONE.K${String(number).padStart(4, '0')}`;
    expect((await send(system, 'GET', `/zosmf/restfiles/ds?dslevel=${name}`)).json().items).toHaveLength(1);
  }
  expect(system.failures).toEqual([]);
  return ends;
}

describe('a system that is killed in the middle of its jobs', () => {
  it('finds catalog, data sets, spool and queues whole, whatever it was doing', async () => {
    const random = seeded(609);
    const answered = new Map<string, number>();
    let number = 0;
    for (let kill = 0; kill < 3; kill += 1) {
      const system = await started();
      const enough = answered.size + 4 + Math.floor(random() * 12);
      const submitting = submitUntilKilled(system, () => (number += 1), answered);
      while (answered.size < enough) await new Promise((resolve) => setTimeout(resolve, 1));
      await new Promise((resolve) => setTimeout(resolve, random() * 60));
      system.process.kill('SIGKILL');
      await once(system.process, 'exit');
      await submitting;
      await demandWhole();
    }
    const ends = await demandJobs(answered);
    expect(answered.size).toBeGreaterThan(15);
    expect([...ends].sort()).toEqual(['CC 0000', 'SYS FAIL']);
    await demandWhole();
  }, 120_000);
});
