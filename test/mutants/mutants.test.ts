import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allMutants, home } from '../../prove/mutants/mutant.ts';

describe('the mutants', () => {
  it('break at least one rule', () => {
    expect(allMutants().length).toBeGreaterThan(0);
  });

  it.each(allMutants())('$name: fits the sources, and its test is there', ({ file, test }) => {
    const inside = { cwd: home, encoding: 'utf8' } as const;
    const { stderr, status } = spawnSync('git', ['apply', '-C1', '--check', file], inside);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(existsSync(join(home, test))).toBe(true);
  });
});
