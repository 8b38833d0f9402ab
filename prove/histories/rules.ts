/** What a history and its book must keep to, by the name that a complaint gives it. */
export const rules = {
  'history.form': 'every answer belongs to one call, and a call has at most one answer',
  'ack.one-page': 'an acknowledged command stands on exactly one page: the one that was named, with what was told',
  'ack.order': 'what was acknowledged before a command was sent stands before it in the book',
  'ack.same-answer': 'all good answers under one key name one page and say the same',
  'unknown.at-most-one': 'a command whose outcome is unknown stands on one page or on none',
  'refused.no-effect': 'what was refused has no effect',
  'refused.recorded': 'a refusal under a key is one entry, with its code',
  'read.never-back': "a session's reads never go back, and show what was acknowledged to it",
  'read.shows-page': 'a record that is shown is at least as new as the page that the answer names',
  'page.chain': 'pages are numbered without gaps, each names the leaf before it, and entries have their digests',
  'page.time': 'the time of pages never falls, unless an administrator corrected the clock',
  'page.streams': 'entries of a stream are numbered without gaps',
  'page.epochs': 'epochs of the engine rise, and pages of the engine are of the epoch in force',
  'page.command': 'a command id stands on at most one page',
  'key.one-effect': 'an Idempotency-Key has one effect, that of the request which it stands for',
  'views.rebuilt': 'the views are byte for byte what the pages give when they are folded anew',
  'stores.agree': 'the same commands have the same answers on every store',
} as const;
export type Rule = keyof typeof rules;

/** A rule that does not hold, and where. */
export interface Complaint {
  readonly rule: Rule;
  readonly says: string;
}
