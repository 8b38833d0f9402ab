import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createDataSets } from '../../../src/practice/datasets/create-data-sets.ts';
import type { Attributes, DataSets } from '../../../src/practice/datasets/data-sets.ts';
import { DataSetError } from '../../../src/practice/datasets/data-sets.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import type { Disk } from '../../../src/practice/disk/disk.ts';
import { lmdbDisk } from '../../../src/practice/disk/lmdb-disk.ts';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { textLibrary as text } from '../support/text-library.ts';

const clock: Clock = { now: () => Date.UTC(2026, 8, 12, 21), sleep: () => Promise.resolve() };
const onDisk = (disk: Disk = memoryDisk()) =>
  createDataSets({ disk, clock, volumes: [{ serial: 'PRC001', tracks: 1000 }] });
const pds: Attributes = { ...text, dsntype: 'PDS', dirblk: 1 };
const line = (words: string) => ebcdic.encode(words);
const load = {
  size: '00001000',
  ttr: '000000',
  ssi: 'AB120001',
  amode: '31',
  rmode: 'ANY',
  attributes: ['RN', 'RU'],
  authorisation: '00',
};

function put(dataSets: DataSets, dsname: string, member: string, words = 'X') {
  dataSets.write(dsname, member, [line(words)], { user: 'DEVA', statistics: 'update' });
}

function faultOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (error instanceof DataSetError) return error.fault;
    throw error;
  }
  return undefined;
}

describe('names in the catalog', () => {
  it('stand in EBCDIC order, letters before digits', () => {
    const dataSets = onDisk();
    for (const name of ['PAY.LIB1', 'PAY.LIBA', 'PAY.A', 'PAY.LIB#']) dataSets.create(name, text, 'DEVA');
    expect(dataSets.list('PAY').map((entry) => entry.dsname)).toEqual(['PAY.A', 'PAY.LIB#', 'PAY.LIBA', 'PAY.LIB1']);
  });

  it('are found by level: a plain level finds itself and all below', () => {
    const dataSets = onDisk();
    for (const name of ['A.B', 'A.B.C', 'A.BX', 'A.X.C', 'A.X.D.C', 'AB.C']) dataSets.create(name, text, 'DEVA');
    const found = (level: string) => dataSets.list(level).map((entry) => entry.dsname);
    expect(found('A.B')).toEqual(['A.B', 'A.B.C']);
    expect(found('A.B%')).toEqual(['A.BX']);
    expect(found('A.*')).toEqual(['A.B', 'A.B.C', 'A.BX', 'A.X.C', 'A.X.D.C']);
    expect(found('A.**.C')).toEqual(['A.B.C', 'A.X.C', 'A.X.D.C']);
    expect(found('**.C')).toEqual(['A.B.C', 'A.X.C', 'A.X.D.C', 'AB.C']);
    expect(found('A*')).toHaveLength(6);
  });

  it('are catalogued once', () => {
    const dataSets = onDisk();
    dataSets.create('A.B', text, 'DEVA');
    expect(faultOf(() => dataSets.create('A.B', text, 'DEVA'))).toEqual({ kind: 'exists', dsname: 'A.B' });
  });
});

