import { colours } from './colours.ts';
import { minutesLeft, progress, stepsInForce, type Night } from './night.ts';
import { stepRow, type StepRow } from './step-row.ts';

export interface Room {
  readonly columns: number;
  readonly rows: number;
}

const heading: StepRow = {
  ...{ job: 'JOB', jobid: 'JOBID', step: 'STEP', state: 'STATE', codes: 'RETURN CODES', what: 'WHAT' },
};
const fields = ['job', 'jobid', 'step', 'state', 'codes', 'what'] as const;

/** The night as lines that fit the terminal: where not all steps do, those around the first that is not done. */
export function nightTable(night: Night, room: Room): string[] {
  const rows = stepsInForce(night).map(stepRow);
  const { shown, before, after } = cutOut(rows, room.rows - 5);
  const widths = fields.map((field) => Math.max(...[heading, ...rows].map((row) => row[field].length)));
  const line = (row: StepRow): string => {
    const cells = fields.map((field, index) => row[field].padEnd(widths[index] ?? 0));
    return cells
      .join('  ')
      .trimEnd()
      .slice(0, Math.max(20, room.columns - 1));
  };
  return [
    colours.bold(headline(night).slice(0, Math.max(20, room.columns - 1))),
    colours.dim(line(heading)),
    ...(before > 0 ? [colours.dim(`… ${before} before`)] : []),
    ...shown.map((row) => coloured(row, line(row))),
    ...(after > 0 ? [colours.dim(`… ${after} after`)] : []),
  ];
}

/** `RUN-000001 of REL-000050 on SVK1: in progress, 12 of 31 steps, 143 min to the cut-off …` */
export function headline(night: Night): string {
  const { run, release } = night;
  const { done, of } = progress(night);
  return (
    `${run.id} of ${run.release} on ${run.system}: ${run.state.replaceAll('-', ' ')}, ${done} of ${of} steps, ` +
    `${cutOffText(night)} (${release.window.cutOff.at}, ${run.window.cutOffMeans})`
  );
}

export function cutOffText(night: Night): string {
  const minutes = minutesLeft(night);
  return minutes >= 0 ? `${minutes} min to the cut-off` : `${-minutes} min past the cut-off`;
}

function cutOut(rows: readonly StepRow[], room: number) {
  const most = Math.max(3, room);
  if (rows.length <= most) return { shown: rows, before: 0, after: 0 };
  const first = rows.findIndex(({ state }) => !isDone(state));
  const from = Math.max(0, Math.min((first === -1 ? rows.length : first) - 2, rows.length - most));
  return { shown: rows.slice(from, from + most), before: from, after: rows.length - from - most };
}

const isDone = (state: string): boolean => /^(?:succeeded|skipped|backed out)/.test(state);

function coloured({ state }: StepRow, line: string): string {
  if (isDone(state)) return colours.green(line);
  if (/^(?:failed|suspicious|unknown)/.test(state)) return colours.red(line);
  if (/^(?:waiting|held)/.test(state)) return colours.yellow(line);
  return /^pending/.test(state) ? colours.dim(line) : colours.cyan(line);
}
