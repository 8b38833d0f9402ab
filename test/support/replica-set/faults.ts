import type { BSON } from 'mongodb';

/**
 * What may happen to a command. `drop-request`: it never arrives. `drop-answer`: it is done, and its answer is lost.
 * `late`: it is held back, and done after further ones of its kind. `step-down` and `kill`: its primary stops after some
 * of its statements. `hold`: the first of its statements reach the other members, and nothing after them.
 */
export type FaultKind = 'drop-request' | 'drop-answer' | 'late' | 'step-down' | 'kill' | 'hold';

export interface Fault {
  readonly kind: FaultKind;
  /** Name of the command; any where absent. */
  readonly command?: string;
  /** Name of the collection; any where absent. */
  readonly collection?: string;
  /** How many commands meet it. @default 1 */
  readonly times?: number;
  /** How many pass before the first one that meets it. @default 0 */
  readonly skip?: number;
  /** For `late`: how many further commands of its kind come first; for the kinds that stop a batch: statements. @default 1 */
  readonly after?: number;
  /** True: the connection stays open and says nothing; else it is closed. */
  readonly silent?: boolean;
}

interface Planned {
  readonly fault: Fault;
  skip: number;
  left: number;
}

interface Held {
  readonly fault: Fault;
  left: number;
  readonly land: () => void;
}

const isMet = ({ command, collection }: Fault, request: BSON.Document): boolean => {
  const [name = ''] = Object.keys(request);
  return (
    !unplanned.has(name) &&
    (command === undefined || command === name) &&
    (collection === undefined || collection === request[name])
  );
};

/** What keeps a connection going is never faulty by plan: cut the line for that. */
const unplanned = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'endSessions']);

/** Faults to come, and the commands that are held back. */
export class Faults {
  #planned: Planned[] = [];
  #held: Held[] = [];

  plan(fault: Fault): void {
    this.#planned.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#planned = [];
  }

  /** The fault that a command meets, if any; commands that were held back long enough land before it. */
  next(request: BSON.Document): Fault | undefined {
    for (const held of this.#held.filter(({ fault }) => isMet(fault, request))) held.left -= 1;
    this.#land(({ left }) => left < 0);
    const due = this.#planned.find(({ fault, left }) => left > 0 && isMet(fault, request));
    if (due === undefined) return undefined;
    if (due.skip > 0) {
      due.skip -= 1;
      return undefined;
    }
    due.left -= 1;
    return due.fault;
  }

  hold(fault: Fault, land: () => void): void {
    this.#held.push({ fault, left: fault.after ?? 1, land });
  }

  /** Lets everything land that is held back. @returns how many */
  landAll(): number {
    return this.#land(() => true);
  }

  #land(isDue: (held: Held) => boolean): number {
    const due = this.#held.filter(isDue);
    this.#held = this.#held.filter((held) => !due.includes(held));
    for (const { land } of due) land();
    return due.length;
  }
}
