import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import {
  blackoutDuring,
  estateFrom,
  instantOf,
  libraryNames,
  libraryOf,
  localTimeOf,
  millisOf,
} from '../../src/estate/index.ts';
import { LockstepError } from '../../src/shared/errors.ts';

const yaml = readFileSync('fixtures/estate.yaml', 'utf8');
const estate = estateFrom(yaml, 'estate.yaml');

/** The sample estate with one place changed: `systems.0.zosmf.user`. */
function faultsWith(path: string, value: unknown): string[] {
  const tree = parse(yaml) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce<Record<string, unknown>>((node, key) => node[key] as Record<string, unknown>, tree);
  holder[last] = value;
  try {
    estateFrom(stringify(tree), 'estate.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof LockstepError) || error.code !== 'estate.invalid') throw error;
    return (error.facts['faults'] as { field: string }[]).map(({ field }) => field);
  }
}

describe('an estate', () => {
  it('is read from its file, and nothing in it can be changed', () => {
    expect(estate.name).toBe('Kestrel Savings');
    expect(() => estate.systems[0]?.cics.push('CICSPA3')).toThrow(TypeError);
  });

  it.each([
    ['groups.0.members', ['stranger'], 'groups.0.members.0'],
    ['groups.4.quorum', 3, 'groups.4.quorum'],
    ['approvalPolicy.medium', ['nobody'], 'approvalPolicy.medium.0'],
    ['applications.0.system', 'KSB9', 'applications.0.system'],
    ['jobCards.0.class', 'Z', 'jobCards.0.class'],
    ['libraries.1.production', 'KSBP.SAV.COBOL', 'libraries.1'],
    ['libraries.2.system', 'KSB9', 'libraries.2.system'],
    ['libraries.3.staging', 'KSBR.CNTLLIB', 'libraries.3.staging'],
    ['libraries.8.regions', ['CICSXX'], 'libraries.8.regions.0'],
    ['blackouts.0.to', '2026-01-01T00:00', 'blackouts.0.to'],
    ['timeZone', 'Europe/Atlantis', 'timeZone'],
    ['people.0.id', 'Not A Person', 'people.0.id'],
    ['systems.0.zosmf.password', 'secret', 'systems.0.zosmf'],
  ])('is refused by the field that is wrong: %s', (path, value, field) => {
    expect(faultsWith(path, value)).toContain(field);
  });

  it('names its libraries for a release version', () => {
    const library = libraryOf(estate, 'SAV', 'CICS.LOADLIB');
    expect(library && libraryNames(library, 'R2609A')).toEqual({
      production: 'KSBP.SAV.CICS.LOADLIB',
      staging: 'KSBR.R2609A.CICS.LOADLIB',
      backup: 'KSBB.R2609A.CICS.LOADLIB',
    });
  });
});

describe('the commented example', () => {
  it('is an estate that the service would start with', () => {
    const example = estateFrom(readFileSync('docs/estate.example.yaml', 'utf8'), 'estate.example.yaml');
    expect(example.libraries.length).toBeGreaterThan(0);
  });
});

describe('local time', () => {
  it('is read and shown in the zone of the estate, summer and winter', () => {
    expect(instantOf(estate, '2026-09-12T23:00')).toBe('2026-09-12T22:00:00.000Z');
    expect(instantOf(estate, '2026-12-12T23:00')).toBe('2026-12-12T23:00:00.000Z');
    expect(localTimeOf(estate, '2026-09-13T01:18:00.000Z')).toBe('2026-09-13T02:18');
  });
});

describe('a blackout', () => {
  it('covers what touches it: from its first minute, up to but not at its end', () => {
    const at = (local: string) => blackoutDuring(estate, millisOf(estate, local))?.id;
    expect(at('2026-09-18T17:59')).toBeUndefined();
    expect(at('2026-09-18T18:00')).toBe('quarter-end-2026-3');
    expect(at('2026-10-05T05:59')).toBe('quarter-end-2026-3');
    expect(at('2026-10-05T06:00')).toBeUndefined();
    const night = [millisOf(estate, '2026-09-18T17:00'), millisOf(estate, '2026-09-18T19:00')] as const;
    expect(blackoutDuring(estate, ...night)?.id).toBe('quarter-end-2026-3');
  });
});
