import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { home, type Mutant } from './mutant.ts';

const Results = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** What a test file came to. `unread`: no test ran, because the file or what it imports could not be read. */
export type TestEnd =
  | { readonly end: 'passed'; readonly tests: number }
  | { readonly end: 'failed'; readonly by: readonly string[] }
  | { readonly end: 'unread' | 'timed-out'; readonly because: string };

/** Longest that the tests of one mutant may take. */
const testTimeoutMs = 120_000;

/** A copy of the sources where a patch does no harm. */
export class Scratch {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lockstep-mutant-'));

  constructor() {
    const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: home });
    if (listed.status !== 0) throw new Error('the mutants need git and a checkout');
    for (const file of new Set(listed.stdout.toString().split('\0').filter(Boolean))) {
      mkdirSync(join(this.#folder, dirname(file)), { recursive: true });
      cpSync(join(home, file), join(this.#folder, file), { force: true, errorOnExist: false });
    }
    symlinkSync(join(home, 'node_modules'), join(this.#folder, 'node_modules'));
  }

  /** @returns what git said against it; undefined when the patch was applied */
  apply({ file }: Mutant): string | undefined {
    return this.#git(['apply', '-C1', file]);
  }

  takeBack({ file }: Mutant): void {
    const complaint = this.#git(['apply', '-C1', '--reverse', file]);
    if (complaint !== undefined) throw new Error(`${file} could not be taken back: ${complaint}`);
  }

  /** Runs a test file here. @param named part of the names of the tests that count */
  async test(file: string, named?: string): Promise<TestEnd> {
    const output = join(this.#folder, 'results.json');
    rmSync(output, { force: true });
    const timedOut = await this.#jest([file, ...(named === undefined ? [] : ['-t', escaped(named)])], output);
    if (timedOut) return { end: 'timed-out', because: `${file} did not end within ${testTimeoutMs / 1000} s` };
    try {
      return endOf(Results.parse(JSON.parse(readFileSync(output, 'utf8'))));
    } catch {
      return { end: 'unread', because: `${file} left no result` };
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #git(args: readonly string[]): string | undefined {
    const { status, stderr } = spawnSync('git', args, {
      cwd: this.#folder,
      encoding: 'utf8',
      env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(this.#folder) },
    });
    return status === 0 ? undefined : stderr.trim();
  }

  #jest(args: readonly string[], output: string): Promise<boolean> {
    const jest = ['--experimental-vm-modules', '--no-warnings', join(home, 'node_modules/jest/bin/jest.js')];
    const quiet = ['--silent', '--runInBand', '--forceExit', '--json', `--outputFile=${output}`];
    const child = spawn(process.execPath, [...jest, ...quiet, '--runTestsByPath', ...args], {
      cwd: this.#folder,
      stdio: 'ignore',
      detached: true,
    });
    return new Promise((resolve) => {
      let timedOut = false;
      const limit = setTimeout(() => {
        timedOut = true;
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      }, testTimeoutMs);
      child.on('close', () => {
        clearTimeout(limit);
        resolve(timedOut);
      });
    });
  }
}

function endOf({ numFailedTests, numPassedTests, testResults }: z.infer<typeof Results>): TestEnd {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const by = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  if (numFailedTests > 0) return { end: 'failed', by };
  if (numPassedTests > 0) return { end: 'passed', tests: numPassedTests };
  return { end: 'unread', because: testResults[0]?.message.slice(0, 600) ?? 'no test of that name' };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
