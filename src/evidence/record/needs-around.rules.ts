import type { NightClock } from './clock.rules.ts';
import { goesBack, type RecordModel } from './model.rules.ts';
import type { Need } from './need.rules.ts';
import type { Sign } from './states.rules.ts';
import { hourOf } from './times.rules.ts';

const attention: Sign = { words: 'to do', tone: 'warn', shape: 'suspicious' };
const calm: Sign = { words: 'to do', tone: 'run', shape: 'ready' };

/** What keeps the release from running, or what begins the run. */
export function beforeTheRun(model: RecordModel, clock: NightClock): readonly Need[] {
  const { release, timeZone } = model;
  const todo = unique([...failedChecks(model), ...missingApprovals(model), ...openFindings(model)]);
  if (todo.length > 0) return todo;
  const whose = release.implementer ?? release.decisionMaker;
  const next = (title: string, ...says: string[]): Need[] => [{ sign: calm, title, says, whose }];
  if (release.plan === undefined) return next('The release is to be planned');
  if (release.state !== 'ready') return next('Readiness is to be checked');
  return next('The run is to be started', `The window opens at ${hourOf(clock.opens, timeZone)}.`);
}

function missingApprovals({ changes }: RecordModel): readonly Need[] {
  return changes.flatMap(({ id, approvals }) =>
    approvals
      .filter(({ complete }) => !complete)
      .map(({ group, because }) => ({
        ...{ sign: attention, title: `${id} waits for the approval of ${group}`, says: [because], whose: group },
      })),
  );
}

function openFindings({ release }: RecordModel): readonly Need[] {
  return release.findings
    .filter(({ answer }) => answer === undefined)
    .map(({ id, subject, text, answerBy }) => ({
      ...{ sign: attention, title: `Finding ${id} is to be answered: ${subject}`, says: [text], whose: answerBy },
    }));
}

/** Checks that did not pass, but for those that ask for an approval or an answer which stands here by itself. */
function failedChecks({ readiness, release, changes }: RecordModel): readonly Need[] {
  const shown = new Set([
    ...changes.filter(({ approvals }) => approvals.some(({ complete }) => !complete)).map(({ id }) => `approved:${id}`),
    ...release.findings.map(({ id }) => `finding:${id}`),
  ]);
  return (readiness?.results ?? [])
    .filter(({ verdict, id }) => (verdict === 'fail' || verdict === 'unknown') && !shown.has(id))
    .map(({ question, found, nextAction, verdict }) => ({
      sign: verdict === 'unknown' ? { ...attention, shape: 'unknown' as const } : attention,
      title: nextAction?.what ?? question,
      says: [`${question} ${found}`],
      whose: nextAction?.whose ?? release.decisionMaker,
    }));
}

const unique = (needs: readonly Need[]) =>
  needs.filter((need, index) => needs.findIndex(({ title }) => title === need.title) === index);

/** What is left once the run has ended. */
export function afterTheRun(model: RecordModel): readonly Need[] {
  const { release } = model;
  if (release.state === 'closed') return [];
  if (goesBack(model) && release.review === undefined)
    return [
      {
        sign: attention,
        title: 'The review is due',
        says: ['It names the cause: process gap, test gap, or other.'],
        whose: release.decisionMaker,
      },
    ];
  const watch = release.openWatch.map(({ id, what }) => `${id} stays open: ${what}.`);
  return [{ sign: calm, title: 'The release is to be closed', says: watch, whose: release.decisionMaker }];
}
