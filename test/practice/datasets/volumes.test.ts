import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { createDataSets } from '../../../src/practice/datasets/create-data-sets.ts';
import type { Attributes, DataSetFault } from '../../../src/practice/datasets/data-sets.ts';
import { scratchLeftTemporaries } from '../../../src/practice/datasets/left-temporaries.ts';
import { DataSetError } from '../../../src/practice/datasets/data-sets.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import type { Disk } from '../../../src/practice/disk/disk.ts';
import { lmdbDisk } from '../../../src/practice/disk/lmdb-disk.ts';
import type { Clock } from '../../../src/shared/clock.ts';

const slept: number[] = [];
const clock: Clock = { now: () => Date.UTC(2026, 8, 12, 21), sleep: (ms) => Promise.resolve(void slept.push(ms)) };
const volumes = [
  { serial: 'PRC001', tracks: 100 },
  { serial: 'WORK01', tracks: 60 },
];
const system = (disk: Disk = memoryDisk()) => createDataSets({ disk, clock, volumes });
const about = { user: 'DEVA' };
const sequential: Attributes = {
  ...{ dsorg: 'PS', recfm: 'FB', lrecl: 80, blksize: 27920, primary: 15, secondary: 5, dirblk: 0, spaceUnit: 'TRACKS' },
};
const library: Attributes = { ...sequential, dsorg: 'PO', dsntype: 'LIBRARY' };
const line = (words: string) => ebcdic.encode(words.padEnd(80));
const shown = (records: readonly Buffer[]) => records.map((record) => ebcdic.decode(record).trimEnd());

function faultOf(act: () => unknown): DataSetFault['kind'] | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof DataSetError) return error.fault.kind;
    throw error;
  }
}

async function restarted(act: (dataSets: ReturnType<typeof system>) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'volumes-'));
  try {
    const first = lmdbDisk(folder);
    act(system(first));
    await first.close();
    const second = lmdbDisk(folder);
    const read = system(second);
    return { dataSets: read, done: () => second.close().then(() => rmSync(folder, { recursive: true })) };
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}

