import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openPage } from '../../src/ledger/page.rules.ts';
import type { StoredPage } from '../../src/ledger/page.schema.ts';
import type { Attempt } from '../../src/runs/run.schema.ts';
import { checkHistory, complaintLines } from '../histories/check-history.ts';
import { bookOf } from './base.ts';
import { FreshFold } from './fresh-fold.ts';
import { attemptOf } from './nights.ts';
import type { World } from './world.ts';

/** What a struck night may come to, beside what it would have come to anyway. */
export const asPlanned = 'as planned';
export const inDoubt = 'a command in doubt';
export const swept = 'a stray swept';

interface Ending {
  readonly ended: boolean;
  /** Names of the instances that were struck. */
  readonly struck: readonly string[];
}

/** Looks at all that must hold after a night, whatever was struck. @returns its outcome, as the table of outcomes names it */
export async function settle(world: World, ending: Ending): Promise<string> {
  await checkBook(world);
  await checkJobs(world);
  checkCommands(world, ending);
  return outcomeOf(world, ending);
}

/** The book keeps to every rule of histories and pages, and the views are what a fresh fold makes of them. */
async function checkBook(world: World): Promise<void> {
  const { kept, witness, history } = world;
  const head = await kept.pages.head();
  const pages: StoredPage[] = [];
  for await (const stored of kept.pages.pages(1, head.page)) pages.push(stored);
  for (const line of complaintLines(await checkHistory(history.events, pages))) witness.complain(line);
  const fold = new FreshFold();
  for (const stored of pages) fold.take(openPage(stored));
  const generation = await world.generation();
  const applied = await kept.views.applied(generation);
  if (applied.page !== head.page) witness.complain(`the views stand at page ${applied.page} of ${head.page}`);
  const differing = await fold.differences(kept.views, generation);
  if (differing.length > 0) witness.complain(`not what their pages make of them: ${differing.slice(0, 5).join(', ')}`);
  if ((await kept.views.current())?.generation !== generation) await checkNextStart(world, fold);
}

/** Another generation is named than the one that was kept up: who starts next has it right again. */
async function checkNextStart({ kept, clock, machine, chance, witness }: World, fold: FreshFold): Promise<void> {
  await openLedger(bookOf(kept, clock, machine, chance));
  const differing = await fold.differences(kept.views, (await kept.views.current())?.generation ?? 0);
  if (differing.length > 0) witness.complain(`not made good by the next start: ${differing.slice(0, 5).join(', ')}`);
}

/** No job of an attempt ran twice, none of an attempt that was given up ran, and none is left held. */
async function checkJobs(world: World): Promise<void> {
  const { zosmf, witness } = world;
  const steps = (await world.look())?.steps ?? [];
  const attempts = new Map(
    steps.flatMap((step) => step.attempts.map((each) => [each.user, { step: step.id, ...each }])),
  );
  const ran = zosmf.ran();
  for (const [user, times] of ran) {
    const attempt = attempts.get(user);
    if (attempt === undefined) witness.complain(`a job of no attempt is there: ${user}`);
    else complainOfRuns(world, attempt, times);
  }
  for (const { state, jobname, jobid, owner } of zosmf.jobs)
    if (state === 'held' && owner === zosmf.user) witness.complain(`${jobname}(${jobid}) is left held`);
  for (const attempt of attempts.values()) {
    const isOver = attempt.state === 'ended' || attempt.state === 'abandoned';
    if (!isOver) witness.complain(`attempt ${attempt.number} of ${attempt.step} is left ${attempt.state}`);
    if (attempt.state === 'ended' && attempt.user !== '') checkEnded(world, attempt);
  }
}

function complainOfRuns({ witness }: World, attempt: Attempt & { step: string }, times: number): void {
  const name = `attempt ${attempt.number} of ${attempt.step}`;
  if (times > 1) witness.complain(`${name} ran ${times} times`);
  if (times > 0 && attempt.state === 'abandoned') witness.complain(`${name} was given up, and ran`);
  if (times === 0 && attempt.state === 'ended') witness.complain(`${name} ended, and never ran`);
}

/** The job that ran is the one that was adopted. */
function checkEnded({ zosmf, witness }: World, { user, correlator, step }: Attempt & { step: string }): void {
  for (const job of zosmf.jobs)
    if (attemptOf(job) === user && job.executions > 0 && job.correlator !== correlator)
      witness.complain(`${job.jobname}(${job.jobid}) of step ${step} ran and was never adopted`);
}

/** A command is issued once for each time that it was announced, and in doubt only where its issuer was struck. */
function checkCommands({ zosmf, witness }: World, { struck }: Ending): void {
  const announced = witness.all('command.intended/1');
  for (const text of new Set(zosmf.commands)) {
    const issued = zosmf.commands.filter((each) => each === text).length;
    const times = announced.filter(({ data }) => data.command === text).length;
    if (issued > times) witness.complain(`«${text}» was issued ${issued} times and announced ${times} times`);
  }
  for (const { entry, page } of witness.all('command.in-doubt/1')) {
    const by = announced.findLast((each) => each.entry.stream === entry.stream && each.page < page)?.actor ?? '?';
    if (!struck.includes(by)) witness.complain(`a command of ${by}, which nothing struck, is in doubt`);
  }
}

async function outcomeOf(world: World, { ended }: Ending): Promise<string> {
  const { witness, night } = world;
  const picture = await world.look();
  if (!ended || picture?.run.state !== night.ends) {
    const stuck = picture?.steps.filter(({ state }) => !['succeeded', 'skipped', 'pending'].includes(state)) ?? [];
    const told = stuck.map(({ id, state, because }) => `${id} ${state}: ${because}`).join('; ');
    return `${picture?.run.state ?? 'no run'} where ${night.ends} was due: ${told}; ${world.log.slice(-3).join('; ')}`;
  }
  const doubts = witness.all('command.in-doubt/1');
  const others = witness
    .all('run.held/1')
    .filter(({ data, page }) => !night.expects(data.advice) && !doubts.some((doubt) => doubt.page === page))
    .map(({ data }) => `held at ${data.advice.step}: ${data.advice.because}`);
  const strays = witness.all('stray.swept/1').length;
  const parts = [...others, ...(doubts.length > 0 ? [inDoubt] : []), ...(strays > 0 ? [swept] : [])];
  return parts.length === 0 ? asPlanned : parts.join(', ');
}
