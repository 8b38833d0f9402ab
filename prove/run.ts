import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { parts, type Part } from './parts.ts';
import { type Proven, timeBox } from './proof.ts';
import { proofTable, type Row } from './table.ts';

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number.');
  return number;
};

const names = parts.map(({ name }) => name).join(', ');
const program = new Command('prove')
  .description('Proves the protocol part by part, each within its time, and prints one table. Exit code 1: not proven.')
  .option('--only <names...>', `these parts alone: ${names}`)
  .option('--seed <n>', 'what everything random follows from', whole, 20260912)
  .option('--factor <n>', 'percent of the time that each part gets', whole, 100)
  .option('--part <name>', 'one part in this process, its result to the parent')
  .parse();
const { only, seed, factor, part: own } = program.opts<Options>();

interface Options {
  readonly only?: string[];
  readonly seed: number;
  readonly factor: number;
  readonly part?: string;
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function proveHere(part: Part): Promise<Proven> {
  const { proof } = await part.load();
  const box = timeBox((part.seconds * factor) / 100, seed, (line) => say(pc.dim(`  ${part.name}: ${line}`)));
  return proof.prove(box);
}

/** Grace beyond its time box after which a part is stopped, as a part that did not end. */
const graceMs = 60_000;

function proveApart(part: Part): Promise<Row> {
  const began = performance.now();
  const args = ['--part', part.name, '--seed', String(seed), '--factor', String(factor)];
  const child = fork(fileURLToPath(import.meta.url), args, { execArgv: ['--import', 'tsx'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), (part.seconds * factor * 1000) / 100 + graceMs);
  return new Promise((resolve) => {
    let proven: Proven | undefined;
    child.on('message', (message) => (proven = message as Proven));
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      const ended = signal ?? `exit ${code ?? '?'}`;
      const died: Proven = { cases: 0, covered: '', failures: [`the part left no result: ${ended}`] };
      const row = { part, proven: proven ?? died, seconds: (performance.now() - began) / 1000 };
      say(`${row.proven.failures.length === 0 ? pc.green('✓') : pc.red('✗')} ${part.name}: ${row.proven.cases} cases`);
      resolve(row);
    });
  });
}

/** Two parts at a time, the longest first; those that measure time run alone, at the end. */
async function proveAll(chosen: readonly Part[]): Promise<Row[]> {
  const waiting = chosen.filter(({ alone }) => alone !== true).sort((a, b) => b.seconds - a.seconds);
  const rows: Row[] = [];
  const worker = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) rows.push(await proveApart(part));
  };
  await Promise.all([worker(), worker()]);
  for (const part of chosen) if (part.alone === true) rows.push(await proveApart(part));
  return rows.sort((a, b) => parts.indexOf(a.part) - parts.indexOf(b.part));
}

if (own !== undefined) {
  const part = parts.find(({ name }) => name === own);
  if (part === undefined) throw new Error(`--part takes one of ${names}`);
  const failed = (error: unknown): Proven => {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { cases: 0, covered: '', failures: [told] };
  };
  const proven = await proveHere(part).catch(failed);
  process.send?.(proven, () => process.exit(0));
} else {
  const unknown = only?.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) program.error(`--only takes some of ${names}`, { exitCode: 2 });
  const rows = await proveAll(parts.filter(({ name }) => only?.includes(name) ?? true));
  process.stdout.write(`${proofTable(rows, seed)}\n`);
  process.exitCode = rows.some(({ proven }) => proven.failures.length > 0 || proven.cases === 0) ? 1 : 0;
}
