import type { Goal, Model } from './checker.ts';
import { instanceMoves } from './instance-moves.ts';
import { properties, type Protocol } from './protocol.ts';
import { beginning, type Budget, type State, textOf } from './state.ts';
import { current, isClosed, recordOf } from './step-record.ts';
import { settledState } from './settled-state.ts';
import { worldMoves } from './world-moves.ts';

/** Most attempts of the step. */
const attempts = 2;

export interface Setting {
  readonly protocol: Protocol;
  readonly left: Budget;
  /** Instances read on and hear of their appends late; else at once, and only what is under way is late. */
  readonly slow: boolean;
}

export function submitModel({ protocol, left, slow }: Setting, withGoals = false): Model<State> {
  return {
    initial: beginning(left, attempts),
    moves: (state) =>
      [...instanceMoves(state, protocol), ...worldMoves(state, protocol)].map((move) => {
        const to = settledState(move.to, slow, protocol);
        return to === move.to ? move : { ...move, to };
      }),
    textOf,
    ...(withGoals ? { goals } : {}),
  };
}

/** No job of the step is left held: what an attempt does not release is swept. */
const nothingHeld = ({ jobs, puts }: State): boolean =>
  puts.every((count) => count === 0) && jobs.every(({ state, attempt }) => attempt === 0 || state !== 'held');

function isOver(state: State): boolean {
  const attempt = current(recordOf(state.book));
  return attempt?.number === attempts && isClosed(attempt) && nothingHeld(state);
}

/** Held for a person, by name: a lost job, a job that may run beside a withdrawal, an end after which nobody retried. */
function waitsForPerson({ book }: State): boolean {
  const attempt = current(recordOf(book));
  if (attempt === undefined) return false;
  return attempt.state === 'lost' || attempt.alarm || (isClosed(attempt) && !attempt.retried);
}

const goals: readonly Goal<State>[] = [
  { name: properties.stuck, by: ['protocol', 'person'], holds: isOver },
  { name: properties.waits, by: ['protocol'], holds: (state) => isOver(state) || waitsForPerson(state) },
];
