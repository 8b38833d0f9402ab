import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startCommand } from '../src/lab/processes.ts';
import { systemClock } from '../src/shared/clock.ts';
import type { Bench } from './bench.ts';
import { median, shown } from './measure.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Users that share the clients between them: each may have ten address spaces for files. */
const users = Array.from({ length: 12 }, (_, at) => `LOAD${String(at).padStart(2, '0')}`);
const clients = 60;
const jobLines = '//LOADJOB  JOB 1,LOAD,CLASS=A,MSGCLASS=Z\n//S1       EXEC PGM=IEFBR14\n';

/** Sixty clients at once: data sets, members, jobs, spool and the console, and what the process keeps of it. */
export const practiceLoad: Bench = {
  name: 'practice-load',
  async run({ quick, say }) {
    using folder = temporaryFolder();
    const site = join(folder.path, 'site.yaml');
    writeFileSync(site, stringify(siteOf()));
    const places = ['--site', site, '--folder', join(folder.path, 'practice'), '--port', '0'];
    const started = await startCommand(
      ['practice', '--http', '--latency', '0', '--token-file', join(folder.path, 'token'), ...places],
      { environment: { PATH: '/usr/bin:/bin' }, logFile: join(folder.path, 'log') },
    );
    try {
      const seconds = quick ? 12 : 60;
      say(`${shown(clients)} clients for ${shown(seconds)} s`);
      const { answers, errors, resident } = await load(new URL(started.url), started.pid, seconds);
      const third = Math.floor(resident.length / 3);
      const [early, late] = [median(resident.slice(third, 2 * third)), median(resident.slice(2 * third))];
      return [
        {
          what: `Requests answered in ${shown(seconds)} s of ${shown(clients)} at once`,
          figure: shown(answers),
          against: `${shown(errors)} not as they should be`,
          ratio: errors / answers,
          target: { most: 0 },
        },
        {
          what: 'Memory in the last third of that time, MB',
          figure: shown(late),
          against: `${shown(early)} MB in the second third`,
          ratio: late / early,
          target: { most: 1.15 },
        },
      ];
    } finally {
      await started.stop();
    }
  },
};

const siteOf = () => ({
  system: { name: 'KSB1', sysplex: 'KSBPLEX', node: 'KSBPRD' },
  users: users.map((userid) => ({ userid, password: 'bench-1' })),
  jes: { initiators: [{ classes: ['A'], count: 20 }], outputClasses: [{ name: 'Z', disposition: 'PURGE' }] },
  libraries: users.map((userid) => ({ dsname: `${userid}.LIB` })),
});

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly json?: boolean;
  readonly right: readonly number[];
}

/** What a client does, one after the other. Each client has members of its own. */
const callsOf = (user: string, client: number): readonly Call[] => [
  {
    method: 'PUT',
    path: `/zosmf/restfiles/ds/${user}.LIB(M${String(client)})`,
    body: 'LINE\n'.repeat(50),
    right: [201, 204],
  },
  { method: 'GET', path: `/zosmf/restfiles/ds/${user}.LIB(M${String(client)})`, right: [200] },
  { method: 'GET', path: `/zosmf/restfiles/ds/${user}.LIB/member`, right: [200] },
  { method: 'GET', path: `/zosmf/restfiles/ds?dslevel=${user}`, right: [200] },
  { method: 'PUT', path: '/zosmf/restjobs/jobs', body: jobLines, right: [201] },
  { method: 'GET', path: `/zosmf/restjobs/jobs?owner=${user}`, right: [200] },
  {
    method: 'PUT',
    path: '/zosmf/restconsoles/consoles/defcn',
    body: '{"cmd":"D T"}',
    json: true,
    right: [200],
  },
];

async function load(url: URL, pid: number, seconds: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const end = systemClock.now() + seconds * 1000;
  const counts = { answers: 0, errors: 0 };
  const resident: number[] = [];
  const client = async (_: unknown, at: number): Promise<void> => {
    const user = users[at % users.length] ?? '';
    const calls = callsOf(user, at);
    for (let turn = 0; systemClock.now() < end; turn += 1) {
      const call = calls[turn % calls.length];
      if (call === undefined) return;
      const status = await send(url, agent, user, call).catch(() => 0);
      counts.answers += 1;
      if (!call.right.includes(status)) counts.errors += 1;
    }
  };
  const watching = async (): Promise<void> => {
    while (systemClock.now() < end) {
      resident.push(megabytesOf(pid));
      await systemClock.sleep(250);
    }
  };
  await Promise.all([watching(), ...Array.from({ length: clients }, client)]);
  agent.destroy();
  return { ...counts, resident };
}

const pageBytes = 4096;
const megabytesOf = (pid: number): number =>
  (Number(readFileSync(`/proc/${String(pid)}/statm`, 'utf8').split(' ')[1]) * pageBytes) / 1024 / 1024;

function send(url: URL, agent: Agent, user: string, { method, path, body, json }: Call): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Basic ${Buffer.from(`${user}:bench-1`).toString('base64')}`,
      'X-CSRF-ZOSMF-HEADER': 'true',
      'Content-Type': json === true ? 'application/json' : 'text/plain',
    };
    request({ host: url.hostname, port: url.port, agent, method, path, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', reject);
    })
      .on('error', reject)
      .end(body);
  });
}
