import { Agent, request } from 'node:http';
import { ebcdic } from '../src/practice/codepages/code-page.ts';
import { createDataSets } from '../src/practice/datasets/create-data-sets.ts';
import type { Attributes } from '../src/practice/datasets/data-sets.ts';
import { ownFolder } from '../src/practice/disk/lmdb-disk.ts';
import { Site, startPractice } from '../src/practice/index.ts';
import { systemClock } from '../src/shared/clock.ts';
import { bareServer } from './bare-server.ts';
import type { Bench } from './bench.ts';
import { medianMillis, shown } from './measure.ts';
import type { Row } from './table.ts';
import { temporaryFolder } from './temporary-folder.ts';

const library: Attributes = {
  ...{ dsorg: 'PO', dsntype: 'LIBRARY', recfm: 'FB', lrecl: 80, blksize: 27_920, dirblk: 0, spaceUnit: 'TRACKS' },
  ...{ primary: 100, secondary: 10_000 },
};
const path = '/zosmf/restfiles/ds/BENCH.LIB/member';
const batch = 500;

/** Lists of a large library over the wire, against a bare server that sends the same bytes. */
export const practiceMembers: Bench = {
  name: 'practice-members',
  async run({ quick, say }) {
    const count = quick ? 20_000 : 100_000;
    using folder = temporaryFolder();
    say(`filling a library with ${shown(count)} members`);
    await fill(folder.path, count);
    await using system = await startPractice({ site: site(), folder: folder.path, port: 0, clock: systemClock });
    return [
      await row(system.port, `A page of 1,000 of ${shown(count)} members`, {}, 20),
      await row(system.port, 'A page of 1,000 with statistics', { 'X-IBM-Attributes': 'base' }, 20),
      await row(system.port, `Names of all ${shown(count)} members`, { 'X-IBM-Max-Items': '0' }, quick ? 3 : 5),
    ];
  },
};

const site = () =>
  Site.parse({
    system: { name: 'KSB1', sysplex: 'KSBPLEX', node: 'KSBPRD' },
    users: [{ userid: 'BENCH', password: 'bench-1' }],
  });

async function fill(folder: string, count: number): Promise<void> {
  const disk = await ownFolder(folder);
  const dataSets = createDataSets({ disk, clock: systemClock, volumes: site().volumes });
  dataSets.create('BENCH.LIB', library, 'BENCH');
  const record = ebcdic.encode('A LINE'.padEnd(80));
  for (let at = 0; at < count; at += 1) {
    dataSets.write('BENCH.LIB', `M${String(at)}`, [record], { user: 'BENCH', statistics: 'update' });
    if (at % batch === 0) await disk.committed();
  }
  await disk.close();
}

async function row(port: number, what: string, headers: Record<string, string>, tries: number): Promise<Row> {
  const body = await get(port, headers);
  await using bare = await bareServer(body);
  const ours = await medianMillis(tries, () => get(port, headers));
  const theirs = await medianMillis(tries, () => get(bare.port, headers));
  return {
    what: `${what}, ms`,
    figure: shown(ours),
    against: `${shown(theirs)} of a bare server that sends the same ${shown(body.length / 1024)} KB`,
    ratio: ours / theirs,
    target: { most: 2 },
  };
}

const agent = new Agent({ keepAlive: true });
const signOn = { cookie: '' };
const basic = `Basic ${Buffer.from('BENCH:bench-1').toString('base64')}`;

/** Signs on once, as a client does that keeps its token. */
function get(port: number, more: Record<string, string>): Promise<string> {
  const who: Record<string, string> = signOn.cookie === '' ? { Authorization: basic } : { Cookie: signOn.cookie };
  const headers = { ...who, 'X-CSRF-ZOSMF-HEADER': 'true', ...more };
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      signOn.cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? signOn.cookie;
      answer.on('data', (chunk: Buffer) => void chunks.push(chunk));
      answer.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      answer.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}
