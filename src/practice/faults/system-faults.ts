import { matchesMask, nameMask } from '../catalog/name-mask.rules.ts';
import { strikesOf } from './strikes.ts';
import type { Strikes } from './strikes.ts';
import type { SystemFault } from './system-fault.schema.ts';

type Kind = SystemFault['kind'];
type Of<K extends Kind> = Extract<SystemFault, { kind: K }>;

/** What a fault's masks are held against: a job step, or a data set. */
interface Place {
  readonly jobname?: string;
  readonly step?: string;
  readonly program?: string;
  readonly dsname?: string;
}

/** Faults of the system behind the wire: its rooms ask whether one strikes at the moment that it is about. */
export interface SystemFaults {
  add(fault: SystemFault): number;
  list(): readonly (SystemFault & { id: number; left?: number })[];
  clear(): void;
  /** The first fault of the kind that strikes here and now. */
  strike<K extends Kind>(kind: K, place: Place): Of<K> | undefined;
}

interface Entry {
  readonly id: number;
  readonly fault: SystemFault;
  readonly strikes: Strikes;
  readonly fits: (place: Place) => boolean;
}

export function systemFaults(): SystemFaults {
  let entries: Entry[] = [];
  let lastId = 0;
  return {
    add(fault) {
      lastId += 1;
      entries.push({ id: lastId, fault, strikes: strikesOf(fault), fits: fitting(fault) });
      return lastId;
    },
    list: () =>
      entries.map(({ id, fault, strikes }) => {
        const left = strikes.left();
        return { ...fault, id, ...(left === undefined ? {} : { left }) };
      }),
    clear() {
      entries = [];
    },
    strike<K extends Kind>(kind: K, place: Place) {
      const found = entries.find(({ fault, fits, strikes }) => fault.kind === kind && fits(place) && strikes.now());
      entries = entries.filter(({ strikes }) => strikes.left() !== 0);
      return found?.fault as Of<K> | undefined;
    },
  };
}

const maskNames = ['jobname', 'step', 'program', 'dsname'] as const;

function fitting(fault: SystemFault): (place: Place) => boolean {
  const masks: Partial<Record<(typeof maskNames)[number], string>> = fault;
  const tests = maskNames.flatMap((name) => {
    const mask = masks[name];
    if (mask === undefined) return [];
    const matches = name === 'dsname' ? matchesMask(mask) : nameMask(mask, '%');
    return [(place: Place) => matches(place[name] ?? '')];
  });
  return (place) => tests.every((test) => test(place));
}
