import { describe, expect, it } from '@jest/globals';
import { complaintsOf, planted } from '../../prove/histories/planted.ts';
import { rules } from '../../prove/histories/rules.ts';

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
});