describe('the catalog apart from the volumes', () => {
  it('gives no space on a volume that is not managed unless it is named', () => {
    const apart = createDataSets({
      ...{ disk: memoryDisk(), clock },
      volumes: [
        { serial: 'PRC001', tracks: 100 },
        { serial: 'OLD001', tracks: 900, sms: false },
      ],
    });
    apart.create('DEVA.HERE', sequential, 'DEVA');
    apart.create('DEVA.THERE', sequential, 'DEVA', 'OLD001');
    expect(apart.find('DEVA.HERE')?.volume).toBe('PRC001');
    expect(apart.find('DEVA.THERE')?.volume).toBe('OLD001');
  });

  it('keeps two data sets of one name on two volumes, of which one can be catalogued', () => {
    const dataSets = system();
    dataSets.create('A.B', sequential, 'DEVA', 'PRC001');
    dataSets.write('A.B', undefined, [line('CATALOGUED')], about);
    const work = dataSets.onVolume('WORK01');
    expect(work.create('A.B', sequential, 'DEVA')).toMatchObject({ volume: 'WORK01', catalogued: false });
    work.write('A.B', undefined, [line('STRAY')], about);
    expect(shown(dataSets.read('A.B'))).toEqual(['CATALOGUED']);
    expect(shown(work.read('A.B'))).toEqual(['STRAY']);
    expect(faultOf(() => dataSets.catalogue('A.B', ['WORK01']))).toBe('exists');
    dataSets.uncatalogue('A.B');
    expect(dataSets.find('A.B')).toBeUndefined();
    dataSets.catalogue('A.B', ['WORK01']);
    expect(shown(dataSets.read('A.B'))).toEqual(['STRAY']);
    expect(dataSets.vtoc('PRC001').map(({ dsname, catalogued }) => [dsname, catalogued])).toEqual([['A.B', false]]);
  });

  it('deletes what is on one volume and leaves the catalog entry to point to nothing', () => {
    const dataSets = system();
    dataSets.create('A.B', sequential, 'DEVA', 'WORK01');
    dataSets.onVolume('WORK01').remove('A.B');
    expect(dataSets.find('A.B')).toBeUndefined();
    expect(dataSets.locate('A.B')).toMatchObject({ type: 'NONVSAM', volumes: ['WORK01'] });
    expect(faultOf(() => dataSets.create('A.B', sequential, 'DEVA'))).toBe('exists');
  });

  it('reads through an alias, keeps it over a rename, and deletes it with its data set', () => {
    const dataSets = system();
    dataSets.create('A.LIB', library, 'DEVA');
    dataSets.defineAlias('A.SHORT', 'A.LIB');
    dataSets.write('A.SHORT', 'M', [line('ONE')], about);
    expect(shown(dataSets.read('A.LIB', 'M'))).toEqual(['ONE']);
    expect(dataSets.find('A.SHORT')?.dsname).toBe('A.LIB');
    dataSets.rename('A.LIB', 'A.NEW');
    expect([dataSets.trueName('A.SHORT'), dataSets.aliasesOf('A.NEW')]).toEqual(['A.NEW', ['A.SHORT']]);
    expect(dataSets.list('A.**').map(({ dsname }) => dsname)).toEqual(['A.NEW']);
    expect(dataSets.catalogEntries('A').map(({ name, type }) => [name, type])).toEqual([
      ['A.NEW', 'NONVSAM'],
      ['A.SHORT', 'ALIAS'],
    ]);
    expect(faultOf(() => dataSets.defineAlias('A.X', 'A.NONE'))).toBe('not-catalogued');
    dataSets.remove('A.NEW');
    expect(dataSets.locate('A.SHORT')).toBeUndefined();
  });

  it('drops an alias alone when the alias is deleted', () => {
    const dataSets = system();
    dataSets.create('A.LIB', library, 'DEVA');
    dataSets.defineAlias('A.SHORT', 'A.LIB');
    dataSets.remove('A.SHORT');
    expect([dataSets.find('A.SHORT'), dataSets.find('A.LIB')?.dsname]).toEqual([undefined, 'A.LIB']);
  });
});

describe('space on volumes', () => {
  it('counts what is free and says where each extent lies', () => {
    const dataSets = system();
    dataSets.create('A.ONE', { ...sequential, primary: 20 }, 'DEVA', 'WORK01');
    dataSets.create('A.TWO', { ...sequential, primary: 20 }, 'DEVA', 'WORK01');
    dataSets.remove('A.ONE');
    dataSets.create('A.BIG', { ...sequential, primary: 40 }, 'DEVA', 'WORK01');
    expect(dataSets.extents('A.BIG')).toEqual([
      { volume: 'WORK01', from: 0, tracks: 20 },
      { volume: 'WORK01', from: 40, tracks: 20 },
    ]);
    expect(dataSets.volumes()).toEqual([
      { serial: 'PRC001', deviceType: '3390', tracks: 100, freeTracks: 100 },
      { serial: 'WORK01', deviceType: '3390', tracks: 60, freeTracks: 0 },
    ]);
    expect(faultOf(() => dataSets.create('A.C', sequential, 'DEVA', 'WORK01'))).toBe('no-space');
    expect(faultOf(() => dataSets.create('A.C', sequential, 'DEVA', 'NOVOL1'))).toBe('no-volume');
  });

  it('gives nothing on a volume that is said to be full', () => {
    const dataSets = system();
    dataSets.create('A.ONE', { ...sequential, primary: 1, secondary: 1 }, 'DEVA', 'WORK01');
    dataSets.setVolumeFull('WORK01', true);
    expect(faultOf(() => dataSets.create('A.TWO', sequential, 'DEVA', 'WORK01'))).toBe('no-space');
    const much = Array.from({ length: 3000 }, () => line('X'));
    expect(faultOf(() => dataSets.write('A.ONE', undefined, much, about))).toBe('no-space');
    dataSets.setVolumeFull('WORK01', false);
    dataSets.write('A.ONE', undefined, much, about);
    expect(dataSets.usage('A.ONE').extents).toBeGreaterThan(1);
  });
});

