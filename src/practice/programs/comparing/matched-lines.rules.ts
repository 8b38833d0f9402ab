/**
 * Which lines of two texts belong together: common ends, then lines that stand once in each, and small rests in full.
 * The time grows with the number of lines, not with its square.
 *
 * @returns pairs of positions, both rising
 */
export function matchedLines(left: readonly string[], right: readonly string[]): [number, number][] {
  const pairs: [number, number][] = [];
  const blocks: Block[] = [{ left: 0, leftEnd: left.length, right: 0, rightEnd: right.length }];
  while (blocks.length > 0) {
    const block = blocks.pop();
    if (block === undefined) break;
    const { before, after, rest } = withoutEnds(left, right, block);
    pairs.push(...before, ...after);
    const anchors = anchorsIn(left, right, rest);
    if (anchors.length === 0) pairs.push(...smallRest(left, right, rest));
    else blocks.push(...between(rest, anchors));
    pairs.push(...anchors);
  }
  return pairs.sort(([a], [b]) => a - b);
}

interface Block {
  left: number;
  leftEnd: number;
  right: number;
  rightEnd: number;
}

const largestRest = 160_000;

function withoutEnds(left: readonly string[], right: readonly string[], block: Block) {
  const before: [number, number][] = [];
  const after: [number, number][] = [];
  const rest = { ...block };
  while (rest.left < rest.leftEnd && rest.right < rest.rightEnd && left[rest.left] === right[rest.right]) {
    before.push([rest.left, rest.right]);
    rest.left += 1;
    rest.right += 1;
  }
  while (
    rest.left < rest.leftEnd &&
    rest.right < rest.rightEnd &&
    left[rest.leftEnd - 1] === right[rest.rightEnd - 1]
  ) {
    rest.leftEnd -= 1;
    rest.rightEnd -= 1;
    after.push([rest.leftEnd, rest.rightEnd]);
  }
  return { before, after, rest };
}

/** Lines that stand once on each side, as far as they stand in the same order on both. */
function anchorsIn(left: readonly string[], right: readonly string[], block: Block): [number, number][] {
  const counts = new Map<string, { left: number; right: number; at: number; to: number }>();
  const count = (line: string) => {
    const known = counts.get(line) ?? { left: 0, right: 0, at: 0, to: 0 };
    counts.set(line, known);
    return known;
  };
  for (let at = block.left; at < block.leftEnd; at += 1) {
    const known = count(left[at] ?? '');
    known.left += 1;
    known.at = at;
  }
  for (let at = block.right; at < block.rightEnd; at += 1) {
    const known = count(right[at] ?? '');
    known.right += 1;
    known.to = at;
  }
  const unique = [...counts.values()].filter((one) => one.left === 1 && one.right === 1);
  return rising(unique.map(({ at, to }): [number, number] => [at, to]));
}

/** The longest part of the pairs, given in order of the first, whose second numbers rise too. */
function rising(pairs: readonly [number, number][]): [number, number][] {
  const ordered = [...pairs].sort(([a], [b]) => a - b);
  const tails: number[] = [];
  const previous: number[] = [];
  ordered.forEach(([, to], index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ordered[tails[middle] ?? 0]?.[1] ?? 0) < to) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = index;
  });
  const chosen: [number, number][] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = ordered[index];
    if (pair !== undefined) chosen.push(pair);
  }
  return chosen.reverse();
}

function between(block: Block, anchors: readonly [number, number][]): Block[] {
  const blocks: Block[] = [];
  let { left, right } = block;
  for (const [at, to] of anchors) {
    blocks.push({ left, leftEnd: at, right, rightEnd: to });
    left = at + 1;
    right = to + 1;
  }
  return [...blocks, { left, leftEnd: block.leftEnd, right, rightEnd: block.rightEnd }];
}

/** Longest common part by a table, where the table is small. */
function smallRest(left: readonly string[], right: readonly string[], block: Block): [number, number][] {
  const rows = block.leftEnd - block.left;
  const columns = block.rightEnd - block.right;
  if (rows * columns === 0 || rows * columns > largestRest) return [];
  const width = columns + 1;
  const table = new Uint32Array((rows + 1) * width);
  const cell = (row: number, column: number) => table[row * width + column] ?? 0;
  const equal = (row: number, column: number) => left[block.left + row] === right[block.right + column];
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      table[row * width + column] = equal(row, column)
        ? cell(row + 1, column + 1) + 1
        : Math.max(cell(row + 1, column), cell(row, column + 1));
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (equal(row, column)) {
      pairs.push([block.left + row, block.right + column]);
      row += 1;
      column += 1;
    } else if (cell(row + 1, column) >= cell(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}
