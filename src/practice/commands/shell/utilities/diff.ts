import { optionsOf, UsageError } from '../command.ts';
import type { ShellCommand } from '../command.ts';
import { linesOf, textOf } from './reading.ts';

interface Change {
  /** First line on each side, from 0, and how many. */
  left: number;
  leftCount: number;
  right: number;
  rightCount: number;
}

const mostEdits = 2000;

/**
 * The changes that turn one list of lines into the other: the shortest edit script, as Myers finds it. Undefined when more
 * than 2000 lines differ.
 */
export function changesBetween(a: readonly string[], b: readonly string[]): Change[] | undefined {
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= mostEdits; edits += 1) {
    trace.push(new Map(reach));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const [below = -1, above = -1] = [reach.get(diagonal + 1), reach.get(diagonal - 1)];
      let x = diagonal === -edits || (diagonal !== edits && above < below) ? below : above + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return grouped(backwards(trace, a.length, b.length));
    }
    reach = new Map(reach);
  }
  return undefined;
}

/** Single insertions and deletions, first to last. */
function backwards(trace: readonly Map<number, number>[], lengthA: number, lengthB: number) {
  const steps: { left: number; right: number; kind: 'delete' | 'insert' }[] = [];
  let [x, y] = [lengthA, lengthB];
  for (let edits = trace.length - 1; edits > 0; edits -= 1) {
    const reach = trace[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const [below = -1, above = -1] = [reach.get(diagonal + 1), reach.get(diagonal - 1)];
    const isInsert = diagonal === -edits || (diagonal !== edits && above < below);
    const previous = isInsert ? diagonal + 1 : diagonal - 1;
    x = reach.get(previous) ?? 0;
    y = x - previous;
    steps.unshift({ left: x, right: y, kind: isInsert ? 'insert' : 'delete' });
  }
  return steps;
}

function grouped(steps: ReturnType<typeof backwards>): Change[] {
  const changes: Change[] = [];
  for (const { left, right, kind } of steps) {
    const last = changes.at(-1);
    const joins = last !== undefined && last.left + last.leftCount === left && last.right + last.rightCount === right;
    const change = joins ? last : { left, leftCount: 0, right, rightCount: 0 };
    if (kind === 'delete') change.leftCount += 1;
    else change.rightCount += 1;
    if (!joins) changes.push(change);
  }
  return changes;
}

const range = (from: number, count: number) =>
  count === 0 ? String(from) : count === 1 ? String(from + 1) : `${String(from + 1)},${String(from + count)}`;

export const diff: ShellCommand = {
  name: 'diff',
  usage: 'diff [-bciw] file1 file2',
  usageStatus: 2,
  run(call) {
    const options = optionsOf(call.args, 'biw');
    const [left, right] = options.operands;
    if (left === undefined || right === undefined) throw new UsageError('');
    const [a, b] = [linesOf(textOf(call, left)), linesOf(textOf(call, right))];
    const plain = (line: string) => {
      const spaced = options.has('w')
        ? line.replaceAll(/\s+/g, '')
        : options.has('b')
          ? line.replaceAll(/\s+/g, ' ').trimEnd()
          : line;
      return options.has('i') ? spaced.toLowerCase() : spaced;
    };
    const changes = changesBetween(a.map(plain), b.map(plain));
    if (changes === undefined) {
      call.error(`more than ${String(mostEdits)} lines differ`);
      return 2;
    }
    for (const change of changes) {
      const letter = change.leftCount === 0 ? 'a' : change.rightCount === 0 ? 'd' : 'c';
      call.out(`${range(change.left, change.leftCount)}${letter}${range(change.right, change.rightCount)}\n`);
      for (const line of a.slice(change.left, change.left + change.leftCount)) call.out(`< ${line}\n`);
      if (letter === 'c') call.out('---\n');
      for (const line of b.slice(change.right, change.right + change.rightCount)) call.out(`> ${line}\n`);
    }
    return changes.length === 0 ? 0 : 1;
  },
};
