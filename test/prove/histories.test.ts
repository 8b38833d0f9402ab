import { describe, expect, it } from '@jest/globals';
import { complaintLines } from '../../prove/histories/check-history.ts';
import { compareAnswers } from '../../prove/histories/comparisons.ts';
import { commandKinds } from '../../prove/histories/counter-clients.ts';
import { goodSample } from '../../prove/histories/good-history.ts';
import { History, readHistory } from '../../prove/histories/history.ts';
import { memoryLoad } from '../../prove/histories/memory-load.ts';
import { complaintsOf, planted } from '../../prove/histories/planted.ts';
import { rules } from '../../prove/histories/rules.ts';
import { answersOf } from '../../prove/histories/same-answers.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { temporaryFolder } from '../support/book.ts';
import { memoryStore } from '../support/memory-store.ts';

describe('the checker of histories', () => {
  it('has nothing to say of a good one', async () => {
    expect(await complaintsOf()).toEqual([]);
  });

  it.each(planted.map((each) => [each.rule, each.what, each] as const))('%s: rejects %s', async (rule, _what, bad) => {
    expect((await complaintsOf(bad)).map((complaint) => complaint.rule)).toContain(rule);
  });

  it('has a planted history for each rule', () => {
    expect(new Set(planted.map(({ rule }) => rule))).toEqual(new Set(Object.keys(rules)));
  });

  it('reads a history as it was written', () => {
    const history = new History();
    history.events.push(...goodSample().events);
    expect(readHistory(history.text())).toEqual(history.events);
  });
});

describe('two instances over one store, under load, while one is killed', () => {
  it.each(['embedded', 'mongodb'] as const)('keep to every rule on the semantics of %s', async (kind) => {
    const { complaints, troubles, tally, pages } = await memoryLoad({ seed: 20260912, commands: 900, kind });
    expect([...troubles, ...complaintLines(complaints)]).toEqual([]);
    expect(tally.missing([...Object.keys(commandKinds), 'read', 'engine taken', 'engine act'])).toEqual([]);
    expect(pages).toBeGreaterThan(20);
    for (const event of ['killed', 'lost-answer', 'lost-request', 'late', 'refused'])
      expect([event, tally.of(event)]).not.toEqual([event, 0]);
  });

  it('are found out when their store says done of what it does not keep', async () => {
    const { complaints } = await memoryLoad({ seed: 1, commands: 400, kind: 'mongodb', lies: true });
    expect(complaintLines(complaints)).not.toEqual([]);
  });
});

describe('the same commands and queries', () => {
  it('come to the same bytes on the embedded store and on the semantics of MongoDB', async () => {
    using folder = temporaryFolder();
    const embedded = openEmbeddedStore(folder.path);
    const answers = [await answersOf(embedded, 20260912, 80), await answersOf(memoryStore('mongodb'), 20260912, 80)];
    await embedded.close();
    expect(compareAnswers(answers)).toEqual([]);
    expect(answers[0]?.lines.length).toBeGreaterThan(80);
  });
});
