import { loadavg } from 'node:os';
import { Command } from 'commander';
import type { Bench } from './bench.ts';
import { evidence } from './evidence.ts';
import { eventLoop } from './event-loop.ts';
import { growing } from './growth.ts';
import { ledger } from './ledger.ts';
import { makespan } from './makespan.ts';
import { planning } from './planning.ts';
import { practiceDataSets } from './practice-data-sets.ts';
import { practiceJcl } from './practice-jcl.ts';
import { practiceJobs } from './practice-jobs.ts';
import { practiceLoad } from './practice-load.ts';
import { practiceMembers } from './practice-members.ts';
import { requests } from './requests.ts';
import { markdownTable, textTable, type Row } from './table.ts';

const benches: readonly Bench[] = [
  planning,
  ledger,
  evidence,
  requests,
  makespan,
  eventLoop,
  growing,
  practiceDataSets,
  practiceJcl,
  practiceJobs,
  practiceLoad,
  practiceMembers,
];
const names = benches.map(({ name }) => name).join(', ');

const program = new Command('bench')
  .description('Prints one table of ratios. Figures of one run are compared with each other, never with another run.')
  .option('--only <name>', `one part alone: ${names}`)
  .option('--quick', 'smaller figures, rougher ratios', false)
  .option('--markdown', 'the table in Markdown', false)
  .parse();
const { only, quick, markdown } = program.opts<{ only?: string; quick: boolean; markdown: boolean }>();
const chosen = benches.filter(({ name }) => only === undefined || name === only);
if (chosen.length === 0) program.error(`--only takes one of ${names}`, { exitCode: 2 });

const say = (line: string) => void process.stderr.write(`${line}\n`);
const load = () => (loadavg()[0] ?? 0).toFixed(1);
const rows: Row[] = [];
const loadBefore = load();
for (const { name, run } of chosen) {
  say(`${name} …`);
  rows.push(...(await run({ quick, say: (line) => say(`  ${line}`) })));
}
const table = markdown ? markdownTable(rows) : textTable(rows);
process.stdout.write(`${table}\n\nload average of the machine: ${loadBefore} before, ${load()} after\n`);
