import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OrderedNames } from '../../../src/practice/catalog/ordered-names.ts';
import { compareEbcdic } from '../../../src/practice/codepages/code-page.ts';
import { Bodies } from '../../../src/practice/datasets/bodies.ts';
import { SpaceMap } from '../../../src/practice/datasets/space-map.ts';
import type { Extent } from '../../../src/practice/datasets/volumes.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import {
  binaryOf,
  isText,
  recordsOfBinary,
  recordsOfText,
  textOf,
} from '../../../src/practice/snapshot/plain-content.rules.ts';

const name = fc.stringMatching(/^[A-C@#19]{1,3}$/);

describe('names in order', () => {
  it('are those that were added and not deleted, however changes and looks follow each other', () => {
    const change = fc.tuple(fc.constantFrom('add', 'delete', 'look'), name);
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), name, (changes, prefix) => {
        const names = new OrderedNames();
        const expected = new Set<string>();
        for (const [what, one] of changes) {
          if (what === 'look') names.all();
          if (what === 'add' && !expected.has(one)) names.add(one);
          if (what === 'delete' && expected.has(one)) names.delete(one);
          if (what === 'add') expected.add(one);
          if (what === 'delete') expected.delete(one);
        }
        const all = [...expected].sort(compareEbcdic);
        expect(names.all()).toEqual(all);
        expect(names.startingWith(prefix)).toEqual(all.filter((one) => one.startsWith(prefix)));
      }),
    );
  });
});

describe('the space of a volume', () => {
  it('gives no track twice and gets every one back', () => {
    const step = fc.oneof(
      fc.record({ take: fc.integer({ min: 1, max: 30 }), pieces: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ give: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const map = new SpaceMap('PRC001', 100);
        const taken: Extent[][] = [];
        for (const one of steps) {
          if ('take' in one) {
            const extents = map.take(one.take, one.pieces);
            if (extents !== undefined) taken.push(extents);
          } else if (taken.length > 0) map.give(taken.splice(one.give % taken.length, 1)[0] ?? []);
          const tracks = taken
            .flat()
            .flatMap(({ from, tracks: length }) => Array.from({ length }, (_, at) => from + at));
          expect(new Set(tracks).size).toBe(tracks.length);
          expect(tracks.every((track) => track >= 0 && track < 100)).toBe(true);
          expect(map.freeTracks).toBe(100 - tracks.length);
          expect(new SpaceMap('PRC001', 100, taken.flat()).freeTracks).toBe(map.freeTracks);
        }
        for (const extents of taken) map.give(extents);
        expect(map.take(100, 1)).toEqual([{ volume: 'PRC001', from: 0, tracks: 100 }]);
      }),
    );
  });
});

const record = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes));
const fixed = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => Buffer.from(bytes));
const hex = (records: readonly Buffer[]) => records.map((one) => one.toString('hex'));

describe('content', () => {
  it('is read as it was written, in one piece or with more added', () => {
    fc.assert(
      fc.property(fc.array(record), fc.array(record), (first, more) => {
        const bodies = new Bodies(memoryDisk());
        const body = bodies.make(first, 1);
        expect(hex(bodies.read(body))).toEqual(hex(first));
        expect(hex(bodies.read(bodies.extend(body, more, 2)))).toEqual(hex([...first, ...more]));
      }),
    );
  });

  it('comes back from a plain file, text where it is text and binary else', () => {
    const forms = fc.oneof(
      fc.tuple(fc.constant({ recfm: 'FB', lrecl: 8 } as const), fc.array(fixed)),
      fc.tuple(fc.constant({ recfm: 'VB', lrecl: 16 } as const), fc.array(record)),
      fc.tuple(fc.constant({ recfm: 'U', lrecl: 0 } as const), fc.array(record)),
    );
    let texts = 0;
    fc.assert(
      fc.property(forms, ([form, records]) => {
        expect(hex(recordsOfBinary(binaryOf(records, form), form))).toEqual(hex(records));
        const printable = records.map((one) => one.map((byte) => 0xc1 + (byte % 9)));
        for (const some of [records, printable.map((one) => Buffer.from(one))]) {
          if (!isText(some, form)) continue;
          texts += 1;
          expect(hex(recordsOfText(textOf(some, form), form))).toEqual(hex(some));
        }
      }),
    );
    expect(texts).toBeGreaterThan(10);
  });
});