describe('an IPL', () => {
  it('lets a generation be made again whose job went down before it was rolled in', async () => {
    const { dataSets, done } = await restarted((first) => {
      first.defineGdg({ name: 'A.GDG', limit: 3, scratch: true, empty: false });
      for (const name of ['A.GDG.G0001V00', 'A.GDG.G0002V00']) first.create(name, sequential, 'DEVA');
      first.rollIn('A.GDG', 'A.GDG.G0001V00');
    });
    expect([dataSets.reclaim('A.GDG.G0001V00'), dataSets.reclaim('A.GDG.G0003V00')]).toEqual([false, false]);
    expect(dataSets.reclaim('A.GDG.G0002V00')).toBe(true);
    dataSets.create('A.GDG.G0002V00', sequential, 'DEVA');
    expect(dataSets.reclaim('A.GDG.G0002V00')).toBe(false);
    await done();
  });

  it('deletes the temporary data sets of jobs that went down with the system, and nothing else', () => {
    const dataSets = system();
    const temporary = 'SYS26255.T220000.RA000.PAYJOB.TMP.H01';
    for (const name of [temporary, 'SYS26255.KEEP', 'SYS1.PROCLIB']) {
      dataSets.create(name, { ...sequential, primary: 1 }, 'DEVA');
    }
    scratchLeftTemporaries(dataSets);
    expect(dataSets.list('**').map(({ dsname }) => dsname)).toEqual(['SYS1.PROCLIB', 'SYS26255.KEEP']);
  });
});

describe('migration', () => {
  it('shows a pseudo volume, frees the space and comes back when it is read', () => {
    const dataSets = system();
    dataSets.create('A.OLD', sequential, 'DEVA', 'WORK01');
    dataSets.write('A.OLD', undefined, [line('KEPT')], about);
    dataSets.migrate('A.OLD', 2);
    expect(dataSets.find('A.OLD')).toMatchObject({ volume: 'MIGRA2', migrated: true });
    expect(dataSets.volumes().map(({ freeTracks }) => freeTracks)).toEqual([100, 60]);
    expect(shown(dataSets.read('A.OLD'))).toEqual(['KEPT']);
    expect(dataSets.find('A.OLD')).toMatchObject({ volume: 'PRC001', migrated: false });
  });

  it('makes a recall wait or fail as it is told', async () => {
    const dataSets = system();
    dataSets.create('A.OLD', sequential, 'DEVA');
    dataSets.migrate('A.OLD');
    dataSets.setRecalls({ seconds: 90, fails: true });
    expect(faultOf(() => dataSets.read('A.OLD'))).toBe('recall-failed');
    await expect(dataSets.recall('A.OLD')).rejects.toThrow(/recall-failed/);
    expect([slept, dataSets.isMigrated('A.OLD')]).toEqual([[90_000], true]);
    dataSets.setRecalls({ seconds: 0, fails: false });
    await dataSets.recall('A.OLD');
    expect(dataSets.isMigrated('A.OLD')).toBe(false);
  });
});

describe('what a label can say', () => {
  it('is filled later where a data set was made without record form, and keeps classes and expiry', async () => {
    const { dataSets, done } = await restarted((first) => {
      first.create('A.NEW', { ...sequential, recfm: '?', lrecl: 0, blksize: 0, expdt: '2027/001' }, 'DEVA');
      first.write('A.NEW', undefined, [], about);
      first.relabel('A.NEW', { recfm: 'VBS', lrecl: 400, blksize: 404, storclas: 'FAST', dsntype: 'LARGE' });
      first.defineAlias('A.ALIAS', 'A.NEW');
      first.onVolume('WORK01').create('A.STRAY', sequential, 'DEVA');
    });
    expect(dataSets.find('A.ALIAS')?.attributes).toEqual({
      ...{ ...sequential, recfm: 'VBS', lrecl: 400, blksize: 404 },
      ...{ expdt: '2027/001', storclas: 'FAST', dsntype: 'LARGE' },
    });
    expect(dataSets.vtoc('WORK01').map(({ dsname }) => dsname)).toContain('A.STRAY');
    await done();
  });
});
