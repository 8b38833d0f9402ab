import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImperativeError, Session } from '@zowe/imperative';
import {
  Copy,
  Create,
  Delete,
  Download,
  Get,
  HDelete,
  HMigrate,
  HRecall,
  Invoke,
  List,
  Rename,
  Search,
  Upload,
  Utilities,
  type CreateDataSetTypeEnum,
  type IZosFilesResponse,
} from '@zowe/zos-files-for-zowe-sdk';
import { startWhole } from '../support/practice.ts';

type Item = Record<string, unknown>;

/** CreateDataSetTypeEnum of the SDK, which exists for its compiler alone. */
const kind = (value: unknown) => value as CreateDataSetTypeEnum;
const kinds = {
  ...{ binary: kind(0), c: kind(1), classic: kind(2), partitioned: kind(3), sequential: kind(4), blank: kind(5) },
};

const itemsOf = (answer: IZosFilesResponse) => (answer.apiResponse as { items: Item[] }).items;

/** Every call of Zowe's files package that has to do with data sets, against the practice system, in a throw-away home. */
describe("Zowe's files SDK", () => {
  let system: Awaited<ReturnType<typeof startWhole>>;
  let session: Session;
  let home: string;
  const zoweHome = process.env['ZOWE_CLI_HOME'];
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'zowe-files-'));
    process.env['ZOWE_CLI_HOME'] = home;
    system = await startWhole();
    session = new Session({
      ...{ hostname: '127.0.0.1', port: system.port, protocol: 'http', type: 'basic' },
      ...{ user: 'deva', password: 'secret-1', rejectUnauthorized: false },
    });
  });
  afterAll(async () => {
    await system.stop();
    if (zoweHome === undefined) delete process.env['ZOWE_CLI_HOME'];
    else process.env['ZOWE_CLI_HOME'] = zoweHome;
    rmSync(home, { recursive: true });
  });

  const pds = (name: string) => Create.dataSet(session, kinds.partitioned, name);
  const ps = (name: string) => Create.dataSet(session, kinds.sequential, name);
  const put = (name: string, text: string) => Upload.bufferToDataSet(session, Buffer.from(text), name);
  const read = async (name: string) => (await Get.dataSet(session, name)).toString();
  const row = async (name: string) => itemsOf(await List.dataSet(session, name, { attributes: true, start: name }))[0];
  const failure = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ImperativeError);
    return error as ImperativeError;
  };

  it.each([
    ['partitioned', kinds.partitioned, { dsorg: 'PO', lrecl: '80', recfm: 'FB' }],
    ['sequential', kinds.sequential, { dsorg: 'PS', lrecl: '80', recfm: 'FB' }],
    ['binary', kinds.binary, { dsorg: 'PO', recfm: 'U', blksz: '27998' }],
    ['C', kinds.c, { dsorg: 'PO', recfm: 'VB', lrecl: '260' }],
    ['classic', kinds.classic, { dsorg: 'PO', recfm: 'FB', lrecl: '80' }],
  ])('Create.dataSet: %s', async (title, type, attributes) => {
    const name = `DEVA.CREATED.${title.slice(0, 8).toUpperCase()}`;
    expect((await Create.dataSet(session, type, name)).success).toBe(true);
    expect(await row(name)).toMatchObject(attributes);
    expect((await failure(Create.dataSet(session, type, name))).message).toContain('Dynamic allocation Error');
  });

  it('Create.dataSet: large, blank, a library, with every attribute', async () => {
    const make = (name: string, options: object) => Create.dataSet(session, kinds.blank, name, options);
    await make('DEVA.BLANK', { primary: 1, recfm: 'VB', lrecl: 255, dsorg: 'PS', alcunit: 'TRK' });
    await make('DEVA.LARGE', { primary: 1, recfm: 'FB', lrecl: 80, dsorg: 'PS-L', alcunit: 'CYL' });
    await make('DEVA.LIBRARY', {
      primary: 1,
      secondary: 1,
      dirblk: 5,
      recfm: 'FB',
      lrecl: 80,
      dsorg: 'PO',
      dsntype: 'LIBRARY',
      storclass: 'SC1',
      mgntclass: 'MC1',
      dataclass: 'DC1',
      unit: 'SYSDA',
    });
    expect(await row('DEVA.BLANK')).toMatchObject({ dsorg: 'PS', recfm: 'VB', lrecl: '255' });
    expect(await row('DEVA.LARGE')).toMatchObject({ dsorg: 'PS-L', spacu: 'CYLINDERS', sizex: '15' });
    expect(await row('DEVA.LIBRARY')).toMatchObject({ dsorg: 'PO-E', dsntp: 'LIBRARY' });
  });

  it('Create.dataSetLike and Create.vsam', async () => {
    await pds('DEVA.MODEL');
    await Create.dataSetLike(session, 'DEVA.LIKE', 'DEVA.MODEL');
    expect(await row('DEVA.LIKE')).toMatchObject({ ...(await row('DEVA.MODEL')), dsname: 'DEVA.LIKE' });
    await Create.vsam(session, 'DEVA.KSDS');
    expect(itemsOf(await List.dataSet(session, 'DEVA.KSDS', { attributes: true }))).toMatchObject([
      { dsname: 'DEVA.KSDS', dsorg: 'VS', vol: '*VSAM*' },
      { dsname: 'DEVA.KSDS.DATA' },
      { dsname: 'DEVA.KSDS.INDEX' },
    ]);
    await Delete.vsam(session, 'DEVA.KSDS');
    expect(itemsOf(await List.dataSet(session, 'DEVA.KSDS'))).toEqual([]);
  });

  it('Upload and Get in text, binary, record and another code page, with ETags', async () => {
    await ps('DEVA.SEQ');
    const first = await Upload.bufferToDataSet(session, Buffer.from('ONE\r\nTWO'), 'DEVA.SEQ', { returnEtag: true });
    const { etag } = first.apiResponse as { etag: string };
    expect(await read('DEVA.SEQ')).toBe('ONE\nTWO\n');
    await Upload.bufferToDataSet(session, Buffer.from('THREE'), 'DEVA.SEQ', { etag });
    expect(
      (await failure(Upload.bufferToDataSet(session, Buffer.from('X'), 'DEVA.SEQ', { etag }))).mDetails,
    ).toMatchObject({
      errorCode: 412,
    });
    expect(await Get.dataSet(session, 'DEVA.SEQ', { binary: true })).toHaveLength(80);
    expect((await Get.dataSet(session, 'DEVA.SEQ', { record: true })).readUInt32BE()).toBe(80);
    await Upload.bufferToDataSet(session, Buffer.from('5 €'), 'DEVA.SEQ', { encoding: 'IBM-1147' });
    expect((await Get.dataSet(session, 'DEVA.SEQ', { encoding: 'IBM-1147' })).toString()).toBe('5 €\n');
    expect((await failure(Get.dataSet(session, 'DEVA.SEQ', { encoding: 'IBM-9' }))).message).toContain('iconv_open()');
    expect((await failure(Get.dataSet(session, 'DEVA.NONE'))).message).toContain('Data set not found.');
  });

  it('Upload of a file and a folder, Download of a data set, members and many data sets', async () => {
    const folder = mkdtempSync(join(home, 'members-'));
    for (const name of ['alpha', 'beta']) writeFileSync(join(folder, `${name}.txt`), `${name}\n`);
    await pds('DEVA.FOLDER');
    expect((await Upload.dirToPds(session, folder, 'DEVA.FOLDER')).success).toBe(true);
    expect((await Upload.fileToDataset(session, join(folder, 'alpha.txt'), 'DEVA.FOLDER(GAMMA)')).success).toBe(true);
    const target = join(home, 'down');
    const options = { directory: target, extension: 'txt' };
    expect((await Download.allMembers(session, 'DEVA.FOLDER', options)).success).toBe(true);
    expect(['alpha', 'beta', 'gamma'].map((name) => readFileSync(join(target, `${name}.txt`), 'utf8'))).toEqual([
      ...['alpha\n', 'beta\n', 'alpha\n'],
    ]);
    const file = join(home, 'one.txt');
    const one = await Download.dataSet(session, 'DEVA.FOLDER(BETA)', { file, returnEtag: true });
    expect([readFileSync(file, 'utf8'), (one.apiResponse as Item)['etag']]).toEqual(['beta\n', expect.any(String)]);
    const many = await Download.allDataSets(
      session,
      itemsOf(await List.dataSet(session, 'DEVA.FOLDER', { attributes: true })) as never,
      { directory: join(home, 'many') },
    );
    expect(many.success).toBe(true);
  });

  it('an over-long line fails with the text that the SDK looks for', async () => {
    await pds('DEVA.CUT');
    expect((await failure(put('DEVA.CUT(A)', 'X'.repeat(81)))).message).toContain(
      'Truncation of a record occurred during an I/O operation',
    );
    expect(await read('DEVA.CUT(A)')).toBe(`${'X'.repeat(80)}\n`);
  });

  it('List: data sets, members, patterns, paging, volume', async () => {
    await pds('DEVA.LISTED.LIB');
    for (const name of ['ONE', 'TWO', 'TEN']) await put(`DEVA.LISTED.LIB(${name})`, name);
    const members = await List.allMembers(session, 'DEVA.LISTED.LIB', { attributes: true, pattern: 'T*' });
    expect(itemsOf(members)).toMatchObject([
      { member: 'TEN', vers: 1, user: 'DEVA' },
      { member: 'TWO', cnorc: 1 },
    ]);
    expect(itemsOf(await List.allMembers(session, 'DEVA.LISTED.LIB', { start: 'TEN', maxLength: 1 }))).toEqual([
      { member: 'TEN' },
    ]);
    const found = await List.dataSetsMatchingPattern(session, ['DEVA.LISTED.**'], { attributes: true });
    expect(found.apiResponse).toMatchObject([{ dsname: 'DEVA.LISTED.LIB', dsorg: 'PO' }]);
    const matched = await List.membersMatchingPattern(session, 'DEVA.LISTED.LIB', ['O*']);
    expect(matched.apiResponse).toMatchObject([{ member: 'ONE' }]);
    const { vol } = (await row('DEVA.LISTED.LIB'))!;
    expect(itemsOf(await List.dataSet(session, 'DEVA.LISTED.LIB', { volume: String(vol) }))).toHaveLength(1);
    expect((await failure(List.allMembers(session, 'DEVA.NONE'))).message).toContain('Data set not cataloged');
  });

  it('List.resolveAlias and Utilities.isFileTagBinOrAscii take the listing and the tag as they are', async () => {
    await ps('DEVA.REAL');
    await Invoke.ams(session, ["DEFINE ALIAS(NAME('DEVA.NICK') RELATE('DEVA.REAL'))"]);
    expect((await List.resolveAlias(session, 'DEVA.NICK')).apiResponse).toMatchObject({ targetDsn: 'DEVA.REAL' });
    await Upload.bufferToUssFile(session, '/tmp/tagged', Buffer.from('X'));
    expect(await Utilities.isFileTagBinOrAscii(session, '/tmp/tagged')).toBe(false);
  });

  it('Copy: members, sequential data sets, whole libraries, and refuses what is there', async () => {
    await pds('DEVA.COPY.FROM');
    await pds('DEVA.COPY.INTO');
    for (const name of ['A', 'B']) await put(`DEVA.COPY.FROM(${name})`, `TEXT ${name}`);
    const copy = (target: { dsn: string; member?: string }, from: { dsn: string; member?: string }, more = {}) =>
      Copy.dataSet(session, target, { 'from-dataset': from, ...more });
    expect((await copy({ dsn: 'DEVA.COPY.INTO', member: 'X' }, { dsn: 'DEVA.COPY.FROM', member: 'A' })).success).toBe(
      true,
    );
    expect(await read('DEVA.COPY.INTO(X)')).toBe('TEXT A\n');
    const again = copy({ dsn: 'DEVA.COPY.INTO', member: 'X' }, { dsn: 'DEVA.COPY.FROM', member: 'B' });
    expect((await failure(again)).message).toContain('Like-named member already exists');
    await copy({ dsn: 'DEVA.COPY.INTO', member: 'X' }, { dsn: 'DEVA.COPY.FROM', member: 'B' }, { replace: true });
    expect(await read('DEVA.COPY.INTO(X)')).toBe('TEXT B\n');
    await ps('DEVA.COPY.SEQ');
    await put('DEVA.COPY.SEQ', 'SEQUENTIAL');
    expect((await copy({ dsn: 'DEVA.COPY.SEQ2' }, { dsn: 'DEVA.COPY.SEQ' })).success).toBe(true);
    expect(await read('DEVA.COPY.SEQ2')).toBe('SEQUENTIAL\n');
    expect((await copy({ dsn: 'DEVA.COPY.NEW' }, { dsn: 'DEVA.COPY.FROM' })).success).toBe(true);
    expect(await read('DEVA.COPY.NEW(B)')).toBe('TEXT B\n');
    const across = await Copy.dataSetCrossLPAR(
      session,
      { dsn: 'DEVA.COPY.FAR', member: 'A' },
      { 'from-dataset': { dsn: 'DEVA.COPY.FROM', member: 'A' } },
      {},
      session,
    );
    expect([across.success, await read('DEVA.COPY.FAR(A)')]).toEqual([true, 'TEXT A\n']);
  });

  it('Rename', async () => {
    await pds('DEVA.BEFORE');
    await put('DEVA.BEFORE(OLD)', 'X');
    await Rename.dataSet(session, 'DEVA.BEFORE', 'DEVA.AFTER');
    await Rename.dataSetMember(session, 'DEVA.AFTER', 'OLD', 'NEW');
    expect(await read('DEVA.AFTER(NEW)')).toBe('X\n');
    expect((await failure(Rename.dataSetMember(session, 'DEVA.AFTER', 'OLD', 'X'))).message).toContain(
      'Member not found',
    );
    expect((await failure(Rename.dataSet(session, 'DEVA.NONE', 'DEVA.X'))).message).toContain('EDC5051I');
  });

  it('HMigrate, HRecall and HDelete', async () => {
    await ps('DEVA.HSM');
    await put('DEVA.HSM', 'KEPT');
    expect((await HMigrate.dataSet(session, 'DEVA.HSM', { wait: true })).success).toBe(true);
    expect(await row('DEVA.HSM')).toEqual({ dsname: 'DEVA.HSM', migr: 'YES', vol: 'MIGRAT' });
    expect((await HRecall.dataSet(session, 'DEVA.HSM', { wait: true })).success).toBe(true);
    expect([(await row('DEVA.HSM'))!['migr'], await read('DEVA.HSM')]).toEqual(['NO', 'KEPT\n']);
    await HMigrate.dataSet(session, 'DEVA.HSM');
    expect((await HDelete.dataSet(session, 'DEVA.HSM', { wait: true, purge: true })).success).toBe(true);
    expect(itemsOf(await List.dataSet(session, 'DEVA.HSM'))).toEqual([]);
    await failure(HMigrate.dataSet(session, 'DEVA.NONE'));
  });

  it('Search: on the host and in what was downloaded', async () => {
    await pds('DEVA.SEARCH');
    await put('DEVA.SEARCH(HIT)', 'first line\nthe Needle is here');
    await put('DEVA.SEARCH(MISS)', 'nothing');
    const found = await Search.dataSets(session, {
      pattern: 'DEVA.SEARCH',
      searchString: 'needle',
      mainframeSearch: true,
    });
    expect(found.apiResponse).toMatchObject([
      { dsn: 'DEVA.SEARCH', member: 'HIT', matchList: [{ line: 2, column: 5, contents: 'the Needle is here' }] },
    ]);
    const exact = { pattern: 'DEVA.SEARCH', searchString: 'needle', mainframeSearch: true, caseSensitive: true };
    expect((await Search.dataSets(session, exact)).apiResponse).toEqual([]);
  });

  it('Invoke.ams: a listing, or its messages in the error', async () => {
    const answer = await Invoke.ams(session, ["DEFINE GDG(NAME('DEVA.GDG') LIMIT(3))"]);
    expect((answer.apiResponse as { output: string[] }).output.join('\n')).toContain('MAXIMUM CONDITION CODE WAS 0');
    expect((await failure(Invoke.ams(session, ['DELETE DEVA.NONE']))).message).toContain('IDC3012I');
  });

  it('Delete: members, data sets, on a volume; what is missing', async () => {
    await pds('DEVA.GONE');
    await put('DEVA.GONE(A)', 'X');
    await Delete.dataSet(session, 'DEVA.GONE(A)');
    expect(itemsOf(await List.allMembers(session, 'DEVA.GONE'))).toEqual([]);
    const { vol } = (await row('DEVA.GONE'))!;
    await Delete.dataSet(session, 'DEVA.GONE', { volume: String(vol) });
    expect(itemsOf(await List.dataSet(session, 'DEVA.GONE'))).toEqual([]);
    expect((await failure(Delete.dataSet(session, 'DEVA.GONE'))).message).toContain('Data set not cataloged');
  });

  it('leave no failure on the server', () => expect(system.failures).toEqual([]));
});