describe('a library', () => {
  it('keeps its directory in EBCDIC order and pads fixed records with blanks', () => {
    const dataSets = onDisk();
    dataSets.create('A.LIB', text, 'DEVA');
    for (const name of ['PAY2', 'PAYA', '@ONE']) put(dataSets, 'A.LIB', name, 'HELLO');
    expect(dataSets.members('A.LIB').map((member) => member.name)).toEqual(['@ONE', 'PAYA', 'PAY2']);
    expect(dataSets.read('A.LIB', 'PAY2')).toEqual([line('HELLO'.padEnd(80))]);
  });

  it('counts the modification level in ISPF statistics', () => {
    const dataSets = onDisk();
    dataSets.create('A.LIB', text, 'DEVA');
    put(dataSets, 'A.LIB', 'M');
    put(dataSets, 'A.LIB', 'M');
    expect(dataSets.member('A.LIB', 'M')?.statistics).toMatchObject({
      version: 1,
      modification: 1,
      user: 'DEVA',
      currentRecords: 1,
    });
    dataSets.write('A.LIB', 'M', [], { user: 'DEVA', statistics: 'none' });
    expect(dataSets.member('A.LIB', 'M')).toEqual({ name: 'M' });
  });

  it('moves aliases of a PDSE to the replaced member, and leaves those of a PDS on the old copy', () => {
    const dataSets = onDisk();
    for (const [name, attributes] of [
      ['A.PDSE', { ...text, recfm: 'U' }],
      ['A.PDS', { ...pds, recfm: 'U', dirblk: 5 }],
    ] as const) {
      dataSets.create(name, attributes, 'DEVA');
      dataSets.write(name, 'MAIN', [line('OLD')], { user: 'DEVA', load });
      dataSets.addAlias(name, 'MAIN', 'OTHER');
      dataSets.write(name, 'MAIN', [line('NEW')], { user: 'DEVA', load });
    }
    expect(dataSets.read('A.PDSE', 'OTHER')).toEqual([line('NEW')]);
    expect(dataSets.read('A.PDS', 'OTHER')).toEqual([line('OLD')]);
    expect(dataSets.member('A.PDS', 'OTHER')?.aliasOf).toBe('MAIN');
  });

  it('has no room for a new member when the directory is full, but replaces one', () => {
    const dataSets = onDisk();
    dataSets.create('A.PDS', pds, 'DEVA');
    for (const name of ['M1', 'M2', 'M3', 'M4', 'M5']) put(dataSets, 'A.PDS', name);
    expect(faultOf(() => put(dataSets, 'A.PDS', 'M6'))).toEqual({ kind: 'directory-full', dsname: 'A.PDS' });
    put(dataSets, 'A.PDS', 'M1', 'AGAIN');
    expect(dataSets.members('A.PDS')).toHaveLength(5);
  });

  it('fills up by replacing members of a PDS until it is compressed; a PDSE does not', () => {
    const dataSets = onDisk();
    const big = Array.from({ length: 698 }, () => line('X'));
    const about = { user: 'DEVA', statistics: 'none' } as const;
    dataSets.create('A.PDS', { ...pds, primary: 3, secondary: 0 }, 'DEVA');
    dataSets.create('A.PDSE', { ...text, primary: 3, secondary: 0 }, 'DEVA');
    dataSets.write('A.PDS', 'M', big, about);
    dataSets.write('A.PDS', 'M', big, about);
    expect(faultOf(() => dataSets.write('A.PDS', 'M', big, about))).toEqual({
      kind: 'no-space',
      dsname: 'A.PDS',
      extents: 1,
    });
    dataSets.compress('A.PDS');
    dataSets.write('A.PDS', 'M', big, about);
    for (let turn = 0; turn < 5; turn += 1) dataSets.write('A.PDSE', 'M', big, about);
    expect(dataSets.usage('A.PDSE').extents).toBe(1);
  });

  it('grows to sixteen extents and no further', () => {
    const dataSets = onDisk();
    dataSets.create('A.PDS', { ...pds, dirblk: 20, primary: 1, secondary: 1 }, 'DEVA');
    const track = Array.from({ length: 698 }, () => line('X'));
    const fill = () => {
      for (let at = 1; at <= 40; at += 1)
        dataSets.write('A.PDS', `M${String(at)}`, track, { user: 'DEVA', statistics: 'none' });
    };
    expect(faultOf(fill)).toEqual({ kind: 'no-space', dsname: 'A.PDS', extents: 16 });
    expect(dataSets.usage('A.PDS')).toMatchObject({ extents: 16, allocatedTracks: 16 });
  });
});

describe('a generation data group', () => {
  it('rolls off the oldest generation over the limit and scratches it', () => {
    const dataSets = onDisk();
    dataSets.defineGdg({ name: 'A.GDG', limit: 2, scratch: true, empty: false });
    for (const name of ['A.GDG.G0001V00', 'A.GDG.G0002V00', 'A.GDG.G0003V00']) {
      dataSets.create(name, { ...text, dsorg: 'PS' }, 'DEVA');
      dataSets.rollIn('A.GDG', name);
    }
    expect(dataSets.findGdg('A.GDG')?.generations).toEqual(['A.GDG.G0002V00', 'A.GDG.G0003V00']);
    expect(dataSets.find('A.GDG.G0001V00')).toBeUndefined();
    expect(faultOf(() => dataSets.removeGdg('A.GDG', false))).toEqual({ kind: 'generations-exist', dsname: 'A.GDG' });
  });
});

describe('a practice folder', () => {
  it('gives everything back after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'practice-'));
    const first = lmdbDisk(folder);
    const before = onDisk(first);
    before.create('A.LIB', { ...text, recfm: 'U' }, 'DEVA');
    before.create('A.OLD', { ...text, dsorg: 'PS' }, 'DEVA');
    before.write('A.LIB', 'MAIN', [line('CODE')], { user: 'DEVA', load });
    before.addAlias('A.LIB', 'MAIN', 'OTHER');
    before.rename('A.OLD', 'A.NEW');
    before.append('A.NEW', [line('ONE')]);
    before.append('A.NEW', [line('TWO')]);
    before.defineGdg({ name: 'A.GDG', limit: 2, scratch: true, empty: false });
    await first.close();
    const second = lmdbDisk(folder);
    const after = onDisk(second);
    expect(after.list('A').map((entry) => entry.dsname)).toEqual(['A.LIB', 'A.NEW']);
    expect(after.members('A.LIB')).toEqual(before.members('A.LIB'));
    expect(after.read('A.LIB', 'OTHER')).toEqual([line('CODE')]);
    expect(after.read('A.NEW')).toHaveLength(2);
    expect(after.findGdg('A.GDG')?.limit).toBe(2);
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
