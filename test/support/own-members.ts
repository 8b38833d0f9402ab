import type { Members } from './members.ts';
import { ReplicaSet, type ReplicaSetOptions } from './replica-set/replica-set.ts';

/** Members of our own replica set, in this process; `set` has the faults that no real server shows on demand. */
export async function ownMembers(options: ReplicaSetOptions = {}): Promise<Members & { readonly set: ReplicaSet }> {
  const set = await ReplicaSet.start({ electionMs: 100, ...options });
  const killed = new Set<number>();
  return {
    set,
    url: (database) => set.url(database),
    stepDown: async () => {
      await set.elected();
      set.stepDown();
    },
    killPrimary: async () => {
      await set.elected();
      killed.add(await set.kill('primary'));
    },
    partitionPrimary: async () => {
      await set.elected();
      set.partition('primary');
    },
    holdReplication: () => {
      set.holdReplication();
      return Promise.resolve();
    },
    heal: async () => {
      set.heal();
      set.releaseReplication();
      for (const number of killed) await set.restart(number);
      killed.clear();
    },
    elected: async () => {
      await set.elected();
    },
    [Symbol.asyncDispose]: () => set[Symbol.asyncDispose](),
  };
}
