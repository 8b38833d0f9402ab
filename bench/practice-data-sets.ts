import { open } from 'lmdb';
import { createDataSets } from '../src/practice/datasets/create-data-sets.ts';
import type { Attributes, DataSets } from '../src/practice/datasets/data-sets.ts';
import { databaseFile, lmdbDisk } from '../src/practice/disk/lmdb-disk.ts';
import type { Clock } from '../src/shared/clock.ts';
import type { Bench } from './bench.ts';
import { medianMillis, millisOf, shown } from './measure.ts';
import type { Row } from './table.ts';
import { temporaryFolder } from './temporary-folder.ts';

const clock: Clock = { now: () => Date.UTC(2026, 8, 12, 21), sleep: () => Promise.resolve() };
const library: Attributes = {
  ...{ dsorg: 'PO', dsntype: 'LIBRARY', recfm: 'FB', lrecl: 80, blksize: 27_920, dirblk: 0, spaceUnit: 'TRACKS' },
  ...{ primary: 100, secondary: 10_000 },
};
const sequential: Attributes = { ...library, dsorg: 'PS', dsntype: 'LARGE', primary: 1, secondary: 1000 };
const about = { user: 'BENCH', statistics: 'update' } as const;
const record = Buffer.alloc(80, 0xc1);
/** Changes between two commits, as many as one request or step may make. */
const batch = 500;

/** Catalog, directories and content of the practice system: a large one against a small one, and against LMDB itself. */
export const practiceDataSets: Bench = {
  name: 'practice-data-sets',
  async run({ quick, say }) {
    const size = quick ? { members: 20_000, dataSets: 10_000 } : { members: 100_000, dataSets: 50_000 };
    using large = temporaryFolder();
    using small = temporaryFolder();
    say(`filling ${shown(size.dataSets)} data sets and ${shown(size.members)} members`);
    await fill(large.path, size.members, size.dataSets);
    await fill(small.path, 100, 100);
    const [much, little] = [await figuresOf(large.path), await figuresOf(small.path)];
    return [...changes(much, little, size.members), ...starts(much, size), await content(small.path, quick ? 10 : 100)];
  },
};

interface Figures {
  /** Milliseconds of one member written, and of one entry listed right after a change. */
  readonly write: number;
  readonly listed: number;
  readonly member: number;
  readonly start: number;
  readonly raw: number;
}

async function fill(folder: string, members: number, dataSets: number): Promise<void> {
  await using system = openSystem(folder);
  system.dataSets.create('A.LIB', library, 'BENCH');
  for (let at = 0; at < members; at += 1) {
    system.dataSets.write('A.LIB', `M${String(at)}`, [record, record], about);
    if (at % batch === 0) await system.committed();
  }
  for (let at = 0; at < dataSets; at += 1) {
    system.dataSets.create(`B.D${String(at % 500)}.X${String(at)}`, sequential, 'BENCH');
    if (at % batch === 0) await system.committed();
  }
}

async function figuresOf(folder: string): Promise<Figures> {
  const raw = await medianMillis(3, () => readRaw(folder));
  const start = await medianMillis(3, () => openSystem(folder)[Symbol.asyncDispose]());
  await using system = openSystem(folder);
  const { dataSets } = system;
  let count = 0;
  const write = await medianMillis(15, async () => {
    for (let at = 0; at < batch; at += 1) dataSets.write('A.LIB', `N${String((count += 1))}`, [record], about);
    await system.committed();
  });
  const entries = dataSets.list('**').length;
  const listed = await medianMillis(5, () => {
    dataSets.create(`C.N${String((count += 1))}`, sequential, 'BENCH');
    return dataSets.list('**').length;
  });
  const members = dataSets.members('A.LIB').length;
  const member = await medianMillis(5, () => {
    dataSets.write('A.LIB', `N${String((count += 1))}`, [record], about);
    return dataSets.members('A.LIB').length;
  });
  return { write: write / batch, listed: listed / entries, member: member / members, start, raw };
}

function changes(much: Figures, little: Figures, members: number): Row[] {
  const micros = (millis: number) => `${shown(1000 * millis)} µs`;
  const row = (what: string, key: 'write' | 'listed' | 'member', most: number): Row => ({
    what,
    figure: micros(much[key]),
    against: `${micros(little[key])} in a small system`,
    ratio: much[key] / little[key],
    target: { most },
  });
  return [
    row(`A member written into a library of ${shown(members)}, and committed`, 'write', 3),
    row('Each data set of a list right after another was made', 'listed', 5),
    row(`Each member of a list of ${shown(members)} right after another was written`, 'member', 3),
  ];
}

function starts(much: Figures, size: { members: number; dataSets: number }): Row[] {
  return [
    {
      what: `Start with ${shown(size.dataSets)} data sets and ${shown(size.members)} members`,
      figure: `${shown(much.start)} ms`,
      against: `${shown(much.raw)} ms to read their labels, entries and members straight from LMDB`,
      ratio: much.start / much.raw,
      target: { most: 4 },
    },
  ];
}

/** A large sequential data set, written and read, against the same bytes as values of LMDB. */
async function content(folder: string, megabytes: number): Promise<Row> {
  const records = Array.from({ length: (megabytes * 1_000_000) / 80 }, () => record);
  await using system = openSystem(folder);
  system.dataSets.create('A.BIG', { ...sequential, primary: megabytes * 20, secondary: 500 }, 'BENCH');
  const own = await millisOf(async () => {
    system.dataSets.write('A.BIG', undefined, records, { user: 'BENCH' });
    await system.committed();
    return system.dataSets.read('A.BIG').length;
  });
  using other = temporaryFolder();
  const database = open<Buffer, string>({ path: databaseFile(other.path), encoding: 'binary' });
  const raw = await millisOf(async () => {
    const piece = Buffer.alloc(1_000_000, 0xc1);
    for (let at = 0; at < megabytes; at += 1) void database.put(String(at), piece);
    await database.committed;
    for (let at = 0; at < megabytes; at += 1) database.get(String(at));
  });
  await database.close();
  return {
    what: `A sequential data set of ${String(megabytes)} MB in records of 80 bytes, written and read`,
    figure: `${shown(own)} ms`,
    against: `${shown(raw)} ms for the same bytes as values of 1 MB`,
    ratio: own / raw,
  };
}

function openSystem(folder: string) {
  const disk = lmdbDisk(folder);
  const dataSets: DataSets = createDataSets({ disk, clock, volumes: [{ serial: 'BENCH1', tracks: 2_000_000 }] });
  return { dataSets, committed: () => disk.committed(), [Symbol.asyncDispose]: () => disk.close() };
}

async function readRaw(folder: string): Promise<void> {
  const database = open<unknown, [string, string]>({ path: databaseFile(folder) });
  for (const room of ['data-sets', 'members', 'catalog'])
    Array.from(database.getRange({ start: [room, ''], end: [room, '\uffff'] }));
  await database.close();
}
