import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceViews } from '../../src/evidence/index.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { rebuild } from '../../src/ledger/generations.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import { ledgerPageOf } from '../../src/ledger/reader.ts';
import { openPage } from '../../src/ledger/page.rules.ts';
import { allEntryTypes, allViews } from '../../src/service/book-definition.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import { publicKeyOf } from '../../src/shared/ed25519.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import type { Store } from '../../src/store/ports.ts';
import { eventually, type NightView } from '../../test/support/sample-night.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

const releaseJob = /^L[A-Z2-7]{25}$/;

/** What does not hold after a night, while an instance still runs: each job ran once, and nothing of ours is left. */
export async function wrongWithTheJobs(world: World, { run, steps }: NightView): Promise<string[]> {
  const wrong: string[] = [];
  if (run.state !== 'completed' || run.outcome !== 'succeeded') wrong.push(`${run.id} is ${run.state}`);
  const attempts = steps.flatMap((step) => step.attempts).filter(({ user }) => user !== '');
  const expected = steps.filter(({ plan, step }) => plan === 'install' && step.job !== undefined).length;
  if (attempts.length !== expected) wrong.push(`${attempts.length} attempts for ${expected} jobs`);
  const counted = (await world.practice.executions()).filter(({ userCorrelator }) => releaseJob.test(userCorrelator));
  const ours = new Map(counted.map((count) => [count.userCorrelator, count.executions]));
  for (const { user, jobname } of attempts)
    if (ours.get(user) !== 1) wrong.push(`${jobname} (${user}) ran ${ours.get(user) ?? 0} times`);
  for (const user of ours.keys())
    if (!attempts.some((attempt) => attempt.user === user)) wrong.push(`${user} ran, and no attempt has it`);
  const left = async () => (await world.practice.jobs(`${run.prefix}*`)).filter(({ status }) => status !== 'OUTPUT');
  await eventually('every job of ours is over', async () => ((await left()).length === 0 ? true : undefined), 15).catch(
    async () => wrong.push(`left in JES: ${JSON.stringify(await left())}`),
  );
  return wrong;
}

/** What does not hold of the evidence that a running instance exports. */
export async function wrongWithTheEvidence(world: World, release: string): Promise<string[]> {
  const bundle = await world.as('auditor').text(`/api/v1/releases/${release}/evidence`);
  const { failure } = verifyBundle(
    Buffer.from(bundle),
    publicKeyOf(readFileSync(world.publicKeyFile, 'utf8')),
    evidenceViews,
  );
  return failure === undefined ? [] : [`the evidence of ${release}: ${failure.place}: ${failure.why}`];
}

/** What does not hold of the book once every instance is stopped. */
export async function wrongWithTheBook(world: World, witness: Witness, mongodbUrl?: string): Promise<string[]> {
  const store =
    mongodbUrl === undefined ? openEmbeddedStore(join(world.dataFolder, 'store')) : openMongoStore(mongodbUrl);
  try {
    const complaints = await world.recording.complaints(store.pages.pages(1, Infinity));
    return [...witness.failures, ...complaints, ...(await notAsShown(store, witness)), ...(await wrongViews(store))];
  } finally {
    await store.close();
  }
}

/** Every page that was ever shown stands in the book as it was shown. */
async function notAsShown({ pages }: Store, witness: Witness): Promise<string[]> {
  const wrong: string[] = [];
  let number = 0;
  for await (const stored of pages.pages(1, Infinity)) {
    number += 1;
    const shown = witness.textOf(number);
    if (shown !== undefined && shown !== canonicalJson(ledgerPageOf(openPage(stored))))
      wrong.push(`page ${number} is not what was shown`);
  }
  if (number < witness.head) wrong.push(`the book has ${number} pages, and ${witness.head} were shown`);
  return wrong;
}

async function wrongViews(store: Store): Promise<string[]> {
  const views = [...ownViews, ...allViews];
  await store.views.declare(views.map(({ name, indexes }) => ({ name, indexes })));
  const { differing } = await rebuild(store, { views, entryTypes: { ...ledgerEntries, ...allEntryTypes } });
  return differing.slice(0, 5).map(({ view, key }) => `view ${view} ${key} is not its rebuild`);
}
