import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Runs the suite of the MongoDB store against a real replica set of three members, downloaded for the purpose. Exit
 * code 3: the server could not be had, and the suite was NOT RUN. An address in LOCKSTEP_TEST_MONGODB_URL is used as it is.
 */
const home = dirname(dirname(fileURLToPath(import.meta.url)));

function runSuite(url) {
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const { status } = spawnSync(process.execPath, [...jest, 'test/store/mongodb.test.ts', ...process.argv.slice(2)], {
    cwd: home,
    stdio: 'inherit',
    env: { ...process.env, LOCKSTEP_TEST_MONGODB_URL: url },
  });
  return status ?? 1;
}

async function startReplicaSet() {
  const { MongoMemoryReplSet } = await import('mongodb-memory-server-core');
  return MongoMemoryReplSet.create({ replSet: { count: 3, storageEngine: 'wiredTiger' } });
}

const given = process.env['LOCKSTEP_TEST_MONGODB_URL'];
if (given !== undefined) {
  process.exitCode = runSuite(given);
} else {
  const members = await startReplicaSet().catch((error) => {
    console.error(`NOT RUN: no MongoDB server could be downloaded or started: ${error.message.split('\n')[0]}`);
    console.error('Set MONGOMS_SYSTEM_BINARY to a mongod that is here, or LOCKSTEP_TEST_MONGODB_URL to a replica set.');
  });
  if (members === undefined) process.exitCode = 3;
  else {
    process.exitCode = runSuite(members.getUri());
    await members.stop();
  }
}
