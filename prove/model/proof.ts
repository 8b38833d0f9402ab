import type { Proof, Proven, TimeBox } from '../proof.ts';
import { type Bounds, type Explored, explore } from './checker.ts';
import { properties } from './protocol.ts';
import { type BrokenCase, brokenCases, leftOver, type SoundCase, soundCases } from './settings.ts';
import { noFaults } from './state.ts';
import { type Setting, submitModel } from './submit-model.ts';

/** Most states of one search, and most heap: a search that comes to one of them has shown nothing. */
const most = { states: 400_000, bytes: 2 ** 31 };

export const proof: Proof = {
  prove: (box) => Promise.resolve(proveModel(box, soundCases, brokenCases)),
};

/** The cases that are small enough for every run of the tests: every broken variant is among them, for its first guilt. */
export const shortProof: Proof = {
  prove: (box) =>
    Promise.resolve(
      proveModel(
        box,
        soundCases.filter(({ short }) => short),
        brokenCases.map((each) => ({ ...each, guiltyOf: each.guiltyOf.slice(0, 1) })),
      ),
    ),
};

interface Judged {
  readonly failure?: string;
  readonly line: string;
  readonly states: number;
}

function proveModel(box: TimeBox, held: readonly SoundCase[], broken: readonly BrokenCase[]): Proven {
  const guilty = [...broken, ...leftOver].map((each) => judgeBroken(each, box));
  const innocent = held.map((each) => judgeSound(each, box));
  const judged = [...innocent, ...guilty];
  const states = innocent.reduce((sum, each) => sum + each.states, 0);
  return {
    cases: judged.length,
    covered: `${states} states of the sound protocol under ${held.length} sets of faults, all seen; ${broken.length} broken ones found guilty`,
    failures: judged.flatMap(({ failure }) => failure ?? []),
    detail: judged.map(({ line }) => line).join('\n'),
  };
}

const boundsOf = (box: TimeBox): Bounds => ({ ...most, ms: box.left() });

function judgeSound(each: SoundCase, box: TimeBox): Judged {
  const explored = explore(submitModel(each, true), boundsOf(box));
  const line = `holds   ${each.name}: ${measured(explored)}; at most ${faultsOf(each)}`;
  box.say(line);
  if (explored.ended === 'all') return { line, states: explored.states };
  return { line: `FAILED  ${each.name}: ${told(explored)}`, failure: `${each.name}: ${told(explored)}`, states: 0 };
}

function judgeBroken(each: BrokenCase, box: TimeBox): Judged {
  const found = each.guiltyOf.map((property) => explore(submitModel(each), boundsOf(box), properties[property]));
  const missed = found.filter(({ ended }) => ended !== 'found');
  const name = `${each.rule} ${each.name}`;
  const line = `guilty  ${name}; at most ${faultsOf(each)}\n${found.map(told).join('\n')}`;
  if (missed.length === 0) return { line, states: 0 };
  const failure = `${name} was not found guilty: ${missed.map((explored) => measured(explored)).join('; ')}`;
  return { line: `MISSED  ${failure}`, failure, states: 0 };
}

const measured = ({ states, moves, depth, ms, limit }: Explored): string =>
  `${states} states, ${moves} moves, depth ${depth}, ${Math.round(ms)} ms${limit === undefined ? '' : `, STOPPED: ${limit}`}`;

function told(explored: Explored): string {
  const { broken } = explored;
  if (broken === undefined) return measured(explored);
  const steps = broken.trace.map((label, at) => `        ${String(at + 1).padStart(2)} ${label}`);
  return [`      ${broken.property} (${measured(explored)})`, ...steps].join('\n');
}

/** The bounds of a search: two instances, two attempts, and so often each fault. */
function faultsOf({ left, slow }: Setting): string {
  const names = (Object.keys(noFaults) as (keyof typeof noFaults)[]).filter((name) => left[name] > 0);
  const faults = names.map((name) => `${left[name]} ${words[name]}`);
  return [...faults, ...(slow ? ['instances that act on old pages'] : [])].join(', ') || 'no fault';
}

const words: Readonly<Record<keyof typeof noFaults, string>> = {
  ...{ crashes: 'crash', failovers: 'failover', resentInserts: 'insert sent again', rivals: 'needless takeover' },
  ...{ resentPuts: 'PUT sent again in between', doubts: 'PUT sent again on doubt', unlisted: 'job not listed yet' },
  ...{
    foreignPurges: 'purge by somebody else',
    handReleases: 'release by hand',
    strayReleases: 'stray released by hand',
  },
  ...{ inputErrors: 'job with input errors', withdrawals: 'withdrawal', strangers: "stranger's job" },
};
