import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { Site, startPractice } from '../src/practice/index.ts';
import { systemClock } from '../src/shared/clock.ts';
import { bareServer } from './bare-server.ts';
import type { Bench } from './bench.ts';
import { medianMillis, shown } from './measure.ts';
import { temporaryFolder } from './temporary-folder.ts';

const jobsPath = '/zosmf/restjobs/jobs';
const basic = `Basic ${Buffer.from('BENCH:bench-1').toString('base64')}`;
/** The session's token, as clients send it that have signed on. */
const session = { cookie: '' };
const line = 'A LINE OF A LONG LISTING, AS COMPILERS AND UTILITIES PRINT THEM, 80 COLUMNS.....';

/** The job queue of the practice system: lists against a bare server that sends the same bytes, and long spool files. */
export const practiceJobs: Bench = {
  name: 'practice-jobs',
  async run({ quick, say }) {
    const count = quick ? 2000 : 20_000;
    using folder = temporaryFolder();
    await using system = await startPractice({
      ...{ site: benchSite(), folder: join(folder.path, 'practice'), port: 0, clock: systemClock },
    });
    session.cookie = '';
    await get(system.port, '/zosmf/info');
    say(`submitting ${shown(count)} jobs`);
    await fill(system.port, count);
    const path = `${jobsPath}?owner=BENCH&prefix=REL*`;
    say('listing them');
    const body = (await get(system.port, path)).whole;
    await using bare = await bareServer(body);
    const tries = quick ? 10 : 40;
    const ours = await medianMillis(tries, () => get(system.port, path));
    const theirs = await medianMillis(tries, () => get(bare.port, '/'));
    say('reading a long spool file');
    const spool = await spoolFigures(system.port, 20);
    return [
      {
        what: `List of 1,000 of ${shown(count)} jobs by owner and prefix, ms`,
        figure: shown(ours),
        against: `${shown(theirs)} of a bare server that sends the same ${shown(body.length / 1024)} KB`,
        ratio: ours / theirs,
        target: { most: 2 },
      },
      {
        what: `Memory while ${shown(spool.megabytes)} MB of spool are read, MB beyond what there was before`,
        figure: shown(spool.grown),
        against: `${shown(spool.megabytes)} MB of content`,
        ratio: spool.grown / spool.megabytes,
        target: { most: 1 },
      },
    ];
  },
};

const benchSite = () =>
  Site.parse({
    system: { name: 'KSB1', sysplex: 'KSBPLEX', node: 'KSBPRD' },
    users: [{ userid: 'BENCH', password: 'bench-1' }],
    jes: { initiators: [{ classes: ['A'], count: 50 }] },
  });

async function fill(port: number, count: number): Promise<void> {
  const jcl = (at: number) =>
    `//REL${String(at % 100_000).padStart(5, '0')} JOB 1,'BENCH',CLASS=A,TYPRUN=SCAN\n//S1 EXEC PGM=IEFBR14\n`;
  for (let from = 0; from < count; from += 100)
    await Promise.all(Array.from({ length: Math.min(100, count - from) }, (_, at) => put(port, jcl(from + at))));
  await until(port, `${jobsPath}/REL${String(count - 1).padStart(5, '0')}/${jobidOf(count)}`, '"status":"OUTPUT"');
}

/** Looks until a document holds the text. */
async function until(port: number, path: string, text: string): Promise<void> {
  let seen = '';
  for (let look = 0; look < 600; look += 1) {
    seen = (await get(port, path)).whole;
    if (seen.includes(text)) return;
    await systemClock.sleep(100);
  }
  throw new Error(`${path} does not come so far: ${seen.slice(0, 600)}`);
}

const jobidOf = (number: number) => `JOB${String(number).padStart(5, '0')}`;

/** One job with a listing of so many megabytes, read once to warm up and once to look at the memory. */
async function spoolFigures(port: number, megabytes: number): Promise<{ megabytes: number; grown: number }> {
  const lines = Math.ceil((megabytes * 1024 * 1024) / line.length);
  const jcl = [
    "//LISTING JOB 1,'BENCH',CLASS=A,MSGCLASS=H",
    '//S1 EXEC PGM=IEBGENER',
    '//SYSPRINT DD DUMMY',
    '//SYSIN DD DUMMY',
    '//SYSUT1 DD *',
    ...Array.from({ length: lines }, () => line),
    '/*',
    '//SYSUT2 DD SYSOUT=*,DCB=(RECFM=FB,LRECL=80)',
    '',
  ].join('\n');
  const submitted = JSON.parse((await put(port, jcl)).whole) as { 'job-correlator': string };
  const path = `${jobsPath}/${encodeURIComponent(submitted['job-correlator'])}`;
  await until(port, path, '"CC 0000"');
  const files = JSON.parse((await get(port, `${path}/files`)).whole) as {
    id: number;
    ddname: string;
    'byte-count': number;
  }[];
  const file = files.find(({ ddname }) => ddname === 'SYSUT2');
  const records = `${path}/files/${String(file?.id ?? 0)}/records`;
  await get(port, records, 'drop');
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const { most } = await get(port, records, 'drop');
  return { megabytes: (file?.['byte-count'] ?? 0) / 1024 / 1024, grown: Math.max(0, most - before) / 1024 / 1024 };
}

const agent = new Agent({ keepAlive: true });

interface Answer {
  readonly whole: string;
  /** Resident memory at its highest while the answer came, in bytes. */
  readonly most: number;
}

const put = (port: number, body: string) => ask(port, 'PUT', jobsPath, { body });
const get = (port: number, path: string, keep: 'keep' | 'drop' = 'keep') => ask(port, 'GET', path, { keep });

function ask(
  port: number,
  method: string,
  path: string,
  { body, keep = 'keep' }: { body?: string; keep?: 'keep' | 'drop' },
): Promise<Answer> {
  const signOn = session.cookie === '' ? { Authorization: basic } : { Cookie: session.cookie };
  const headers = { ...signOn, 'X-CSRF-ZOSMF-HEADER': 'true', 'Content-Type': 'text/plain' };
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      let most = 0;
      session.cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? session.cookie;
      answer.on('data', (chunk: Buffer) => {
        if (keep === 'keep') chunks.push(chunk);
        else most = Math.max(most, process.memoryUsage().rss);
      });
      answer.on('end', () => resolve({ whole: Buffer.concat(chunks).toString('utf8'), most }));
      answer.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}
