import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { practiceCommand } from '../../../src/main/practice-command.ts';
import { Exit } from '../../../src/main/terminal.ts';
import { scanFolder } from '../../../src/practice/scan/scan-folder.ts';

let folder = '';
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function filled(files: Readonly<Record<string, string | Buffer>>): string {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-scan-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const good = '//GOOD JOB 1\r\n//S1 EXEC BUILD,MEM=A\r\n//S2 EXEC PGM=IEFBR14\r\n';
const bad = '//BAD JOB 1\n//S1 EXEC PGM=IEFBR14\n//A DD DSM=X\n//NEXT JOB 1\n//S1 EXEC NOPROC\n';
const files = {
  'jcl/good.jcl': good,
  'jcl/deep/bad.jcl': bad,
  'proc/BUILD.prc': '//BUILD PROC MEM=\n//C EXEC PGM=IGYCRCTL,PARM=&MEM\n',
  'jcl/dds.txt': '//A DD DUMMY\n//B DD DUMMY\n',
  'jcl/readme.md': '# not JCL\n',
  'jcl/code.js': '// a comment\nconst a = 1;\n',
  'jcl/picture.bin': Buffer.from([0, 1, 2, 0x2f, 0x2f]),
};

const scan = (root: string) =>
  scanFolder({
    folder: join(root, 'jcl'),
    procedureFolders: [join(root, 'proc')],
    includeFolders: [],
    symbols: new Map(),
  });

async function command(words: readonly string[]) {
  let out = '';
  const terminal = { out: (text: string) => void (out += text), err: () => undefined };
  try {
    await practiceCommand(terminal)
      .exitOverride()
      .parseAsync([...words], { from: 'user' });
    return { out, code: 0 };
  } catch (error) {
    return { out, code: error instanceof Exit ? error.code : -1 };
  }
}

describe('a scan of a folder', () => {
  it('says what each file is, and takes procedures from their folder', () => {
    const { files: scanned, summary } = scan(filled(files));
    expect(scanned.map(({ file, kind }) => `${kind} ${file}`)).toEqual([
      'other code.js',
      'include dds.txt',
      'job deep/bad.jcl',
      'job good.jcl',
      'other picture.bin',
      'other readme.md',
    ]);
    expect(summary).toMatchObject({ job: 2, jobs: 3, steps: 3, errors: 2, filesWithErrors: 1 });
    expect(scanned.find(({ file }) => file === 'good.jcl')).toMatchObject({
      steps: 2,
      statements: { JOB: 1, EXEC: 2 },
    });
  });

  it('names job, statement and line of each message', () => {
    const { files: scanned } = scan(filled(files));
    expect(scanned.find(({ file }) => file === 'deep/bad.jcl')?.messages).toEqual([
      { job: 'BAD', statement: 3, line: 3, severity: 'error', text: 'IEFC630I UNIDENTIFIED KEYWORD DSM' },
      { job: 'NEXT', statement: 2, line: 5, severity: 'error', text: 'IEFC612I PROCEDURE NOPROC WAS NOT FOUND' },
    ]);
  });
});

describe('lockstep practice scan', () => {
  it('prints a table with a summary line, and ends with 1 for errors', async () => {
    const root = filled(files);
    const { out, code } = await command(['scan', join(root, 'jcl'), '--proclib', join(root, 'proc')]);
    expect(code).toBe(1);
    expect(out).toContain('  line 3 (BAD): IEFC630I UNIDENTIFIED KEYWORD DSM');
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      '2 job files, 0 procedures, 1 include group, 3 other; 3 jobs with 3 steps, 10 statements; 2 errors in 1 file',
    );
  });

  it('prints JSON, and ends with 0 without errors', async () => {
    const root = filled({ 'a.jcl': "//A JOB 1\n//S EXEC PGM=X,PARM='&SITE'\n//D DD DSN=&SITE..B,DISP=SHR\n" });
    const { out, code } = await command(['scan', root, '--symbol', 'SITE=PROD', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ summary: { job: 1, steps: 1, errors: 0 } });
  });

  it('refuses a folder that is not there', async () => {
    expect((await command(['scan', join(tmpdir(), 'lockstep-nowhere')])).code).toBe(-1);
  });
});
