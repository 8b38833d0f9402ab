import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { commandsOf, startZowe } from './zowe.ts';

const text = 'FIRST LINE\nSECOND LINE\n';
const linesOf = (content: unknown) =>
  String(content)
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');

/** Zowe CLI, group zos-files: exit codes and the JSON form of each command. */
jest.setTimeout(120_000);

describe('zowe zos-files', () => {
  let system: Awaited<ReturnType<typeof startZowe>>;
  beforeAll(async () => {
    system = await startZowe();
  });
  afterAll(async () => {
    await system[Symbol.asyncDispose]();
  });

  const done = async (command: string, words: readonly string[] = [], input = '') => {
    const answer = await system.zowe(`zos-files ${command}`, words, input);
    expect({ command, words, exitCode: answer.exitCode, error: answer.error }).toEqual({ command, words, exitCode: 0 });
    expect(answer.success).toBe(true);
    return answer;
  };
  const refused = async (command: string, words: readonly string[], why: RegExp) => {
    const answer = await system.zowe(`zos-files ${command}`, words);
    expect([answer.exitCode, answer.success]).toEqual([1, false]);
    expect(JSON.stringify(answer)).toMatch(why);
  };
  const base = async (dsname: string) =>
    (await done('list data-set', [dsname, '--attributes'])).data.apiResponse.items[0];

  describe('create', () => {
    it.each([
      ['data-set-sequential', 'DEVA.CLI.SEQ', { dsorg: 'PS', recfm: 'FB', lrecl: '80' }],
      ['data-set-partitioned', 'DEVA.CLI.PDS', { dsorg: 'PO', recfm: 'FB', lrecl: '80' }],
      ['data-set-binary', 'DEVA.CLI.BIN', { recfm: 'U' }],
      ['data-set-c', 'DEVA.CLI.C', { recfm: 'VB', lrecl: '260' }],
      ['data-set-classic', 'DEVA.CLI.CLASSIC', { recfm: 'FB', lrecl: '80' }],
    ])('%s makes the data set with its attributes', async (command, dsname, attributes) => {
      await done(`create ${command}`, [dsname]);
      expect(await base(dsname)).toMatchObject(attributes);
    });

    it('data-set --like copies attributes, and an existing name is refused', async () => {
      await done('create data-set', ['DEVA.CLI.LIKE', '--like', 'DEVA.CLI.C']);
      expect(await base('DEVA.CLI.LIKE')).toMatchObject({ recfm: 'VB', lrecl: '260' });
      await refused('create data-set-sequential', ['DEVA.CLI.SEQ'], /Dynamic allocation Error|already exists/);
    });

    it('data-set-vsam defines a cluster through access method services, delete data-set-vsam deletes it', async () => {
      await done('create data-set-vsam', ['DEVA.CLI.KSDS', '--volumes', 'PRC001']);
      expect((await base('DEVA.CLI.KSDS'))?.['dsorg']).toBe('VS');
      await refused('create data-set-vsam', ['DEVA.CLI.KSDS', '--volumes', 'PRC001'], /IDC3013I|DUPLICATE/i);
      await done('delete data-set-vsam', ['DEVA.CLI.KSDS', '-f']);
      await refused('delete data-set-vsam', ['DEVA.CLI.KSDS', '-f'], /IDC3012I|NOT FOUND/i);
    });
  });

  describe('upload, view and download', () => {
    it('file-to-data-set and stdin-to-data-set write what view data-set shows', async () => {
      await done('upload file-to-data-set', [system.file('one.txt', text), 'DEVA.CLI.SEQ']);
      expect(linesOf((await done('view data-set', ['DEVA.CLI.SEQ'])).stdout)).toEqual(['FIRST LINE', 'SECOND LINE']);
      await done('upload stdin-to-data-set', ['DEVA.CLI.PDS(FROMIN)'], text);
      expect(linesOf((await done('view data-set', ['DEVA.CLI.PDS(FROMIN)'])).stdout)).toEqual([
        'FIRST LINE',
        'SECOND LINE',
      ]);
      await refused('view data-set', ['DEVA.CLI.PDS(NOWHERE)'], /Member not found|404/);
      await refused('view data-set', ['DEVA.NOWHERE'], /Data set not found/);
    });

    it('dir-to-pds makes a member of each file, all-members brings them back', async () => {
      system.file('members/one.txt', 'ONE\n');
      system.file('members/two.txt', 'TWO\n');
      await done('upload dir-to-pds', ['members', 'DEVA.CLI.PDS']);
      const members = (await done('list all-members', ['DEVA.CLI.PDS'])).data.apiResponse.items;
      expect(members.map(({ member }) => member)).toEqual(['FROMIN', 'ONE', 'TWO']);
      await done('download all-members', ['DEVA.CLI.PDS', '--directory', 'down', '--extension', '.txt']);
      expect(linesOf(readFileSync(join(system.work, 'down/two.txt'), 'utf8'))).toEqual(['TWO']);
    });

    it('data-set, data-sets-matching and all-members-matching write files', async () => {
      await done('download data-set', ['DEVA.CLI.SEQ', '--file', 'seq.txt']);
      expect(linesOf(readFileSync(join(system.work, 'seq.txt'), 'utf8'))).toEqual(['FIRST LINE', 'SECOND LINE']);
      await done('download data-sets-matching', ['DEVA.CLI.SEQ', '--directory', 'match']);
      expect(existsSync(join(system.work, 'match/deva.cli.seq.txt'))).toBe(true);
      await done('download all-members-matching', ['DEVA.CLI.PDS', 'T*', '--directory', 'some', '--extension', '.txt']);
      expect([existsSync(join(system.work, 'some/two.txt')), existsSync(join(system.work, 'some/one.txt'))]).toEqual([
        true,
        false,
      ]);
    });

    it('of binary content gives the same bytes', async () => {
      const bytes = Buffer.from(Array.from({ length: 160 }, (_, at) => at));
      const { writeFileSync } = await import('node:fs');
      writeFileSync(join(system.work, 'bytes.bin'), bytes);
      await done('upload file-to-data-set', ['bytes.bin', 'DEVA.CLI.PDS(BYTES)', '--binary']);
      await done('download data-set', ['DEVA.CLI.PDS(BYTES)', '--file', 'back.bin', '--binary']);
      expect(readFileSync(join(system.work, 'back.bin')).equals(bytes)).toBe(true);
    });
  });

  describe('list, search and compare', () => {
    it('list data-set names what a pattern takes', async () => {
      const items = (await done('list data-set', ['DEVA.CLI.**'])).data.apiResponse.items;
      expect(items.map(({ dsname }) => dsname)).toEqual([...items.map(({ dsname }) => dsname)].sort());
      expect(items.map(({ dsname }) => dsname)).toContain('DEVA.CLI.PDS');
      expect((await done('list data-set', ['DEVA.NOTHING'])).data.apiResponse).toMatchObject({
        items: [],
        returnedRows: 0,
      });
    });

    it('search data-sets finds a text in members', async () => {
      const answer = await done('search data-sets', ['DEVA.CLI.PDS', 'second']);
      expect(JSON.stringify(answer.data)).toContain('FROMIN');
    });

    it('compare tells data sets, files and spool apart', async () => {
      await done('compare data-set', ['DEVA.CLI.PDS(ONE)', 'DEVA.CLI.PDS(TWO)']);
      const local = system.file('same.txt', 'ONE\n');
      await done('compare local-file-data-set', [local, 'DEVA.CLI.PDS(ONE)']);
      await done('upload file-to-uss', [local, '/tmp/one.txt']);
      await done('upload file-to-uss', [system.file('other.txt', 'TWO\n'), '/tmp/two.txt']);
      await done('compare uss-files', ['/tmp/one.txt', '/tmp/two.txt']);
      await done('compare local-file-uss-file', [local, '/tmp/one.txt']);
      const job = await system.zowe(
        'zos-jobs submit stdin',
        ['--wait-for-output'],
        "//CLICOMP JOB (A),'X',CLASS=A,MSGCLASS=H\n//S EXEC PGM=IEFBR14\n",
      );
      const dd = `CLICOMP:${job.data.jobid}:3`;
      await done('compare spool-dd', [dd, dd]);
      await done('compare local-file-spool-dd', [local, dd]);
    });
  });

  describe('copy, rename and delete', () => {
    it('copy data-set copies members and whole data sets', async () => {
      await done('copy data-set', ['DEVA.CLI.PDS(ONE)', 'DEVA.CLI.PDS(COPIED)']);
      expect(linesOf((await done('view data-set', ['DEVA.CLI.PDS(COPIED)'])).stdout)).toEqual(['ONE']);
      await done('copy data-set', ['DEVA.CLI.SEQ', 'DEVA.CLI.SEQ2']);
      expect(linesOf((await done('view data-set', ['DEVA.CLI.SEQ2'])).stdout)).toEqual(['FIRST LINE', 'SECOND LINE']);
      await done('copy data-set', ['DEVA.CLI.PDS', 'DEVA.CLI.PDS2']);
      expect((await done('list all-members', ['DEVA.CLI.PDS2'])).data.apiResponse.returnedRows).toBe(5);
    });

    it('copy data-set-cross-lpar reads from one system and writes to another', async () => {
      const target = [
        '--target-host',
        '127.0.0.1',
        '--target-port',
        String(system.practice.port),
        '--target-user',
        'DEVA',
        '--target-password',
        'secret-1',
      ];
      await done('copy data-set-cross-lpar', ['DEVA.CLI.SEQ', 'DEVA.CLI.CROSS', ...target]);
      expect(linesOf((await done('view data-set', ['DEVA.CLI.CROSS'])).stdout)).toEqual(['FIRST LINE', 'SECOND LINE']);
    });

    it('rename data-set and data-set-member', async () => {
      await done('rename data-set', ['DEVA.CLI.SEQ2', 'DEVA.CLI.SEQ3']);
      await done('rename data-set-member', ['DEVA.CLI.PDS', 'COPIED', 'RENAMED']);
      const members = (await done('list all-members', ['DEVA.CLI.PDS'])).data.apiResponse.items;
      expect(members.map(({ member }) => member)).toEqual(['BYTES', 'FROMIN', 'ONE', 'RENAMED', 'TWO']);
      await refused('rename data-set', ['DEVA.NOWHERE', 'DEVA.SOMEWHERE'], /data set rename failed/);
    });

    it('delete data-set deletes members and data sets, and says when there is none', async () => {
      await done('delete data-set', ['DEVA.CLI.PDS(RENAMED)', '-f']);
      await done('delete data-set', ['DEVA.CLI.SEQ3', '-f']);
      await refused('delete data-set', ['DEVA.CLI.SEQ3', '-f'], /not found in catalog|not cataloged/);
    });

    it('migrate, recall and delete migrated-data-set go through HSM', async () => {
      await done('migrate data-set', ['DEVA.CLI.C', '--wait']);
      expect(await base('DEVA.CLI.C')).toMatchObject({ migr: 'YES', vol: 'MIGRAT' });
      await done('recall data-set', ['DEVA.CLI.C', '--wait']);
      expect(await base('DEVA.CLI.C')).toMatchObject({ migr: 'NO' });
      await done('migrate data-set', ['DEVA.CLI.C', '--wait']);
      await done('delete migrated-data-set', ['DEVA.CLI.C', '--wait']);
      expect(await base('DEVA.CLI.C')).toBeUndefined();
    });

    it('invoke ams-statements and ams-file run access method services', async () => {
      const listed = await done('invoke ams-statements', ["LISTCAT ENTRIES('DEVA.CLI.SEQ')"]);
      expect(JSON.stringify(listed)).toContain('DEVA.CLI.SEQ');
      await done('invoke ams-file', [system.file('del.ams', '  DELETE DEVA.CLI.CROSS\n')]);
      await refused('invoke ams-statements', ["DELETE 'DEVA.CLI.CROSS'"], /IDC3012I/);
    });
  });

  describe('z/OS UNIX', () => {
    it('create, upload, list, view, download and delete work on files and directories', async () => {
      await done('create uss-directory', ['/tmp/cli', '--mode', 'rwxr-xr-x']);
      await done('create uss-file', ['/tmp/cli/empty.txt', '--mode', 'rw-r--r--']);
      await done('upload file-to-uss', [system.file('uss.txt', text), '/tmp/cli/uss.txt']);
      const items = (await done('list uss-files', ['/tmp/cli'])).data.apiResponse.items;
      expect(items.map(({ name }) => name)).toEqual(['.', '..', 'empty.txt', 'uss.txt']);
      expect(linesOf((await done('view uss-file', ['/tmp/cli/uss.txt'])).stdout)).toEqual([
        'FIRST LINE',
        'SECOND LINE',
      ]);
      await done('download uss-file', ['/tmp/cli/uss.txt', '--file', 'uss-back.txt']);
      expect(linesOf(readFileSync(join(system.work, 'uss-back.txt'), 'utf8'))).toEqual(['FIRST LINE', 'SECOND LINE']);
      await done('upload dir-to-uss', ['members', '/tmp/cli/dir']);
      await done('download uss-directory', ['/tmp/cli/dir', '--directory', 'uss-dir']);
      expect(linesOf(readFileSync(join(system.work, 'uss-dir/two.txt'), 'utf8'))).toEqual(['TWO']);
      await done('delete uss-file', ['/tmp/cli', '-r', '-f']);
      await refused('list uss-files', ['/tmp/cli'], /404|not found/i);
    });

    it('file systems are created, mounted, listed, unmounted and deleted', async () => {
      await done('create zos-file-system', ['DEVA.CLI.ZFS', '--volumes', 'PRC001']);
      await done('create uss-directory', ['/tmp/mnt', '--mode', 'rwxr-xr-x']);
      await done('mount file-system', ['DEVA.CLI.ZFS', '/tmp/mnt']);
      const listed = await done('list file-system', ['--path', '/tmp/mnt']);
      expect(listed.data.apiResponse.items).toMatchObject([{ name: 'DEVA.CLI.ZFS', mountpoint: '/tmp/mnt' }]);
      await done('unmount file-system', ['DEVA.CLI.ZFS']);
      await done('delete zos-file-system', ['DEVA.CLI.ZFS', '-f']);
      await refused('delete zos-file-system', ['DEVA.CLI.ZFS', '-f'], /NOT FOUND/i);
    });
  });

  it('has no command that was not tried', () => {
    /** They open an editor and wait for a person. */
    const interactive = ['zos-files edit data-set', 'zos-files edit uss-file'];
    const untried = commandsOf('zosfiles').filter((command) => !system.tried.has(command));
    expect(untried.filter((command) => !interactive.includes(command))).toEqual([]);
    expect(system.failures).toEqual([]);
  });
});
