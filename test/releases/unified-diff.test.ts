import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unifiedDiff } from '../../src/releases/unified-diff.rules.ts';

const names = { old: 'before', new: 'after' };

/** Takes a unified difference back: what it says that the old text was. */
function applied(before: string[], diff: string): string[] {
  const lines = [...before];
  let shift = 0;
  for (const hunk of diff.split(/^@@ /m).slice(1)) {
    const [, first = '0', count = '0'] = /^-(\d+),(\d+)/.exec(hunk) ?? [];
    const body = hunk
      .split('\n')
      .slice(1)
      .filter((line) => line !== '');
    const now = body.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
    const at = (Number(count) === 0 ? Number(first) : Number(first) - 1) + shift;
    lines.splice(at, Number(count), ...now);
    shift += now.length - Number(count);
  }
  return lines;
}

describe('the difference of two jobs', () => {
  it('shows what went and what came, with three lines around', () => {
    const before = ['//A', '//B', '//C', '//D', '//E', '//F', '//G', '//H'];
    const after = before.map((line) => (line === '//E' ? '//E2' : line));
    expect(unifiedDiff(before.join('\n'), after.join('\n'), names)).toBe(
      [
        '--- before',
        '+++ after',
        '@@ -2,7 +2,7 @@',
        ' //B',
        ' //C',
        ' //D',
        '-//E',
        '+//E2',
        ' //F',
        ' //G',
        ' //H',
        '',
      ].join('\n'),
    );
  });

  it('is empty for equal jobs', () => {
    expect(unifiedDiff('//A\n//B\n', '//A\n//B\n', names)).toBe('');
  });

  it('makes the new text out of the old one', () => {
    const text = fc.array(fc.constantFrom('//A', '//B', '//C', '//D'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applied(before, unifiedDiff(before.join('\n'), after.join('\n'), names))).toEqual(after);
      }),
    );
  });
});
