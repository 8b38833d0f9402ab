import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Proof, Proven } from './proof.ts';

const home = dirname(dirname(fileURLToPath(import.meta.url)));

const Results = z.object({
  numPassedTests: z.int(),
  numPendingTests: z.int(),
  numRuntimeErrorTestSuites: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

/** A part that consists of test files: each of their tests is a case, a skipped one is named as not run. */
export function suite(covered: string, files: readonly string[], env: NodeJS.ProcessEnv = {}): Proof {
  return {
    async prove(box): Promise<Proven> {
      const folder = await mkdtemp(join(tmpdir(), 'lockstep-prove-'));
      const output = join(folder, 'results.json');
      const problem = await runJest([...files, '--json', `--outputFile=${output}`], env, box.left());
      try {
        return { covered, ...told(Results.parse(JSON.parse(readFileSync(output, 'utf8')))) };
      } catch {
        return { cases: 0, covered, failures: [problem ?? 'the tests left no result'] };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function told({ numPassedTests, numRuntimeErrorTestSuites, testResults }: z.infer<typeof Results>) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === 'failed');
  const notRun = tests.filter(({ status }) => status === 'pending').map(({ fullName }) => fullName);
  const unread = testResults.filter(({ assertionResults }) => assertionResults.length === 0);
  return {
    cases: numPassedTests + failed.length,
    failures: [
      ...failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages?.[0] ?? ''}`),
      ...(numRuntimeErrorTestSuites > 0 ? unread.map(({ name, message }) => `${name}\n${message}`) : []),
    ],
    ...(notRun.length > 0 ? { notRun } : {}),
  };
}

function runJest(args: readonly string[], env: NodeJS.ProcessEnv, timeoutMs: number): Promise<string | undefined> {
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const child = spawn(process.execPath, [...jest, '--silent', '--maxWorkers=1', '--testTimeout=120000', ...args], {
    cwd: home,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: Math.max(1, Math.floor(timeoutMs)),
  });
  let last = '';
  child.stderr.on('data', (text: Buffer) => (last = (last + text.toString()).slice(-4000)));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(code === 0 ? undefined : `${signal ?? `exit ${code}`}: ${last}`));
  });
}
