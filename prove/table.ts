import pc from 'picocolors';
import type { Part } from './parts.ts';
import type { Proven } from './proof.ts';

export interface Row {
  readonly part: Part;
  readonly proven: Proven;
  readonly seconds: number;
}

const held = ({ failures, cases }: Proven): boolean => failures.length === 0 && cases > 0;

/** The tables of the parts, what failed and what was not run, and last the one table of all. */
export function proofTable(rows: readonly Row[], seed: number): string {
  const details = rows.flatMap(({ part, proven }) =>
    proven.detail === undefined ? [] : [pc.bold(part.name), proven.detail, ''],
  );
  const failures = rows.flatMap(({ part, proven }) => proven.failures.map((text) => pc.red(`${part.name}: ${text}`)));
  const cells = rows.map(({ part, proven, seconds }) => [
    part.name,
    held(proven) ? 'holds' : 'DOES NOT HOLD',
    String(proven.cases),
    `${Math.round(seconds)} s`,
    proven.covered,
  ]);
  const table = [['part', 'protocol', 'cases', 'took', 'covered'], ...cells];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const lines = table.map(([...row]) =>
    row
      .map((cell, at) =>
        (at === 2 || at === 3) && row[0] !== 'part' ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  '),
  );
  const notRun = rows.flatMap(({ part, proven }) =>
    (proven.notRun ?? []).map((what) => `NOT RUN  ${part.name}: ${what}`),
  );
  const total = rows.reduce((sum, { proven }) => sum + proven.cases, 0);
  const verdict =
    rows.length > 0 && rows.every(({ proven }) => held(proven)) ? 'everything that was run holds' : 'NOT PROVEN';
  return [...details, ...failures, ...lines, '', ...notRun, `${total} cases, seed ${seed}: ${verdict}`].join('\n');
}
