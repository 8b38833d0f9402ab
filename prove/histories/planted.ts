import { checkHistory } from './check-history.ts';
import { digestNamed, goodSample, optionsOf, sealed, secondOf, type Sample } from './good-history.ts';
import type { HistoryEvent } from './history.ts';
import type { Complaint, Rule } from './rules.ts';

/** A way to spoil the good sample, and the rule that it breaks. */
export interface Planted {
  readonly rule: Rule;
  readonly what: string;
  readonly plant: (sample: Sample) => void;
}

const answerOf = ({ events }: Sample, call: number): HistoryEvent & { page?: number } => {
  const found = events.find((event) => 'call' in event && event.call === call && event.is !== 'call');
  if (found === undefined) throw new Error(`the sample has no answer to call ${call}`);
  return found;
};

const change = (call: number, facts: object) => (sample: Sample) => {
  Object.assign(answerOf(sample, call), facts);
};

/** Moves the call to where it was sent after everything that came before `behind`. */
const sendLater = (call: number, behind: number) => (sample: Sample) => {
  const { events } = sample;
  const moved = events.filter((event) => 'call' in event && event.call === call);
  const rest = events.filter((event) => !moved.includes(event));
  const at = rest.indexOf(answerOf(sample, behind)) + 1;
  events.splice(0, events.length, ...rest.slice(0, at), ...moved, ...rest.slice(at));
};

const page = ({ pages }: Sample, number: number) => pages[number - 1]!;
const again = (number: number, facts: object) => (sample: Sample) => {
  sample.pages.push({ ...page(sample, number), at: secondOf(9), ...facts });
};

