import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createDataSets } from '../../../src/practice/datasets/create-data-sets.ts';
import { DataSetError } from '../../../src/practice/datasets/data-sets.ts';
import type { DataSetFault } from '../../../src/practice/datasets/data-sets.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import type { Disk } from '../../../src/practice/disk/disk.ts';
import { lmdbDisk } from '../../../src/practice/disk/lmdb-disk.ts';
import type { ClusterDefinition, VsamRecord } from '../../../src/practice/datasets/vsam.ts';
import type { Clock } from '../../../src/shared/clock.ts';

const clock: Clock = { now: () => Date.UTC(2026, 8, 12, 21), sleep: () => Promise.resolve() };
const system = (disk: Disk = memoryDisk()) =>
  createDataSets({ disk, clock, volumes: [{ serial: 'PRC001', tracks: 1000 }] });
const keyed: ClusterDefinition = {
  ...{ name: 'A.KSDS', type: 'KSDS', key: { length: 3, offset: 2 }, averageRecord: 20, maximumRecord: 40 },
  ...{ primary: 1, secondary: 1, spaceUnit: 'TRACKS' },
};
const record = (text: string) => Buffer.from(text);
const texts = (records: readonly VsamRecord[]) => records.map(({ data }) => data.toString());

function faultOf(act: () => unknown): DataSetFault['kind'] | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof DataSetError) return error.fault.kind;
    throw error;
  }
}

