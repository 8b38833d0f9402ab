import type { Caller } from '../access/caller.schema.ts';
import { commandOf } from '../access/index.ts';
import type { Committed, Ledger, Reading } from '../ledger/ledger.schema.ts';
import { prepared } from '../ledger/prepared.ts';
import { recordAfter } from '../ledger/record-after.ts';
import type { Condition, QueryResult } from '../ledger/view.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Zosmf } from '../zosmf/zosmf.schema.ts';
import {
  changeStream,
  decideChange,
  nextChangeId,
  raiseChange,
  refuseSubmission,
  submitChange,
  type Site,
} from './change.rules.ts';
import type { Change, ChangeDraft, DecisionDraft } from './change.schema.ts';
import { changesView } from './change.views.ts';
import { readContent } from './read-content.ts';

export interface ChangeServiceNeeds extends Site {
  readonly ledger: Ledger;
  /** The z/OSMF of a system of the estate. */
  readonly zosmf: (system: string) => Zosmf;
}

/** Which changes a list shows; all that are given hold. */
export interface ChangeFilter {
  readonly state?: string | undefined;
  readonly owner?: string | undefined;
  readonly requester?: string | undefined;
  /** Group whose approval is missing. */
  readonly awaiting?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** A change as it stands, and the page of the ledger that it reflects. */
export interface ChangeRead {
  readonly change: Change;
  readonly page: number;
}

export type ChangeService = ReturnType<typeof changeService>;

export function changeService({ ledger, estate, itemTypes, zosmf }: ChangeServiceNeeds) {
  const site = { estate, itemTypes };
  const read = (id: string): Promise<Change> => found(ledger, id);
  const after = async (committed: Committed, id: string): Promise<ChangeRead> => ({
    change: existing(await recordAfter(ledger, changesView, { key: id, stream: changeStream(id) }, committed), id),
    page: committed.page,
  });

  return {
    read,

    list: (filter: ChangeFilter): Promise<QueryResult<Change>> => ledger.query(changesView, queryOf(filter)),

    /** Raises a change under the site's number or the next free one. */
    async raise(draft: ChangeDraft, caller: Caller): Promise<ChangeRead> {
      const committed = await ledger.commit({
        ...commandOf(caller),
        decide: async (reading) => raiseChange(draft, await freeNumber(reading, draft.id), caller.person, site),
      });
      return after(committed, idOf(committed));
    },

    /** Reads the content through z/OSMF, then submits the change as it was when the reading began. */
    async submit(id: string, caller: Caller): Promise<ChangeRead> {
      const content = await prepared(ledger, caller, async () => {
        const change = await read(id);
        refuseSubmission(change, caller.person);
        return { change, items: await readContent(change, zosmf(systemOf(change, site))) };
      });
      const committed = await ledger.commit({
        ...commandOf(caller, changeStream(id)),
        decide: async (reading) => {
          const { change, items } = content();
          const now = await found(reading, id);
          if (now.contentDigest !== change.contentDigest || now.submittedAt !== change.submittedAt)
            throw new LockstepError('request.version-stale', `${id} was submitted by somebody else meanwhile`, {
              change: id,
            });
          return submitChange(now, items, caller.person, site);
        },
      });
      return after(committed, id);
    },

    async decide(id: string, draft: DecisionDraft, caller: Caller): Promise<ChangeRead> {
      const committed = await ledger.commit({
        ...commandOf(caller, changeStream(id)),
        decide: async (reading) => decideChange(await found(reading, id), draft, caller.person, estate),
      });
      return after(committed, id);
    },

    /** Who did what to a change, oldest first. */
    async history(id: string) {
      await read(id);
      const entries = await ledger.history(changeStream(id));
      return entries.map(({ entry: { seq, type, data }, page: { page, at, actor } }) => ({
        seq,
        type,
        at,
        actor,
        page,
        data,
      }));
    },
  };
}

async function found(from: Pick<Reading, 'get'>, id: string): Promise<Change> {
  return existing(await from.get(changesView, id), id);
}

function existing(change: Change | undefined, id: string): Change {
  if (change === undefined) throw new LockstepError('change.not-found', `there is no change ${id}`, { change: id });
  return change;
}

async function freeNumber(reading: Reading, wanted: string | undefined): Promise<string> {
  if (wanted === undefined) {
    const { rows } = await reading.query(changesView, { index: 'id', order: 'desc', limit: 1 });
    return nextChangeId(rows[0]?.id);
  }
  if ((await reading.get(changesView, wanted)) !== undefined)
    throw new LockstepError('change.number-taken', `${wanted} exists already`, { change: wanted, field: 'id' });
  return wanted;
}

/** The new record's number, from the stream of what was recorded: also right when an Idempotency-Key is used again. */
function idOf({ entries }: Committed): string {
  return entries[0]?.stream.slice(changeStream('').length) ?? '';
}

/** A change's items belong to applications of one system: content is read there. */
function systemOf(change: Change, { estate }: Site): string {
  const application = change.items[0]?.application;
  return estate.applications.find(({ id }) => id === application)?.system ?? '';
}

function queryOf({ after, limit, ...wanted }: ChangeFilter) {
  const given = Object.entries(wanted).flatMap(([field, eq]) => (eq === undefined ? [] : [{ field, eq }]));
  const [first, ...others] = given.sort((a, b) => selectivity.indexOf(a.field) - selectivity.indexOf(b.field));
  const where = others.map(({ field, eq }): Condition =>
    field === 'awaiting' ? { field, contains: eq } : { field, eq },
  );
  return {
    index: first?.field ?? 'id',
    ...(first === undefined ? {} : { eq: [first.eq] }),
    where,
    ...(after === undefined ? {} : { after }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** Filters, the one that leaves the fewest rows first: it becomes the index. */
const selectivity = ['awaiting', 'owner', 'requester', 'state'];
