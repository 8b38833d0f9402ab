import type { PersonalTexts } from '../ledger/erasure.rules.ts';

/**
 * Where people write in their own words. What systems answered, what codes jobs ended with, who decided what and when,
 * and what was planned is evidence: it is named here nowhere, and cannot be erased.
 */
export const personalTexts: PersonalTexts = {
  'change.raised/1': [
    ...['title', 'description', 'reason', 'riskOfDoing', 'riskOfNotDoing', 'testing'],
    ...['implementationPlan', 'backoutPlan', 'validationPlan'],
  ],
  'change.unscheduled/1': ['because'],
  'decision.made/1': ['reason'],
  'release.opened/1': ['notes'],
  'release.findings-listed/1': ['findings.*.answer.text'],
  'finding.answered/1': ['text'],
  'release.resumed/1': ['because'],
  'release.closed/1': ['note', 'review.text'],
  'run.decided/1': ['reason'],
  'step.reopened/1': ['because'],
  'step.confirmed/1': ['note'],
  'stray.ignored/1': ['reason'],
  'stray.adopted/1': ['reason'],
  'credential.reset/1': ['because'],
  'book.moved/1': ['reason'],
  'book.restored/1': ['reason'],
  'clock.corrected/1': ['reason'],
  'clock.paced/1': ['because'],
  'text.erased/1': ['reason'],
  'request.refused/1': ['message'],
};
