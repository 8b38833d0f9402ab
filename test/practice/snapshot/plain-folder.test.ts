import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { createDataSets } from '../../../src/practice/datasets/create-data-sets.ts';
import type { Attributes, DataSets } from '../../../src/practice/datasets/data-sets.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import { exportFolder } from '../../../src/practice/snapshot/export-folder.ts';
import { importFolder } from '../../../src/practice/snapshot/import-folder.ts';
import type { Clock } from '../../../src/shared/clock.ts';

const clock: Clock = { now: () => Date.UTC(2026, 8, 12, 21), sleep: () => Promise.resolve() };
const system = () => createDataSets({ disk: memoryDisk(), clock, volumes: [{ serial: 'PRC001', tracks: 5000 }] });
const library: Attributes = {
  ...{ dsorg: 'PO', dsntype: 'LIBRARY', recfm: 'FB', lrecl: 80, blksize: 27920, primary: 15, secondary: 15, dirblk: 0 },
  spaceUnit: 'CYLINDERS',
};
const about = { user: 'DEVA', statistics: 'update' } as const;
const load = {
  ...{ size: '00001000', ttr: '000001', ssi: 'AB120001', amode: '31', rmode: 'ANY', authorisation: '00' },
  attributes: ['RN', 'RU'],
};
const line = (words: string, length = 80) => ebcdic.encode(words.padEnd(length));
const texts = (records: readonly Buffer[]) => records.map((record) => ebcdic.decode(record).trimEnd());
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'plain-')), 'files');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

/** All that can be asked of a system's data sets. */
function whole(dataSets: DataSets) {
  return {
    entries: dataSets.catalogEntries('**'),
    groups: dataSets.listGdgs('**'),
    content: dataSets.list('**').map(({ dsname, attributes, vsam }) => ({
      dsname,
      attributes,
      vsam,
      records: attributes.dsorg === 'PO' ? [] : dataSets.read(dsname).map((record) => record.toString('hex')),
      members: (attributes.dsorg === 'PO' ? dataSets.members(dsname) : []).map((member) => ({
        ...member,
        ...(member.load === undefined ? {} : { load: { ...member.load, ttr: '' } }),
        records: dataSets.read(dsname, member.name).map((record) => record.toString('hex')),
      })),
    })),
  };
}

function filled(): DataSets {
  const dataSets = system();
  dataSets.create('PAY.JCL', { ...library, dsntype: 'PDS', dirblk: 5 }, 'DEVA');
  dataSets.write('PAY.JCL', 'RUN', [line('//RUN JOB'), line(''), line('//* Grün ¢')], about);
  dataSets.write('PAY.JCL', 'PACKED', [Buffer.concat([everyByte]).subarray(0, 80), line('X')], about);
  dataSets.create('PAY.LOAD', { ...library, dsntype: 'PDS', dirblk: 5, recfm: 'U', lrecl: 0, blksize: 32760 }, 'DEVA');
  dataSets.write('PAY.LOAD', 'PAYA', [everyByte, Buffer.alloc(3)], { user: 'DEVA', load });
  dataSets.addAlias('PAY.LOAD', 'PAYA', 'PAYB');
  dataSets.write('PAY.LOAD', 'PAYA', [everyByte], { user: 'DEVA', load });
  dataSets.create('PAY.SEQ', { ...library, dsorg: 'PS', dsntype: 'BASIC', recfm: 'VB', lrecl: 84 }, 'DEVA');
  dataSets.write('PAY.SEQ', undefined, [line('ONE ', 6), line('', 0), line('TWO', 3)], { user: 'DEVA' });
  dataSets.create('PAY.BIN', { ...library, dsorg: 'PS', dsntype: 'BASIC', lrecl: 128, blksize: 128 }, 'DEVA');
  dataSets.write('PAY.BIN', undefined, [everyByte.subarray(0, 128), everyByte.subarray(128)], { user: 'DEVA' });
  dataSets.defineAlias('PAY.SHORT', 'PAY.SEQ');
  dataSets.defineGdg({ name: 'PAY.GDG', limit: 3, scratch: true, empty: false });
  dataSets.create('PAY.GDG.G0007V00', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA');
  dataSets.rollIn('PAY.GDG', 'PAY.GDG.G0007V00');
  dataSets.vsam.define(
    {
      ...{ name: 'PAY.KSDS', type: 'KSDS', key: { length: 2, offset: 0 }, averageRecord: 20, maximumRecord: 300 },
      ...{ primary: 1, secondary: 1, spaceUnit: 'TRACKS' },
    },
    'DEVA',
  );
  dataSets.write('PAY.KSDS', undefined, [everyByte, Buffer.from('AB')], { user: 'DEVA' });
  return dataSets;
}

describe('a system written as plain files', () => {
  it('comes back exactly: text, binary, load modules, statistics, aliases, generations, clusters', () => {
    const before = filled();
    expect(exportFolder(before, folder)).toEqual({ dataSets: 6, members: 4 });
    const after = system();
    importFolder(after, folder, 'OTHER');
    expect(whole(after)).toEqual(whole(before));
  });

  it('says the same in the same order after it was brought in and written again', () => {
    exportFolder(filled(), folder);
    const after = system();
    importFolder(after, folder, 'OTHER');
    exportFolder(after, join(folder, '..', 'again'));
    const attributes = (of: string) => readFileSync(join(of, 'data-sets.yaml'), 'utf8').replaceAll(/ttr: .*/g, '');
    expect(attributes(join(folder, '..', 'again'))).toBe(attributes(folder));
  });

  it('has text as UTF-8 that can be edited, and binary in files of their own', () => {
    exportFolder(filled(), folder);
    expect(readFileSync(join(folder, 'PAY.JCL', 'RUN'), 'utf8')).toBe('//RUN JOB\n\n//* Grün ¢\n');
    expect(readdirSync(join(folder, 'PAY.JCL'))).toEqual(['PACKED.bin', 'RUN']);
    expect(readFileSync(join(folder, 'PAY.BIN.bin')).equals(everyByte)).toBe(true);
    expect(readFileSync(join(folder, 'PAY.SEQ'), 'utf8')).toBe('ONE   \n\nTWO\n');
    writeFileSync(join(folder, 'PAY.JCL', 'RUN'), '//EDITED JOB');
    const after = system();
    importFolder(after, folder, 'OTHER');
    expect(texts(after.read('PAY.JCL', 'RUN'))).toEqual(['//EDITED JOB']);
  });

  it('is not written over other files, and takes a mask', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'mine'), '');
    expect(() => exportFolder(filled(), folder)).toThrow(/is not empty/);
    rmSync(join(folder, 'mine'));
    exportFolder(filled(), folder, 'PAY.S*');
    expect(readdirSync(folder)).toEqual(['PAY.SEQ', 'data-sets.yaml']);
  });
});

