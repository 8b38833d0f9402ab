import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proof, Proven, TimeBox } from '../proof.ts';
import { buildService } from './built-service.ts';
import { moves, nightOfMoves } from './clock-moves.ts';
import { type Kill, killedNight } from './killing.ts';
import { smallNight, wholeNight } from './nights.ts';
import { type Meeting, pairedNight } from './pairs.ts';
import { stalledRelease, stoppedAlone } from './stopping.ts';
import { provenBySystemCalls } from './system-calls.ts';

/** What one lane of the part found. */
export interface Found {
  readonly cases: number;
  readonly failures: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notRun?: readonly string[];
}

/** Least seeded points at which the one process of a night is killed. */
const killPoints = 20;
const pairPoints = 5;
/** Machine seconds that one night may take, whatever happens in it: what is left of the box. */
const secondsIn = (box: TimeBox): number => Math.max(30, box.left() / 1000);

/** Protocol 6.3: real processes, killed, stopped, and with clocks that are set; durability by system calls. */
export const proof: Proof = {
  async prove(box): Promise<Proven> {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-built-'));
    try {
      const main = await buildService(join(folder, 'service'));
      const watching = inTurn(box, [
        ['system calls', () => provenBySystemCalls(main, join(folder, 'planted'))],
        ['pairs', () => pairs(main, box)],
      ]);
      const stopping = inTurn(box, [
        ['a stalled release', () => stopped(stalledRelease(main, secondsIn(box)))],
        ['stops', () => stopped(stoppedAlone(main, { seed: box.seed, most: 2, seconds: secondsIn(box) }))],
        ['clock', () => stopped(nightOfMoves(main, moves, secondsIn(box)))],
      ]);
      const found = (await Promise.all([killLane(main, box), watching, stopping])).flat();
      return {
        cases: found.reduce((sum, { cases }) => sum + cases, 0),
        covered: `${killPoints} kills of one process, ${pairPoints} of a pair, stops of 4.5 s, 3 clock moves, strace of every acknowledgement`,
        failures: found.flatMap(({ failures }) => failures),
        notRun: found.flatMap(({ notRun = [] }) => notRun),
        detail: tableOf(found.flatMap(({ rows }) => rows)),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Nights on the embedded store until enough points were made: the first with every kind of step. */
async function killLane(main: string, box: TimeBox): Promise<Found[]> {
  const kills: Kill[] = [];
  const failures: string[] = [];
  for (let night = 0; kills.length < killPoints && box.left() > 0; night += 1) {
    const kind = night === 0 ? { night: wholeNight, pages: 4, most: 6 } : { night: smallNight, pages: 3, most: 5 };
    const most = Math.min(kind.most, killPoints - kills.length);
    const told = await killedNight({ main, ...kind, most, seed: box.seed + night, seconds: secondsIn(box) });
    kills.push(...told.kills);
    failures.push(...told.failures);
    box.say(`${kills.length} kills in ${night + 1} nights, ${failures.length} failures`);
    if (told.failures.length > 0) break;
  }
  if (kills.length < killPoints && failures.length === 0)
    failures.push(`time was over after ${kills.length} of ${killPoints} kills`);
  return [{ cases: kills.length, failures, rows: killRows(kills) }];
}

async function inTurn(box: TimeBox, lanes: readonly (readonly [string, () => Promise<Found>])[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const [name, prove] of lanes) {
    if (box.left() === 0) found.push({ cases: 0, rows: [], failures: [`time was over before: ${name}`] });
    else
      found.push(
        await prove().catch((error: unknown) => ({ cases: 0, rows: [], failures: [`${name}: ${said(error)}`] })),
      );
    box.say(`${name}: ${found.at(-1)?.failures.length ?? 0} failures`);
  }
  return found;
}

const said = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

async function pairs(main: string, box: TimeBox): Promise<Found> {
  const meetings: Meeting[] = [];
  const failures: string[] = [];
  for (let night = 0; meetings.length < pairPoints && box.left() > 0 && failures.length === 0; night += 1) {
    const how = (index: number) => (index % 3 === 1 ? 'stopped' : 'killed');
    const most = pairPoints - meetings.length;
    const told = await pairedNight({ main, seed: box.seed + night, most, how, seconds: secondsIn(box) });
    meetings.push(...told.meetings);
    failures.push(...told.failures);
  }
  if (meetings.length < pairPoints && failures.length === 0)
    failures.push(`time was over after ${meetings.length} of ${pairPoints} meetings of a pair`);
  const rows = counted(meetings.map(({ how, who, met }) => `a pair: ${how}, ${who}, at ${met}`));
  return { cases: meetings.length, failures, rows };
}

async function stopped(
  told: Promise<{ rows: readonly { what: string; outcome: string }[]; failures: readonly string[] }>,
): Promise<Found> {
  const { rows, failures } = await told;
  return { cases: rows.length, failures, rows: rows.map(({ what, outcome }) => [what, '1', outcome]) };
}

const killRows = (kills: readonly Kill[]): string[][] =>
  counted(kills.map(({ met }) => `one process: killed at ${met}`));

function counted(points: readonly string[]): string[][] {
  return [...new Set(points)]
    .sort()
    .map((point) => [
      point,
      String(points.filter((each) => each === point).length),
      'each job once, book and views whole',
    ]);
}

/** Points, how often each, and what came of it. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const table = [['point', 'times', 'outcome'], ...rows];
  const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map(
      ([point = '', times = '', outcome = '']) =>
        `${point.padEnd(widths[0]!)}  ${times.padStart(widths[1]!)}  ${outcome}`,
    )
    .join('\n');
}