/** At least one for each rule; each breaks its rule, and the checker must say so by that rule's name. */
export const planted: readonly Planted[] = [
  { rule: 'history.form', what: 'an answer to a call that was never made', plant: change(1, { call: 99 }) },
  {
    rule: 'history.form',
    what: 'a call that was answered twice',
    plant: ({ events }) => void events.push({ is: 'unknown', call: 1, because: '', t: 11 }),
  },
  {
    rule: 'history.form',
    what: 'two calls with one number',
    plant: ({ events }) => void events.push({ is: 'call', call: 1, session: 's1', what: 'raise', t: 11 }),
  },
  {
    rule: 'ack.one-page',
    what: 'an acknowledged command on no page',
    plant: (sample) => (page(sample, 2).command.id = 'lost'),
  },
  { rule: 'ack.one-page', what: 'an acknowledged page that is not there', plant: change(1, { page: 99 }) },
  { rule: 'ack.one-page', what: 'an acknowledgement of another page', plant: change(1, { page: 8 }) },
  { rule: 'ack.one-page', what: 'other entries than were told', plant: change(1, { entries: digestNamed('other') }) },
  {
    rule: 'ack.one-page',
    what: 'one page for two commands that have neither id nor key',
    plant: ({ events }) => {
      for (const call of [20, 21])
        events.push(
          { is: 'call', call, session: 's3', what: 'raise', actor: 'rosa', t: call },
          { is: 'ack', call, page: 8, t: call },
        );
    },
  },
  { rule: 'ack.order', what: 'a command before one that was acknowledged first', plant: sendLater(1, 4) },
  { rule: 'ack.order', what: 'a command whose page a read before it had named', plant: sendLater(4, 6) },
  { rule: 'ack.order', what: 'an unknown command that stands too far ahead', plant: sendLater(7, 10) },
  { rule: 'ack.same-answer', what: 'another body for the same key', plant: change(3, { answer: 'y' }) },
  { rule: 'ack.same-answer', what: 'another page for the same key', plant: change(3, { page: 8 }) },
  { rule: 'unknown.at-most-one', what: 'an unknown command that landed twice', plant: again(8, { entries: [] }) },
  {
    rule: 'unknown.at-most-one',
    what: 'a command without an answer that landed twice',
    plant: (sample) => {
      sample.events.splice(sample.events.indexOf(answerOf(sample, 7)), 1);
      again(8, { entries: [] })(sample);
    },
  },
  {
    rule: 'refused.no-effect',
    what: 'the effect of a refused command',
    plant: (sample) => (page(sample, 8).command.id = 'c9'),
  },
  {
    rule: 'refused.no-effect',
    what: 'an effect under the key of a refusal',
    plant: (sample) => (page(sample, 4).entries[0] = { ...page(sample, 4).entries[0]!, type: 'counter.raised/1' }),
  },
  {
    rule: 'refused.no-effect',
    what: 'a key that was said to be taken by another request, and was not',
    plant: (sample) =>
      Object.assign(
        sample.events.find((each) => 'call' in each && each.call === 5)!,
        { digest: digestNamed('k1') },
      ),
  },
  {
    rule: 'refused.recorded',
    what: 'a refusal under a key without its entry',
    plant: (sample) => (page(sample, 4).command = { id: 'c3' }),
  },
  { rule: 'refused.recorded', what: 'another code than was recorded', plant: change(4, { code: 'run.not-ready' }) },
  { rule: 'read.never-back', what: 'a read behind an earlier one', plant: change(10, { page: 2 }) },
  { rule: 'read.never-back', what: 'a read without what was acknowledged', plant: change(6, { page: 2 }) },
  {
    rule: 'read.shows-page',
    what: 'an older record than the page says',
    plant: change(6, { shows: { stream: 'counter:a', version: 1 } }),
  },
  {
    rule: 'read.shows-page',
    what: 'a record that was never recorded',
    plant: change(6, { shows: { stream: 'counter:a', version: 3 } }),
  },
  { rule: 'read.shows-page', what: 'a page beyond the book', plant: change(6, { page: 10 }) },
  {
    rule: 'read.shows-page',
    what: 'a first answer that shows a later record',
    plant: change(3, { shows: { stream: 'counter:a', version: 1 } }),
  },
  {
    rule: 'page.chain',
    what: 'a page that names another leaf',
    plant: (sample) => (page(sample, 5).prev = digestNamed('other')),
  },
  { rule: 'page.chain', what: 'a gap', plant: (sample) => (page(sample, 9).page = 10) },
  {
    rule: 'page.chain',
    what: 'a page of another book',
    plant: (sample) => (page(sample, 9).book = `B${'C'.repeat(26)}`),
  },
  {
    rule: 'page.chain',
    what: 'an entry that was changed on disk',
    plant: (sample) => {
      sample.spoil = ([, second]) => {
        const [entry] = second!.entries;
        Object.assign(entry!, { text: JSON.stringify({ ...page(sample, 2).entries[0]!, data: { by: 7 } }) });
      };
    },
  },
  {
    rule: 'page.time',
    what: 'a page before the time of the last',
    plant: (sample) => (page(sample, 5).at = secondOf(0)),
  },
  {
    rule: 'page.streams',
    what: 'a stream with a gap',
    plant: (sample) => (page(sample, 8).entries[1] = { ...page(sample, 8).entries[1]!, seq: 3 }),
  },
  {
    rule: 'page.streams',
    what: 'two entries with one number',
    plant: (sample) => (page(sample, 3).entries[0] = page(sample, 2).entries[0]!),
  },
  {
    rule: 'page.epochs',
    what: 'an epoch that falls',
    plant: (sample) =>
      (page(sample, 7).entries[0] = { ...page(sample, 7).entries[0]!, data: { instance: 'B', epoch: 1 } }),
  },
  {
    rule: 'page.epochs',
    what: 'a page of an engine that was superseded',
    plant: (sample) => (page(sample, 9).actor = { kind: 'engine', id: 'A' }),
  },
  {
    rule: 'page.epochs',
    what: 'an engine page before the engine was taken',
    plant: (sample) => (page(sample, 2).actor = { kind: 'engine', id: 'A' }),
  },
  {
    rule: 'page.epochs',
    what: 'an entry of an older epoch',
    plant: (sample) => (page(sample, 9).entries[0] = { ...page(sample, 9).entries[0]!, data: { epoch: 1 } }),
  },
  { rule: 'page.command', what: 'one command on two pages', plant: again(1, { entries: [] }) },
  { rule: 'key.one-effect', what: 'two effects under one key', plant: again(3, { entries: [] }) },
  {
    rule: 'key.one-effect',
    what: "another request's page under the same key",
    plant: (sample) => (page(sample, 3).command.digest = digestNamed('other')),
  },
  {
    rule: 'views.rebuilt',
    what: 'a document with other bytes',
    plant: ({ served }) => (served['counters a'] = '{"n":3}'),
  },
  { rule: 'views.rebuilt', what: 'a document that is not served', plant: ({ served }) => delete served['counters b'] },
  {
    rule: 'views.rebuilt',
    what: 'a document that the pages do not give',
    plant: ({ fresh }) => delete fresh['counters b'],
  },
  {
    rule: 'stores.agree',
    what: 'another answer of another store',
    plant: ({ answers }) => (answers[1]!.lines[1] = 'done 2'),
  },
  { rule: 'stores.agree', what: 'a store that answers less', plant: ({ answers }) => answers[1]!.lines.pop() },
];

/** What the checker says of the good sample; with a planted one, of that. */
export function complaintsOf(bad?: Planted): Promise<Complaint[]> {
  const sample = goodSample();
  bad?.plant(sample);
  return checkHistory(sample.events, sealed(sample), optionsOf(sample));
}
