import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Runs the suites of the MongoDB store against a real replica set of three members, downloaded for the purpose, and
 * writes what came of it to docs/proofs/mongodb.md. Exit code 3: the server could not be had, and nothing was run. An
 * address in LOCKSTEP_TEST_MONGODB_URL is used as it is; its members are not this command's to kill.
 */
const home = dirname(dirname(fileURLToPath(import.meta.url)));
const report = join(home, 'docs', 'proofs', 'mongodb.md');
const [stores, failover] = ['test/store/mongodb.test.ts', 'test/store/failover-mongodb.test.ts'];
const notRun = 'NOT RUN';

/** @returns what came of one test file: numbers of its tests, and the exit code */
function runSuite(file, env) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-mongodb-'));
  const results = join(folder, 'results.json');
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', file];
  const { status } = spawnSync(process.execPath, [...jest, '--json', `--outputFile=${results}`], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  const told = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {};
  rmSync(folder, { recursive: true, force: true });
  const { numPassedTests: passed = 0, numFailedTests: failed = 0, numPendingTests: skipped = 0 } = told;
  const words = `${status === 0 ? 'passed' : 'FAILED'}: ${passed} passed, ${failed} failed, ${skipped} skipped`;
  return { status: status ?? 1, line: `- \`${file}\`: ${words}` };
}

function write(state, server, lines) {
  const today = new Date().toISOString().slice(0, 10);
  mkdirSync(dirname(report), { recursive: true });
  const facts = [`- State: **${state}**`, `- Date: ${today}`, `- Server: ${server}`];
  const head = ['# The MongoDB store on a real replica set', '', 'Written by `npm run test:mongodb`.', ''];
  writeFileSync(report, [...head, ...facts, ...lines, ''].join('\n'));
}

/** An earlier result of a run stays: that nothing could be run today takes nothing from it. */
function tellNotRun(why) {
  console.error(`${notRun}: ${why}`);
  console.error('Set MONGOMS_SYSTEM_BINARY to a mongod that is here, or LOCKSTEP_TEST_MONGODB_URL to a replica set.');
  const isKept = existsSync(report) && !readFileSync(report, 'utf8').includes(`**${notRun}**`);
  if (!isKept)
    write(notRun, 'none could be had', [`- Why: ${why}`, `- \`${stores}\`: not run`, `- \`${failover}\`: not run`]);
  process.exitCode = 3;
}

function tell(server, runs, more = []) {
  const failed = runs.find(({ status }) => status !== 0);
  write(failed === undefined ? 'passed' : 'FAILED', server, [...runs.map(({ line }) => line), ...more]);
  for (const { line } of runs) console.error(line);
  process.exitCode = failed?.status ?? 0;
}

async function programHere() {
  const given = process.env['MONGOMS_SYSTEM_BINARY'];
  if (given !== undefined) return given;
  const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js');
  return MongoBinary.getPath();
}

async function runOn(program) {
  const { MongoMemoryReplSet } = await import('mongodb-memory-server-core');
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0];
  const binary = { systemBinary: program };
  const members = await MongoMemoryReplSet.create({ binary, replSet: { count: 3, storageEngine: 'wiredTiger' } });
  const runs = [runSuite(stores, { LOCKSTEP_TEST_MONGODB_URL: members.getUri() })];
  await members.stop();
  runs.push(runSuite(failover, { LOCKSTEP_TEST_MONGOD: program }));
  tell(version, runs);
}

async function versionAt(url) {
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5000 });
  try {
    return (await client.db('admin').command({ buildInfo: 1 })).version;
  } finally {
    await client.close();
  }
}

const given = process.env['LOCKSTEP_TEST_MONGODB_URL'];
if (given !== undefined) {
  const server = await versionAt(given).then(
    (version) => `version ${version}, given by its address`,
    (error) => tellNotRun(`the address that was given does not answer: ${error.message}`),
  );
  const more = [`- \`${failover}\`: ${notRun}, its members are not ours to kill`];
  if (server !== undefined) tell(server, [runSuite(stores, {})], more);
} else {
  const why = (error) =>
    `no MongoDB server could be downloaded or started: ${error.message.split('\n')[0].replace(/, Details:$/, '')}`;
  const program = await programHere().catch((error) => tellNotRun(why(error)));
  if (program !== undefined) await runOn(program).catch((error) => tellNotRun(why(error)));
}
