import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import type { Store } from '../../src/store/ports.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { startReplicaSetProcess } from '../../test/support/replica-set/process.ts';
import type { Proof, TimeBox } from '../proof.ts';
import { complaintLines } from './check-history.ts';
import { compareAnswers } from './comparisons.ts';
import { commandKinds } from './counter-clients.ts';
import { memoryLoad } from './memory-load.ts';
import { complaintsOf, planted } from './planted.ts';
import { rules } from './rules.ts';
import { answersOf } from './same-answers.ts';
import { serviceLoad } from './service/service-load.ts';

/** What one stage of this part came to. */
interface Stage {
  readonly cases: number;
  readonly covered: string;
  readonly failures: readonly string[];
  readonly detail?: string;
}

/** Milliseconds for which the load must have killed one instance at least; where nothing else runs, it is one every 5 s. */
const killEveryMs = 20_000;
const loadMs = 120_000;
/** What starting, stopping and checking take beside the load. */
const aroundLoadMs = 35_000;

export const proof: Proof = {
  async prove(box) {
    const stages: Stage[] = [];
    for (const stage of [rejecting, comparing, loadingLedgers, loadingServices]) stages.push(await stage(box));
    return {
      cases: stages.reduce((sum, { cases }) => sum + cases, 0),
      covered: stages.map(({ covered }) => covered).join('; '),
      failures: stages.flatMap(({ failures }) => failures),
      detail: stages.flatMap(({ detail }) => detail ?? []).join('\n\n'),
    };
  },
};

async function rejecting(): Promise<Stage> {
  const failures: string[] = complaintLines(await complaintsOf());
  for (const bad of planted)
    if (!(await complaintsOf(bad)).some(({ rule }) => rule === bad.rule))
      failures.push(`${bad.rule}: the checker did not see ${bad.what}`);
  const covered = `${planted.length} planted bad histories of ${Object.keys(rules).length} rules rejected`;
  return { cases: planted.length, covered, failures };
}

/** The same commands on the three stores; MongoDB's through its real driver. */
async function comparing({ seed }: TimeBox): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-histories-'));
  await using replicaSet = await startReplicaSetProcess();
  const stores: Store[] = [openEmbeddedStore(folder), openMongoStore(replicaSet.url('same')), memoryStore('mongodb')];
  try {
    const answers = await Promise.all(stores.map((store) => answersOf(store, seed, 200)));
    const lines = answers[0]?.lines.length ?? 0;
    const failures = complaintLines(compareAnswers(answers)).map((line) => `seed ${seed}: ${line}`);
    return { cases: lines, covered: `${lines} answers the same on ${stores.length} stores`, failures };
  } finally {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loadingLedgers({ seed }: TimeBox): Promise<Stage> {
  const failures: string[] = [];
  const details: string[] = [];
  let cases = 0;
  for (const kind of ['embedded', 'mongodb'] as const) {
    const { complaints, troubles, tally, pages } = await memoryLoad({ seed, commands: 2500, kind });
    const missing = tally.missing([...Object.keys(commandKinds), 'read', 'engine taken', 'engine act']);
    const wrong = [...troubles, ...complaintLines(complaints), ...missing.map((name) => `${name} was never sent`)];
    failures.push(...wrong.map((line) => `two ledgers, ${kind}, seed ${seed}: ${line}`));
    details.push(`two ledgers over ${kind}: ${pages} pages, ${tally.line()}`);
    cases += tally.commands;
  }
  return { cases, covered: `${cases} commands at two ledgers in memory`, failures, detail: details.join('\n') };
}

async function loadingServices(box: TimeBox): Promise<Stage> {
  const milliseconds = Math.min(loadMs, Math.max(20_000, box.left() - aroundLoadMs));
  const say = (line: string) => box.say(line);
  const { complaints, wrong, tally, pages, notes, history } = await serviceLoad({ seed: box.seed, milliseconds, say });
  const kills = tally.of('killed');
  const failures = [...wrong, ...complaintLines(complaints)].map((line) => `service, seed ${box.seed}: ${line}`);
  const due = Math.floor(milliseconds / killEveryMs);
  if (kills < due) failures.push(`service: ${kills} kills, and ${due} were due`);
  if (failures.length > 0) {
    const file = join(tmpdir(), `lockstep-history-${box.seed}.jsonl`);
    writeFileSync(file, history.text());
    failures.push(`service: the history is kept in ${file}`);
  }
  const seconds = Math.round(milliseconds / 1000);
  return {
    cases: tally.commands,
    covered: `8 clients, 2 instances, ${seconds} s: ${pages} pages, ${tally.line()}`,
    failures,
    detail: `${tally.table()}\n${notes.join('\n')}`,
  };
}
