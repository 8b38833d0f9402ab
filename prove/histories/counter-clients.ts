import { createHash } from 'node:crypto';
import type { Actor, NewEntry } from '../../src/ledger/entry.schema.ts';
import type { Command, Ledger } from '../../src/ledger/ledger.schema.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import type { Seeded } from '../processes/seeded.ts';
import { counterStream, countersView, raised, removed } from './small-book.ts';

const names = ['a', 'b', 'c', 'd', 'e'] as const;
const tags = ['red', 'green', 'blue'] as const;

/** A client of a book of counters: what it has sent under keys and ids, to be sent again. */
export interface CounterClient {
  readonly person: string;
  readonly random: Seeded;
  readonly keyed: Command[];
  readonly named: Command[];
  count: number;
}

export const counterClient = (person: string, random: Seeded): CounterClient => ({
  ...{ person, random, keyed: [], named: [], count: 0 },
});

type Made = Command | undefined | Promise<Command | undefined>;

const refuse = (): never => {
  throw new LockstepError('release.wrong-state', 'not now', { state: 'held' });
};

/** A key whose digest is that of a request with this text. */
export const keyFor = (key: string, request: string): NonNullable<Command['key']> => ({
  key,
  digest: createHash('sha256').update(request).digest('hex'),
});

const actorOf = ({ person }: CounterClient): Actor => ({ kind: 'person', id: person });
const next = (client: CounterClient): number => (client.count += 1);
const nameFor = ({ random }: CounterClient): string => random.oneOf(names);
const deciding = (client: CounterClient, decide: Command['decide']): Command => ({ actor: actorOf(client), decide });

function entriesFor(client: CounterClient): readonly NewEntry[] {
  const { random } = client;
  const name = nameFor(client);
  if (random.below(12) === 0) return [removed(name)];
  return [raised(name, 1 + random.below(5), random.below(3) === 0 ? [random.oneOf(tags)] : [])];
}

function keyed(client: CounterClient, decide: Command['decide']): Command {
  const number = next(client);
  const command = { ...deciding(client, decide), key: keyFor(`key-${number}`, `${client.person} ${number}`) };
  client.keyed.push(command);
  return command;
}

function oneSent(client: CounterClient, sent: readonly Command[]): Command | undefined {
  return sent[client.random.below(sent.length)];
}

/** Decides on what it reads there: two counters move together, or nothing is to be recorded. */
const moving = (client: CounterClient): Command => {
  const [from, to] = [nameFor(client), nameFor(client)];
  return deciding(client, async (reading) => {
    const { rows } = await reading.query(countersView, { index: 'n', order: 'desc', limit: 2 });
    const doc = await reading.get(countersView, from);
    if (doc === undefined || rows.length === 0) return [];
    return [raised(from, -1), raised(to, 1), raised(from, 0, ['moved'])];
  });
};

async function expecting(client: CounterClient, ledger: Ledger, off: number): Promise<Command> {
  const stream = counterStream(nameFor(client));
  const version = Math.max(0, (await ledger.version(stream)) + off);
  const command = deciding(client, () => [raised(stream.slice('counter:'.length))]);
  return { ...command, expects: { stream, version } };
}

/** Every kind of command that a ledger tells apart. Undefined: it cannot be sent yet. */
export const commandKinds: Readonly<Record<string, (client: CounterClient, ledger: Ledger) => Made>> = {
  plain: (client) => {
    const entries = entriesFor(client);
    return deciding(client, () => entries);
  },
  'read and write': (client) => moving(client),
  'nothing to record': (client) => deciding(client, () => []),
  'key, first time': (client) => {
    const entries = entriesFor(client);
    return keyed(client, () => entries);
  },
  'key, again': (client) => oneSent(client, client.keyed),
  'key, other body': (client) => {
    const before = oneSent(client, client.keyed);
    if (before?.key === undefined) return undefined;
    return { ...before, key: keyFor(before.key.key, 'another request') };
  },
  'version as read': (client, ledger) => expecting(client, ledger, 0),
  'version long stale': (client, ledger) => expecting(client, ledger, -3),
  'version stale, key': async (client, ledger) => {
    const { expects } = await expecting(client, ledger, 1);
    const command = keyed(client, () => [raised('e')]);
    return expects === undefined ? command : { ...command, expects };
  },
  refused: (client) => deciding(client, refuse),
  'refused, key': (client) => keyed(client, refuse),
  'own id': (client) => {
    const entries = entriesFor(client);
    const command = { ...deciding(client, () => entries), id: `${client.person}-${next(client)}` };
    client.named.push(command);
    return command;
  },
  'own id, again': (client) => oneSent(client, client.named),
};
