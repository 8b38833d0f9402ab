import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import pc from 'picocolors';
import { evidenceViews, verifyCommand } from '../evidence/index.ts';
import type { Release } from '../releases/release.schema.ts';
import type { Run } from '../runs/run.schema.ts';
import { isProblem } from '../shared/errors.ts';
import { lockFolder } from '../store/embedded/folder-lock.ts';
import { prepareRelease, releaseId } from './before-the-night.ts';
import { passEvening, runNight } from './night.ts';
import { setStage, type Stage } from './stage.ts';
import { teller, type Teller } from './teller.ts';

export interface DemoOptions {
  readonly fail: boolean;
  readonly kill: boolean;
  readonly stay: boolean;
  /** Book seconds a machine second in the night. @default 200 */
  readonly speed?: number;
  /** Resolves when a person wants everything down. */
  readonly toldToStop: () => Promise<void>;
}

/**
 * The first night on the sample estate: practice system and service as two processes, and what their people do, through
 * the public API alone.
 *
 * @returns whether the night came to the end that it should
 */
export async function demo({ fail, kill, stay, speed = 200, toldToStop }: DemoOptions): Promise<boolean> {
  const write = (text: string) => process.stdout.write(text);
  const tell = teller(write);
  write(`${pc.bold('Kestrel Savings')}: ${releaseId}, from approved change to verifiable evidence\n`);
  tell.chapter('A practice z/OSMF and the service start');
  const own = freeFolder();
  const stage = await setStage(own.folder, '2026-08-31T09:00');
  try {
    tell.line(`practice z/OSMF  ${stage.practiceUrl}/zosmf`);
    tell.line(`Lockstep         ${stage.serviceUrl()}/`);
    await prepareRelease(stage, tell, { fail });
    await passEvening(stage, tell);
    const run = await runNight(stage, tell, { kill, speed });
    const passed = await closeNight(stage, tell, run, fail);
    const counted = !kill || (await countExecutions(stage, tell));
    tellWhatNext(stage, tell, stay);
    if (stay) await toldToStop();
    return passed && counted;
  } finally {
    await stage.stop();
    own.release();
  }
}

/** A folder that no other demo uses now: a second one beside a first that stays up. */
function freeFolder(): { folder: string; release(): void } {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? 'demo' : `demo-${n}`;
    try {
      const lock = lockFolder(resolve('.lockstep/locks', name));
      return { folder: resolve('.lockstep', name), release: () => lock.release() };
    } catch (error) {
      if (!isProblem(error, 'store.folder-taken') || n === 9) throw error;
    }
  }
}

async function closeNight(stage: Stage, tell: Teller, run: Run, fail: boolean): Promise<boolean> {
  tell.chapter('The release is closed; its evidence is exported and checked');
  const outcome = fail ? 'backed-out' : 'succeeded';
  const review = { cause: 'test-gap', text: 'The card was keyed in the old layout; no test read it with five tiers.' };
  const closed = await stage.as('relmgr').post<Release>(`/releases/${releaseId}/closing`, {
    outcome,
    note: fail
      ? 'Both changes went back; production is as it was.'
      : 'Installed; the first posting with five tiers is to come.',
    ...(fail ? { review } : {}),
  });
  for (const item of closed.openWatch) tell.line(`watch stays open until ${item.until}: ${item.what} (${item.owner})`);
  const papers = await keepPapers(stage);
  const code = await verifyCommand({
    bundle: papers.bundle,
    key: stage.publicKeyFile,
    views: evidenceViews,
    print: (text) => process.stdout.write(indented(text)),
  });
  const words = `${run.id} ${run.state}: outcome ${closed.outcome ?? 'unknown'}`;
  const good = closed.outcome === outcome && run.state === (fail ? 'backed-out' : 'completed') && code === 0;
  if (good) tell.good(words);
  else tell.bad(words);
  tell.line(`evidence   ${relative('.', papers.bundle)}`);
  tell.line(`record     ${relative('.', papers.record)}`);
  return good;
}

async function keepPapers(stage: Stage): Promise<{ bundle: string; record: string }> {
  const papers = join(stage.folder, 'papers');
  mkdirSync(papers, { recursive: true });
  const bundle = join(papers, `${releaseId}.evidence.json`);
  const record = join(papers, `${releaseId}.record.html`);
  writeFileSync(bundle, await stage.as('auditor').text(`/api/v1/releases/${releaseId}/evidence`));
  writeFileSync(record, await stage.as('auditor').text(`/releases/${releaseId}/record`));
  return { bundle, record };
}

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

async function countExecutions(stage: Stage, tell: Teller): Promise<boolean> {
  tell.chapter("The practice system's own count: executions by correlator");
  const ours = (await stage.practice.executions()).filter(({ userCorrelator }) =>
    /^L[A-Z2-7]{25}$/.test(userCorrelator),
  );
  for (const { userCorrelator, submissions, executions, jobs } of ours)
    tell.line(
      `${jobs[0]?.jobname ?? '-'}  ${userCorrelator}  submitted ${submissions}, executed ${executions === 1 ? '1' : pc.red(String(executions))}`,
    );
  const once = ours.length > 0 && ours.every(({ executions }) => executions === 1);
  if (once) tell.good(`${ours.length} jobs, every one executed exactly once`);
  else tell.bad('not every job was executed exactly once');
  return once;
}

function tellWhatNext(stage: Stage, tell: Teller, stay: boolean): void {
  tell.chapter('What next');
  if (stay) {
    tell.line(`the night as a page   ${stage.serviceUrl()}/sign-in#${stage.tokenOf('relmgr')}`);
    tell.line(`the API               ${stage.serviceUrl()}/docs`);
    tell.line(`everybody's token     ${relative('.', join(stage.folder, 'lockstep/tokens.json'))}`);
    tell.line('calls to try          docs/first-night.md');
    tell.line('Ctrl-C ends both processes');
    return;
  }
  tell.line(
    `live page  ${stage.serviceUrl()}/   API  ${stage.serviceUrl()}/docs   (both end with the demo; --stay keeps them)`,
  );
  const bundle = relative('.', join(stage.folder, 'papers', `${releaseId}.evidence.json`));
  tell.line(`npx lockstep verify ${bundle} --key ${relative('.', stage.publicKeyFile)}`);
  tell.line('npm run demo -- --stay    keeps everything up: the night as a page at /, the API at /docs');
  tell.line('npm run demo -- --fail    the night that fails, and is backed out');
  tell.line('npm run demo -- --kill    the service is killed in the middle, and nothing runs twice');
}
