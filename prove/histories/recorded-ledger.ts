import { createHash } from 'node:crypto';
import type { Command, Committed, Ledger } from '../../src/ledger/ledger.schema.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { problems } from '../../src/shared/problems.ts';
import type { AnswerFacts, History } from './history.ts';
import { digestOfEntries } from './page-rules.ts';

/** Codes of refusals under a key that leave no entry: the entry is another request's, or cannot be written at all. */
const unrecorded = new Set(['request.key-reused', 'ledger.entry-unfit']);

/**
 * A ledger whose commands go into a history: each has a command id, so that its page is found.
 *
 * @param session who commits; one name for each ledger object, or for each client
 */
export function recordedLedger<L extends Pick<Ledger, 'commit'>>(ledger: L, history: History, session = 'ledger'): L {
  const commit = async (command: Command): Promise<Committed> => {
    const { actor, key } = command;
    const id = command.id ?? history.commandId();
    const call = history.call({
      ...{ session, what: 'commit', command: id, actor: actor.id },
      ...(key === undefined ? {} : { key: key.key, digest: key.digest }),
    });
    try {
      const committed = await ledger.commit({ ...command, id });
      history.answer(call, acknowledged(committed));
      return committed;
    } catch (error) {
      history.answer(call, notAcknowledged(error, key !== undefined));
      throw error;
    }
  };
  return new Proxy(ledger, {
    get(target, name) {
      if (name === 'commit') return commit;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function acknowledged({ page, entries, replayed }: Committed): AnswerFacts {
  const digest = digestOfEntries(entries);
  if (entries.length === 0 && !replayed) return { is: 'ack', page, nothing: true };
  const answer = createHash('sha256')
    .update(`${page} ${digest ?? ''}`)
    .digest('hex');
  return { is: 'ack', page, answer, replayed, ...(digest === undefined ? {} : { entries: digest }) };
}

function notAcknowledged(error: unknown, keyed: boolean): AnswerFacts {
  if (!(error instanceof LockstepError)) return { is: 'unknown', because: String(error) };
  if (error.code === 'ledger.unknown-outcome') return { is: 'unknown', because: error.message };
  const recorded = keyed && problems[error.code].status < 500 && !unrecorded.has(error.code);
  return { is: 'refused', code: error.code, ...(recorded ? { recorded } : {}) };
}