describe('a key-sequenced cluster', () => {
  it('is catalogued with its components and deleted with them', () => {
    const dataSets = system();
    dataSets.vsam.define(keyed, 'DEVA');
    dataSets.vsam.defineAlternateIndex({ name: 'A.AIX', related: 'A.KSDS', key: { length: 2, offset: 0 } });
    dataSets.vsam.definePath('A.PATH', 'A.AIX');
    expect(dataSets.catalogEntries('A').map(({ name, type }) => [name, type])).toEqual([
      ['A.AIX', 'AIX'],
      ['A.KSDS', 'CLUSTER'],
      ['A.KSDS.DATA', 'DATA'],
      ['A.KSDS.INDEX', 'INDEX'],
      ['A.PATH', 'PATH'],
    ]);
    expect(dataSets.find('A.KSDS')?.attributes).toMatchObject({ dsorg: 'VS', lrecl: 40, keylen: 3 });
    expect(dataSets.find('A.KSDS.DATA')).toMatchObject({ vsam: { cluster: 'A.KSDS', part: 'DATA' } });
    expect(faultOf(() => dataSets.vsam.define(keyed, 'DEVA'))).toBe('exists');
    dataSets.remove('A.KSDS');
    expect(dataSets.catalogEntries('A')).toEqual([]);
    expect(dataSets.volumes()[0]?.freeTracks).toBe(1000);
  });

  it('reads in the order of keys, by ranges and generic keys', () => {
    const dataSets = system();
    dataSets.vsam.define(keyed, 'DEVA');
    for (const text of ['xxB01', 'xxA02', 'xxC01', 'xxA01']) dataSets.vsam.insert('A.KSDS', record(text));
    expect(texts(dataSets.vsam.read('A.KSDS'))).toEqual(['xxA01', 'xxA02', 'xxB01', 'xxC01']);
    const range = { from: record('A02'), to: record('B') };
    expect(texts(dataSets.vsam.read('A.KSDS', range))).toEqual(['xxA02', 'xxB01']);
    expect(texts(dataSets.vsam.read('A.KSDS', { skip: 1, count: 2 }))).toEqual(['xxA02', 'xxB01']);
    expect(dataSets.read('A.KSDS').map(String)).toEqual(['xxA01', 'xxA02', 'xxB01', 'xxC01']);
  });

  it('refuses a second record of a key, a changed key and a record that does not fit', () => {
    const dataSets = system();
    const { vsam } = dataSets;
    vsam.define(keyed, 'DEVA');
    vsam.insert('A.KSDS', record('xxA01'));
    expect(faultOf(() => vsam.insert('A.KSDS', record('yyA01')))).toBe('duplicate-key');
    expect(faultOf(() => vsam.insert('A.KSDS', record('xx')))).toBe('record-length');
    expect(faultOf(() => vsam.insert('A.KSDS', Buffer.alloc(41)))).toBe('record-length');
    expect(faultOf(() => vsam.replace('A.KSDS', record('A01'), record('xxA02')))).toBe('duplicate-key');
    expect(faultOf(() => vsam.erase('A.KSDS', record('Z99')))).toBe('record-missing');
    vsam.replace('A.KSDS', record('A01'), record('zzA01more'));
    vsam.insert('A.KSDS', record('xxA02'));
    vsam.erase('A.KSDS', record('A02'));
    expect(vsam.find('A.KSDS')).toMatchObject({ records: 1, inserted: 2, updated: 1, deleted: 1 });
    vsam.reset('A.KSDS');
    expect(vsam.find('A.KSDS')).toMatchObject({ records: 0, inserted: 0 });
  });

  it('is read through a path in the order of the alternate key', () => {
    const { vsam } = system();
    vsam.define(keyed, 'DEVA');
    for (const text of ['zzA01', 'yyB01', 'xxC01']) vsam.insert('A.KSDS', record(text));
    vsam.defineAlternateIndex({ name: 'A.AIX', related: 'A.KSDS', key: { length: 2, offset: 0 } });
    vsam.definePath('A.PATH', 'A.AIX');
    expect(texts(vsam.read('A.PATH'))).toEqual(['xxC01', 'yyB01', 'zzA01']);
    expect(texts(vsam.read('A.PATH', { from: record('y') }))).toEqual(['yyB01', 'zzA01']);
  });

  it('shows its components on the volume, under the names that they have', () => {
    const dataSets = system();
    dataSets.vsam.define(keyed, 'DEVA');
    dataSets.rename('A.KSDS.DATA', 'A.OTHER.DATA');
    expect(dataSets.vtoc('PRC001').map(({ dsname, vsam }) => [dsname, vsam?.part])).toEqual([
      ['A.KSDS.INDEX', 'INDEX'],
      ['A.OTHER.DATA', 'DATA'],
    ]);
    expect(dataSets.vsam.find('A.OTHER.DATA')).toMatchObject({ name: 'A.KSDS', dataName: 'A.OTHER.DATA' });
    expect(dataSets.find('A.KSDS.DATA')).toBeUndefined();
  });

  it('counts what was added before a record that could not be', () => {
    const dataSets = system();
    dataSets.vsam.define(keyed, 'DEVA');
    const twice = ['xxA01', 'xxA02', 'xxA01'].map(record);
    expect(faultOf(() => dataSets.write('A.KSDS', undefined, twice, { user: 'DEVA' }))).toBe('duplicate-key');
    expect(dataSets.vsam.find('A.KSDS')).toMatchObject({ records: 2 });
    expect(dataSets.read('A.KSDS')).toHaveLength(2);
  });

  it('still has its records and counts after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vsam-'));
    const disk = lmdbDisk(folder);
    const first = system(disk);
    first.vsam.define(keyed, 'DEVA');
    first.write('A.KSDS', undefined, ['xxB01', 'xxA01'].map(record), { user: 'DEVA' });
    first.rename('A.KSDS', 'A.RENAMED');
    await disk.close();
    const again = lmdbDisk(folder);
    const second = system(again);
    expect(texts(second.vsam.read('A.RENAMED'))).toEqual(['xxA01', 'xxB01']);
    expect(second.vsam.find('A.KSDS.DATA')).toMatchObject({ name: 'A.RENAMED', records: 2, volume: 'PRC001' });
    await again.close();
    rmSync(folder, { recursive: true });
  });
});

describe('other clusters', () => {
  it('numbers the records of an RRDS and addresses those of an ESDS', () => {
    const { vsam } = system();
    const { key: _, ...plain } = keyed;
    vsam.define({ ...plain, name: 'A.RRDS', type: 'RRDS' }, 'DEVA');
    vsam.define({ ...plain, name: 'A.ESDS', type: 'ESDS' }, 'DEVA');
    expect([vsam.insert('A.RRDS', record('one')), vsam.insert('A.RRDS', record('nine'), 9)]).toEqual([1, 9]);
    expect(vsam.insert('A.RRDS', record('ten'))).toBe(10);
    expect([vsam.insert('A.ESDS', record('12345')), vsam.insert('A.ESDS', record('6'))]).toEqual([0, 5]);
    expect(faultOf(() => vsam.replace('A.ESDS', 5, record('66')))).toBe('record-length');
    expect(faultOf(() => vsam.erase('A.ESDS', 5))).toBe('wrong-organisation');
    vsam.erase('A.RRDS', 10);
    expect(vsam.insert('A.RRDS', record('ten'))).toBe(10);
    expect(vsam.find('A.ESDS')?.indexName).toBeUndefined();
    expect(texts(vsam.read('A.RRDS', { from: 2 }))).toEqual(['nine', 'ten']);
  });
});
