/** Lines around a difference that are shown too. */
const around = 3;

type Row = { readonly sign: ' ' | '-' | '+'; readonly line: string; readonly old: number; readonly new: number };

/**
 * Difference of two texts in unified form, with three lines around each place; empty for equal texts.
 *
 * @param names what stands after `---` and `+++`
 */
export function unifiedDiff(
  before: string,
  after: string,
  names: { readonly old: string; readonly new: string },
): string {
  const rows = alignedRows(linesOf(before), linesOf(after));
  const hunks = hunksOf(rows);
  if (hunks.length === 0) return '';
  return [`--- ${names.old}`, `+++ ${names.new}`, ...hunks.flatMap(hunkLines), ''].join('\n');
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Both texts side by side; what they have in common at both ends is not searched. */
function alignedRows(before: readonly string[], after: readonly string[]): Row[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1;
  const signs: { sign: Row['sign']; line: string }[] = [
    ...before.slice(0, head).map((line) => ({ sign: ' ' as const, line })),
    ...changedSigns(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map((line) => ({ sign: ' ' as const, line })),
  ];
  let [old, now] = [0, 0];
  return signs.map(({ sign, line }) => {
    if (sign !== '+') old += 1;
    if (sign !== '-') now += 1;
    return { sign, line, old, new: now };
  });
}

/** By the longest common subsequence: the fewest lines are shown as changed. */
function changedSigns(before: readonly string[], after: readonly string[]): { sign: Row['sign']; line: string }[] {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        before[i] === after[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
  const signs: { sign: Row['sign']; line: string }[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      signs.push({ sign: ' ', line: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || longer(lengths, i, j, width))) {
      signs.push({ sign: '-', line: old });
      i += 1;
    } else if (now !== undefined) {
      signs.push({ sign: '+', line: now });
      j += 1;
    }
  }
  return signs;
}

function longer(lengths: Uint32Array, i: number, j: number, width: number): boolean {
  return (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0);
}

function hunksOf(rows: readonly Row[]): (readonly Row[])[] {
  const near = rows.map((_, at) =>
    rows.slice(Math.max(0, at - around), at + around + 1).some(({ sign }) => sign !== ' '),
  );
  const hunks: Row[][] = [];
  for (const [at, row] of rows.entries()) {
    if (near[at] !== true) continue;
    if (near[at - 1] !== true) hunks.push([]);
    hunks.at(-1)?.push(row);
  }
  return hunks;
}

function hunkLines(rows: readonly Row[]): string[] {
  const old = rows.filter(({ sign }) => sign !== '+');
  const now = rows.filter(({ sign }) => sign !== '-');
  const range = (first: number | undefined, count: number) => `${first ?? 0},${count}`;
  return [
    `@@ -${range(old[0]?.old, old.length)} +${range(now[0]?.new, now.length)} @@`,
    ...rows.map(({ sign, line }) => `${sign}${line}`),
  ];
}