describe('a folder of plain files', () => {
  const put = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  it('becomes libraries of FB 80 without more words, with room for what is in them', () => {
    for (let at = 0; at < 400; at += 1) put(`dev.cobol/pgm${String(at)}.cbl`, `       ID ${String(at)}\n`.repeat(200));
    put('dev.input.txt', 'first\r\nsecond');
    const dataSets = system();
    expect(importFolder(dataSets, folder, 'DEVA')).toEqual({ dataSets: 2, members: 400 });
    expect(dataSets.find('DEV.COBOL')?.attributes).toMatchObject({
      ...{ dsorg: 'PO', dsntype: 'LIBRARY', recfm: 'FB', lrecl: 80, blksize: 27920 },
    });
    expect(dataSets.member('DEV.COBOL', 'PGM7')?.statistics).toMatchObject({ user: 'DEVA', currentRecords: 200 });
    expect(texts(dataSets.read('DEV.INPUT'))).toEqual(['first', 'second']);
    expect(dataSets.read('DEV.INPUT')[0]).toHaveLength(80);
  });

  it('follows data-sets.yaml by name and by mask, and keeps a PDS large enough for its directory', () => {
    put(
      'data-sets.yaml',
      'dataSets:\n  DEV.*.COPY: { recfm: FB, lrecl: 40, dsntype: PDS }\n  DEV.V: { recfm: VB, lrecl: 20 }\n',
    );
    for (let at = 0; at < 60; at += 1) put(`DEV.A.COPY/C${String(at)}`, 'X\n');
    put('DEV.V', '0123456789ABCDEF\n');
    const dataSets = system();
    importFolder(dataSets, folder, 'DEVA');
    expect(dataSets.find('DEV.A.COPY')?.attributes).toMatchObject({ dsntype: 'PDS', lrecl: 40, blksize: 27960 });
    expect(dataSets.members('DEV.A.COPY')).toHaveLength(60);
    expect(dataSets.read('DEV.V')[0]).toHaveLength(16);
    put('DEV.V', '0123456789ABCDEFG\n');
    expect(() => importFolder(dataSets, folder, 'DEVA')).toThrow(/DEV\.V: line 1 is longer than 16/);
  });

  it.each([
    ['DEV.LIB/toolongname', 'X', /no name of a member/],
    ['DEV..LIB', 'X', /no name of a data set/],
    ['DEV.LIB/A', 'snow ☃', /IBM-1047/],
    ['data-sets.yaml', 'dataSets: { A.B: { recfm: FBX } }', /data-sets\.yaml/],
    ['DEV.LIB/A.bin', 'not a whole record', /within a record/],
  ])('names the file %s that does not fit', (path, text, message) => {
    put(path, text);
    expect(() => importFolder(system(), folder, 'DEVA')).toThrow(message);
  });

  it('replaces members of a library that is there and keeps its attributes', () => {
    const dataSets = system();
    dataSets.create('DEV.LIB', { ...library, lrecl: 100, blksize: 27900 }, 'DEVA');
    dataSets.write('DEV.LIB', 'OLD', [line('OLD', 100)], about);
    put('DEV.LIB/NEW', 'NEW');
    importFolder(dataSets, folder, 'DEVA');
    expect(dataSets.members('DEV.LIB').map(({ name }) => name)).toEqual(['NEW', 'OLD']);
    expect(dataSets.read('DEV.LIB', 'NEW')[0]).toHaveLength(100);
    expect(existsSync(join(folder, 'DEV.LIB', 'NEW'))).toBe(true);
  });
});
