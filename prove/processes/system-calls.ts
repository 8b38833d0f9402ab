import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planSmallRelease } from '../../test/support/small-release.ts';
import { buildService, type Plant } from './built-service.ts';
import {
  acknowledgedTooEarly,
  acknowledgementsIn,
  blobNotDurable,
  type Call,
  callsOf,
  namesNotDurable,
} from './trace.rules.ts';
import { openWorld } from './world.ts';

const traced = [
  ...['openat', 'mkdir', 'rename', 'renameat', 'renameat2'],
  ...['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2', 'sendto', 'sendmsg', 'fsync', 'fdatasync', 'msync'],
];

/** The words that run a command under strace, its system calls going to `file`. */
export const strace = (file: string): string[] => [
  ...['strace', '-f', '-y', '--seccomp-bpf', '-s', '20000', '-e', `trace=${traced.join(',')}`, '-e', 'signal=none'],
  ...['-o', file],
];

/** Why system calls cannot be watched here; undefined where they can. */
export function whyNoStrace(): string | undefined {
  const tried = spawnSync('strace', ['-f', '--seccomp-bpf', '-e', 'trace=write', '-o', '/dev/null', 'true']);
  if (tried.error !== undefined) return 'there is no strace here';
  return tried.status === 0 ? undefined : 'strace may not trace here';
}

export interface Watched {
  readonly acknowledged: number;
  readonly blobs: number;
  readonly wrong: readonly string[];
}

const child = fileURLToPath(new URL('./acknowledging-child.mjs', import.meta.url));

/** Appends pages under strace, and judges from the system calls alone what was durable when it was acknowledged. */
export async function watchAppends(
  main: string,
  { pages, sideBySide }: { pages: number; sideBySide: number },
): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-strace-'));
  try {
    const file = join(folder, 'trace');
    const root = join(folder, 'data');
    mkdirSync(root);
    const [command = '', ...words] = strace(file);
    const appending = [child, dirname(dirname(main)), join(root, 'store'), String(pages), String(sideBySide)];
    await ending(command, [...words, process.execPath, '--no-warnings', ...appending]);
    return judged(callsOf(readFileSync(file, 'utf8')), join(root, 'store'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws {Error} with what it said, when it does not end well */
function ending(command: string, words: readonly string[]): Promise<void> {
  const started = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  let said = '';
  started.stdout.resume();
  started.stderr.on('data', (text: Buffer) => (said += text.toString()));
  return new Promise((resolve, reject) => {
    started.once('error', reject);
    started.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`it ended with code ${code}: ${said}`)),
    );
  });
}

/** What the trace of an appending process shows. */
export function judged(calls: readonly Call[], store: string, form = /acknowledged (\d+)/): Watched {
  const dataFile = join(store, 'book/data.mdb');
  const acknowledged = acknowledgementsIn(calls, form);
  const named = acknowledged.flatMap(({ page, call }) =>
    [...(/acknowledged \d+ with ([0-9a-f]{64})/.exec(call.text)?.slice(1) ?? [])].map((digest) => ({ page, digest })),
  );
  const first = acknowledged[0]?.call;
  return {
    acknowledged: acknowledged.length,
    blobs: named.length,
    wrong: [
      ...acknowledgedTooEarly(calls, dataFile, acknowledged),
      ...named.flatMap((each) => blobNotDurable(calls, { ...each, dataFile, blobs: join(store, 'blobs') })),
      ...(first === undefined ? [] : namesNotDurable(calls, store, first)),
    ],
  };
}

/** Some commands to the service under strace: no answer names a page that is not durable. */
export async function watchAnswers(main: string): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-strace-'));
  try {
    const file = join(folder, 'trace');
    const book = { kind: 'rehearsal', begins: '2026-08-31T09:00' } as const;
    await using world = await openWorld({ main, book, before: strace(file) });
    await planSmallRelease(world);
    const store = join(world.dataFolder, 'store');
    const pid = tracedBy(world.instances[0]!.pid);
    process.kill(pid, 'SIGTERM');
    await world.instances[0]!.ended();
    return judged(callsOf(readFileSync(file, 'utf8')), store, /lockstep-page: (\d+)/i);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The process that strace runs: a signal to strace itself would end the watching alone. */
const tracedBy = (strace: number): number =>
  Number(readFileSync(`/proc/${strace}/task/${strace}/children`, 'utf8').trim().split(' ')[0]);

/** The stores that must be found guilty: one that never syncs, and one that forgets the name of a blob. */
export const plants: readonly { readonly name: string; readonly plant: Plant; readonly guilty: RegExp }[] = [
  {
    name: 'a store that does not sync',
    plant: replaced('store/embedded/layout.ts', 'overlappingSync: false', 'overlappingSync: false, noSync: true'),
    guilty: /acknowledged before its sync had ended/,
  },
  {
    name: 'a blob whose folder is not synced',
    plant: replaced('store/embedded/blobs.ts', 'await syncFolder(parent);', ''),
    guilty: /its folder was not synced/,
  },
];

/** @throws {Error} where the text to be replaced is not there any more */
function replaced(file: string, wanted: string, instead: string): Plant {
  return (path, text) => {
    if (path !== file) return text;
    if (!text.includes(wanted)) throw new Error(`${file} does not hold «${wanted}» any more`);
    return text.replace(wanted, instead);
  };
}

export interface ProvenBySystemCalls {
  readonly cases: number;
  readonly failures: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notRun?: readonly string[];
}

/** One after another, eight side by side, over HTTP, and the two planted stores. */
export async function provenBySystemCalls(
  main: string,
  folder: string,
  { pages = 8, http = true }: { pages?: number; http?: boolean } = {},
): Promise<ProvenBySystemCalls> {
  const why = whyNoStrace();
  if (why !== undefined) return { cases: 0, failures: [], rows: [], notRun: [`durability by system calls: ${why}`] };
  const watched: [string, Watched][] = [
    ['pages one by one', await watchAppends(main, { pages, sideBySide: 1 })],
    ['pages in groups', await watchAppends(main, { pages, sideBySide: 8 })],
    ...(http ? ([['answers over HTTP', await watchAnswers(main)]] as [string, Watched][]) : []),
  ];
  const rows = watched.map(([name, { acknowledged, blobs, wrong }]) => [
    `strace: ${name}`,
    String(acknowledged),
    wrong.length === 0 ? `each synced before its acknowledgement, ${blobs} blobs before their page` : 'WRONG',
  ]);
  const failures = watched.flatMap(([name, { acknowledged, wrong }]) => [
    ...(acknowledged === 0 ? [`strace: ${name}: nothing was acknowledged`] : []),
    ...wrong.map((text) => `strace: ${name}: ${text}`),
  ]);
  for (const { name, plant, guilty } of plants) {
    const planted = await buildService(join(folder, String(rows.length)), plant);
    const { wrong } = await watchAppends(planted, { pages: 4, sideBySide: 1 });
    const found = wrong.some((text) => guilty.test(text));
    rows.push([`strace: ${name}`, '1', found ? 'found guilty' : 'NOT FOUND']);
    if (!found) failures.push(`strace: ${name} was not found guilty`);
  }
  return { cases: rows.length, failures, rows };
}
