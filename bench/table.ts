/** One line of the table. Figures of one run alone are compared with each other. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  /** What it is held against: a peer or a bound of the same run. */
  readonly against: string;
  readonly ratio?: number;
  /** Most, or least, that the ratio may be; absent where a figure is only told. */
  readonly target?: { readonly most: number } | { readonly least: number };
}

const heads = ['what', 'figure', 'against, in the same run', 'ratio', 'target', ''] as const;

/** The table as aligned text. */
export function textTable(rows: readonly Row[]): string {
  const lines = [[...heads], ...rows.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const drawn = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [
    drawn[0],
    widths
      .map((width) => '-'.repeat(width))
      .join('  ')
      .trimEnd(),
    ...drawn.slice(1),
  ].join('\n');
}

/** The table in Markdown. */
export function markdownTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(cellsOf(row)))].join('\n');
}

/** Whether a row meets its target; undefined where it has none. */
export function meets({ ratio, target }: Row): boolean | undefined {
  if (ratio === undefined || target === undefined) return undefined;
  return 'most' in target ? ratio <= target.most : ratio >= target.least;
}

function cellsOf(row: Row): string[] {
  const { what, figure, against, ratio, target } = row;
  const wanted = target === undefined ? '' : 'most' in target ? `≤ ${target.most}` : `≥ ${target.least}`;
  const met = meets(row);
  return [
    what,
    figure,
    against,
    ratio?.toFixed(ratio < 2 ? 3 : 1) ?? '',
    wanted,
    met === undefined ? '' : met ? 'met' : 'NOT MET',
  ];
}
