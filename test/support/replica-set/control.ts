import type { Fault, FaultKind } from './faults.ts';
import type { ReplicaSet, Which } from './replica-set.ts';

const whichOf = (text = 'primary'): Which => (text === 'primary' ? text : Number(text));

/**
 * One control command in words, as the script and other processes give it. @returns what to tell them
 *
 * `status`, `elected`, `caught-up`, `step-down`, `kill [primary|n]`, `restart n`, `partition [primary|n]`,
 * `freeze [primary|n]`, `heal`, `delay ms`, `hold [entries]`, `release`, `reset [primary|n]`, `land`, `clear`,
 * `fault <kind> [command] [collection] [times=n] [skip=n] [after=n] [silent]` (`-` for any command or collection)
 */
export async function control(set: ReplicaSet, line: string): Promise<object> {
  const [verb = '', ...words] = line.trim().split(/\s+/);
  switch (verb) {
    case 'status':
      return status(set);
    case 'elected':
      return { primary: await set.elected() };
    case 'caught-up':
      await set.caughtUp();
      return {};
    case 'step-down':
      set.stepDown();
      return {};
    case 'kill':
      return { member: await set.kill(whichOf(words[0])) };
    case 'restart':
      await set.restart(Number(words[0]));
      return {};
    case 'partition':
      return { member: set.partition(whichOf(words[0])) };
    case 'freeze':
      return { member: set.freeze(whichOf(words[0])) };
    case 'heal':
      set.heal();
      return {};
    case 'delay':
      set.delayReplication(Number(words[0]));
      return {};
    case 'hold':
      set.holdReplication(Number(words[0] ?? 0));
      return {};
    case 'release':
      set.releaseReplication();
      return {};
    case 'reset':
      set.resetConnections(words[0] === undefined ? undefined : whichOf(words[0]));
      return {};
    case 'fault':
      set.plan(faultFrom(words));
      return {};
    case 'land':
      return { landed: set.faults.landAll() };
    case 'clear':
      set.faults.clear();
      return {};
    default:
      throw new Error(`no such command: ${verb}`);
  }
}

function status(set: ReplicaSet): object {
  const members = set.members.map(({ role, alive, isolated, frozen, term, log, commit, rolledBack }) => ({
    ...{ role, alive, isolated, frozen, term, entries: log.length, commit, rolledBack: rolledBack.length },
  }));
  return { primary: set.primary() ?? null, members };
}

function faultFrom([kind = '', ...words]: readonly string[]): Fault {
  const named = words.filter((word) => !word.includes('=') && word !== 'silent');
  const [command, collection] = named.map((word) => (word === '-' ? undefined : word));
  const numbers = Object.fromEntries(
    words.filter((word) => word.includes('=')).map((word) => word.split('=') as [string, string]),
  );
  return {
    kind: kind as FaultKind,
    ...(command === undefined ? {} : { command }),
    ...(collection === undefined ? {} : { collection }),
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)])),
    ...(words.includes('silent') ? { silent: true } : {}),
  };
}
