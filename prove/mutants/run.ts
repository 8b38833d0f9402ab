import { Command } from 'commander';
import pc from 'picocolors';
import { allMutants, type Mutant } from './mutant.ts';
import { Scratch, type TestEnd } from './scratch.ts';

const program = new Command('prove:mutants')
  .description(
    'Breaks each rule of the protocol by a small patch and runs the test that must fail. Exit code 1: one lived.',
  )
  .option('--only <text>', 'mutants whose name or rule holds this text')
  .parse();
const { only = '' } = program.opts<{ only?: string }>();

interface Verdict {
  readonly mutant: Mutant;
  readonly killed: boolean;
  readonly told: string;
}

const mutants = allMutants().filter(({ name, rule }) => name.includes(only) || rule.includes(only));
const passes = new Map<string, Promise<TestEnd>>();

/** The test must pass without the patch: else its failure would say nothing. */
function withoutPatch({ test, named }: Mutant, scratch: Scratch): Promise<TestEnd> {
  const key = `${test} ${named ?? ''}`;
  const known = passes.get(key) ?? scratch.test(test, named);
  passes.set(key, known);
  return known;
}

async function judge(mutant: Mutant, scratch: Scratch): Promise<Verdict> {
  const sound = await withoutPatch(mutant, scratch);
  if (sound.end !== 'passed')
    return { mutant, killed: false, told: `the test does not pass without the patch: ${reason(sound)}` };
  const complaint = scratch.apply(mutant);
  if (complaint !== undefined) return { mutant, killed: false, told: `the patch does not fit: ${complaint}` };
  try {
    const broken = await scratch.test(mutant.test, mutant.named);
    if (broken.end === 'failed') return { mutant, killed: true, told: broken.by[0] ?? mutant.test };
    return { mutant, killed: false, told: broken.end === 'passed' ? 'LIVES: its test still passes' : reason(broken) };
  } finally {
    scratch.takeBack(mutant);
  }
}

function reason(end: TestEnd): string {
  if (end.end === 'failed') return end.by[0] ?? 'it failed';
  return end.end === 'passed' ? 'it passed' : `${end.end}: ${end.because}`;
}

function tell({ mutant: { rule, name, breaks }, killed, told }: Verdict): void {
  const mark = killed ? pc.green('killed') : pc.red('LIVES ');
  process.stdout.write(`${mark}  ${rule}\n        ${name}.patch: ${breaks}\n        ${killed ? 'by ' : ''}${told}\n`);
}

const waiting = [...mutants];
const verdicts: Verdict[] = [];
async function worker(): Promise<void> {
  const scratch = new Scratch();
  try {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const verdict = await judge(mutant, scratch);
      verdicts.push(verdict);
      tell(verdict);
    }
  } finally {
    scratch.remove();
  }
}
await Promise.all([worker(), worker()]);
const living = verdicts.filter(({ killed }) => !killed);
process.stdout.write(`\n${verdicts.length - living.length} of ${verdicts.length} mutants killed\n`);
for (const { mutant, told } of living) process.stdout.write(`${pc.red(mutant.name)}: ${told}\n`);
process.exitCode = living.length > 0 || verdicts.length === 0 ? 1 : 0;
