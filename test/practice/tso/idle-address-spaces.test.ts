import { describe, expect, it } from '@jest/globals';
import { addressSpaces } from '../../../src/practice/address-spaces/address-spaces.ts';
import { chance } from '../../../src/shared/ids.ts';

describe('an address space', () => {
  it('ends when no request named it for a quarter of an hour, and makes room for another', () => {
    let now = 0;
    const open = () => ({ run: () => Promise.resolve([]) });
    const spaces = addressSpaces(open, { maxSessions: 9, maxSessionsPerUser: 1 }, chance, () => now);
    const first = spaces.start('DEVA');
    const key = first?.servletKey ?? '';
    now = 14 * 60_000;
    expect(spaces.find(key, 'DEVA')).toBe(first);
    expect(spaces.start('DEVA')).toBeUndefined();
    now = 28 * 60_000;
    expect(spaces.count('DEVA')).toBe(1);
    now = 29 * 60_000;
    expect(spaces.count('DEVA')).toBe(0);
    expect(first?.signal.aborted).toBe(true);
    expect(spaces.find(key, 'DEVA')).toBeUndefined();
    expect(spaces.start('DEVA')).toBeDefined();
  });
});
