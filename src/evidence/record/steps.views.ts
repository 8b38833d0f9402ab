import type { Attempt, JobStepResult, RunStep } from '../../runs/run.schema.ts';
import type { NightClock } from './clock.rules.ts';
import { when } from './clock.views.ts';
import { html, joined, type Markup, type Piece } from './markup.rules.ts';
import { jobnameOf, waitsFor, type RecordModel } from './model.rules.ts';
import { jobStepSign, stepSign } from './states.rules.ts';
import { badge, icon } from './symbols.views.ts';
import { minutesTaken } from './times.rules.ts';
import { verdictSign } from './verdicts.rules.ts';

/** The release steps as a table, the job name first; on a narrow page each row is a card. */
export function stepTable(model: RecordModel, clock: NightClock, steps: readonly RunStep[], title: string): Markup {
  const rows = steps.map((step) => row(model, clock, step, steps));
  return html`<table class="steps">
    <caption class="unseen">
      ${title}
    </caption>
    <thead>
      <tr>
        <th scope="col">Job, release step</th>
        <th scope="col">JOBID</th>
        <th scope="col">State</th>
        <th scope="col">Start – end</th>
        <th scope="col">Minutes <small>planned</small></th>
        <th scope="col">Job steps and codes; who, and what it waits for</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function row(model: RecordModel, clock: NightClock, step: RunStep, all: readonly RunStep[]): Markup {
  const sign = stepSign(step.state);
  const job = jobnameOf(step);
  const attempt = step.attempts.at(-1);
  const id = `step-${step.id}`;
  const told = `${job ?? step.step.title}, step ${step.id}: ${sign.words}`;
  const name =
    job === undefined
      ? html`<span class="what">${step.step.title}</span>`
      : html`<span class="job">${job}</span> <span class="what">${step.step.title}</span>`;
  return html`<tr id="${id}" class="tone-${sign.tone} is-${step.state}" data-told="${told}" tabindex="-1">
    <th scope="row">
      <div class="step"><span class="id">${step.id}</span> <span class="names">${name}</span></div>
    </th>
    <td class="jobid" data-label="JOBID">${attempt?.jobid ?? none}</td>
    <td data-label="State">${badge(sign)}</td>
    <td class="times" data-label="Start – end">${times(model, clock, step)}</td>
    <td class="minutes" data-label="Minutes">${taken(model, step)}</td>
    <td class="result" data-label="Result">${result(model, clock, step, all)}${details(model, clock, step)}</td>
  </tr>`;
}

const none = html`<span class="none">–</span>`;

function times(model: RecordModel, clock: NightClock, { startedAt, endedAt, id }: RunStep): Markup {
  if (startedAt !== undefined)
    return html`${when(startedAt, model, clock)} –
    ${endedAt === undefined ? html`<span class="none">…</span>` : when(endedAt, model, clock)}`;
  const looksLike = clock.expected?.steps.find(({ step }) => step === id);
  if (looksLike === undefined || endedAt !== undefined) return none;
  return html`<span class="about">about ${when(new Date(looksLike.starts).toISOString(), model, clock)}</span>`;
}

function taken({ now }: RecordModel, { startedAt, endedAt, step }: RunStep): Markup {
  const planned = html`<small>${step.minutes}</small>`;
  if (startedAt === undefined) return html`${none} ${planned}`;
  const minutes = minutesTaken(startedAt, endedAt ?? now);
  const late = minutes > step.minutes && step.minutes > 0;
  return html`<b class="${late ? 'late' : ''}">${minutes}</b>
    ${planned}${late && html`<span class="unseen"> longer than planned</span>`}`;
}

function result(model: RecordModel, clock: NightClock, step: RunStep, all: readonly RunStep[]): readonly Piece[] {
  const attempt = step.attempts.at(-1);
  const waiting = step.startedAt === undefined && step.state !== 'skipped' ? waitsFor(step, all) : [];
  return [
    attempt !== undefined && attempt.jobSteps.length > 0 && jobSteps(step, attempt),
    attempt?.retcode !== undefined &&
      attempt.jobSteps.length === 0 &&
      html`<p class="line"><code>${attempt.retcode}</code></p>`,
    needsWords(step) && html`<p class="line because">${step.because}</p>`,
    step.confirmed &&
      html`<p class="line who">
        ${icon('person')} Confirmed by <b>${step.confirmed.by}</b> at ${when(step.confirmed.at, model, clock)}:
        <q>${step.confirmed.note}</q>
      </p>`,
    step.state === 'waiting-for-person' &&
      html`<p class="line who">
        ${icon('person')} <b>${step.step.confirm?.by}</b>: ${step.step.confirm?.instruction}
      </p>`,
    waiting.length > 0 &&
      html`<p class="line waits">
        waits for
        ${joined(
          waiting.map((id) => html`<a href="#step-${id}">${id}</a>`),
          ', ',
        )}
      </p>`,
    step.startedAt === undefined &&
      step.step.confirm &&
      html`<p class="line who">${icon('person')} <b>${step.step.confirm.by}</b> will confirm</p>`,
    step.step.pointOfNoReturn === true && html`<p class="line return">◆ point of no return</p>`,
  ];
}

/** A passed job says it by its codes; everything else is worth a sentence. */
const needsWords = ({ state, startedAt, attempts, confirmed, endedAt }: RunStep) =>
  (startedAt !== undefined || endedAt !== undefined || state === 'skipped') &&
  state !== 'waiting-for-person' &&
  !(state === 'succeeded' && (attempts.length > 0 || confirmed !== undefined));

function jobSteps(step: RunStep, attempt: Attempt): Markup {
  return html`<ul class="codes">
    ${attempt.jobSteps.map((each) => jobStep(step, each))}
  </ul>`;
}

function jobStep({ step }: RunStep, each: JobStepResult): Markup {
  const planned = step.job?.steps.find(({ name }) => name === each.name);
  const sign = jobStepSign(each, planned);
  const code = each.completion.replace(/^CC /, '');
  const name = each.procStep === '' ? each.name : `${each.name}.${each.procStep}`;
  const asked = (planned?.requires ?? []).map(({ text }) => text).join('; ');
  const says = `${name} ${each.program} ${each.completion}: ${sign.words}${asked === '' ? '' : `; required: ${asked}`}`;
  const loud = sign.tone === 'bad' || sign.tone === 'warn';
  return html`<li class="code tone-${sign.tone}${loud ? ' loud' : ''}" title="${says}">
    ${icon(sign.shape)}<span>${name}</span> <code>${code}</code
    ><span class="${loud ? 'word' : 'unseen'}"> ${sign.words}</span
    >${each.complaints.map((complaint) => html` <span class="complaint">${complaint}</span>`)}
  </li>`;
}

function details(model: RecordModel, clock: NightClock, step: RunStep): Markup {
  const parts: Piece[] = [
    step.checks.length > 0 &&
      html`<ul class="checks">
        ${step.checks.map(({ verdict, question, found }) => html`<li>${badge(verdictSign(verdict))} ${question} <span class="found">${found}</span></li>`)}
      </ul>`,
    step.commands.length > 0 &&
      html`<ul class="commands">
        ${step.commands.map((each) => html`<li><code>${each.command}</code> <span class="found">${each.answer}</span> ${badge(each.accepted ? verdictSign('pass') : verdictSign('fail'))} at ${when(each.at, model, clock)}</li>`)}
      </ul>`,
    step.attempts.map((attempt) => attemptDetails(model, clock, step, attempt)),
    model.live &&
      step.step.job &&
      html`<p>
        <a href="/api/v1/releases/${model.release.id}/plan/jobs/${step.step.job.jobname}/jcl"
          >JCL of ${step.step.job.jobname}</a
        >
        as planned
      </p>`,
  ];
  const spool = step.attempts.flatMap((attempt) => attempt.spool).length;
  const jcl = model.live && step.step.job !== undefined && model.plan !== undefined;
  const label = [
    step.attempts.length > 1 && `${step.attempts.length} attempts`,
    spool > 0 && counted(spool, 'spool file'),
    step.checks.length > 0 && counted(step.checks.length, 'check'),
    step.commands.length > 0 && counted(step.commands.length, 'command'),
    jcl && 'JCL',
  ];
  const words = label.filter((each) => each !== false).join(', ');
  if (words === '') return html``;
  return html`<details id="more-${step.id}" ${!model.live && html` open`}>
    <summary>${words}</summary>
    ${parts}
  </details>`;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

function attemptDetails({ live, ...model }: RecordModel, clock: NightClock, step: RunStep, attempt: Attempt): Markup {
  const file = (id: number) => `/api/v1/runs/${step.run}/steps/${step.id}/attempts/${attempt.number}/spool/${id}`;
  const spool = attempt.spool.map((each) => {
    const name = [each.stepname, each.procstep, each.ddname].filter((part) => part !== '').join('.');
    const says = `${each.bytes} bytes, sha256:${each.digest}`;
    return html`<li>
      ${live ? html`<a href="${file(each.id)}" title="${says}">${name}</a>` : html`<span title="${says}">${name}</span> <code class="digest">${each.digest.slice(0, 8)}</code>`}
    </li>`;
  });
  const released =
    attempt.releasedAt === undefined ? '' : html`, released ${when(attempt.releasedAt, { live, ...model }, clock)}`;
  return html`<div class="attempt">
    <p>
      Attempt ${attempt.number}:
      <b>${attempt.jobname}</b>
      ${attempt.jobid ?? 'without JOBID'}${attempt.owner !== undefined && html` of ${attempt.owner}`} on
      ${step.step.system}${attempt.retcode !== undefined && html`, <code>${attempt.retcode}</code>`}${released}.${attempt.correlator !== undefined && html` <span class="correlator">Correlator <code>${attempt.correlator}</code></span>`}
    </p>
    ${
      spool.length > 0 &&
      html`<ul class="spool">
        ${spool}
      </ul>`
    }
  </div>`;
}
