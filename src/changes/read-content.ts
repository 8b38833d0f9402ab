import { dbrmToken, referencesIn, textKindOf } from '../jcl/index.ts';
import type { Zosmf } from '../zosmf/zosmf.schema.ts';
import { sha256Hex } from '../shared/digest.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Change, ChangeItem, ItemPart } from './change.schema.ts';

/** What a text refers to: the kind of reference and the name, such as `copy` and SVCINTR. */
export function referencesOf(text: string): { how: string; name: string }[] {
  return referencesIn(textKindOf(text), text).map(({ by, name }) => ({ how: by, name }));
}

/** Reads of members under way at one time: z/OSMF serves few requests of one user side by side. */
const atATime = 4;

/**
 * Reads a change's content from staging and what it replaces from production.
 *
 * Digests are SHA-256 over the records as stored.
 *
 * @throws {LockstepError} `change.content-missing`; `facts.members` says for each member what is wrong
 */
export async function readContent(change: Change, zosmf: Zosmf): Promise<ChangeItem[]> {
  const wrong: { member: string; why: string }[] = [];
  const places = change.items.flatMap((item, at) => item.parts.map((part, nth) => ({ item, part, at, nth })));
  const read = new Map<string, ItemPart>();
  await eachOf(places, async ({ item, part, at, nth }) => {
    const found = await readPart(part, zosmf);
    read.set(`${at}.${nth}`, found);
    wrong.push(...complaints(found, item.action));
  });
  if (wrong.length > 0) {
    wrong.sort((a, b) => (a.member < b.member ? -1 : 1));
    const text = wrong.map(({ member, why }) => `${member} ${why}`).join('; ');
    throw new LockstepError('change.content-missing', `${change.id}: ${text}`, { change: change.id, members: wrong });
  }
  return change.items.map((item, at) => ({
    ...item,
    parts: item.parts.map((part, nth) => read.get(`${at}.${nth}`) ?? part),
  }));
}

async function readPart(part: ItemPart, zosmf: Zosmf): Promise<ItemPart> {
  const { approved: _, baseline: __, token: ___, refers: ____, ...place } = part;
  const staged = await zosmf.memberBytes(part.staging, part.member);
  const current = await zosmf.memberBytes(part.production, part.member);
  const text = part.form === 'text' ? await zosmf.memberText(part.staging, part.member) : undefined;
  const token = staged === undefined || part.form !== 'dbrm' ? undefined : dbrmToken(staged);
  return {
    ...place,
    ...(staged === undefined ? {} : { approved: sha256Hex(staged) }),
    ...(current === undefined ? {} : { baseline: sha256Hex(current) }),
    ...(token === undefined ? {} : { token }),
    refers: text === undefined ? [] : referencesOf(text),
  };
}

function complaints(part: ItemPart, action: ChangeItem['action']): { member: string; why: string }[] {
  const staged = `${part.staging}(${part.member})`;
  const production = `${part.production}(${part.member})`;
  return [
    ...(part.approved === undefined ? [{ member: staged, why: 'is not there' }] : []),
    ...(action === 'replace' && part.baseline === undefined
      ? [{ member: production, why: 'is not there, and the item says replace' }]
      : []),
    ...(action === 'new' && part.baseline !== undefined
      ? [{ member: production, why: 'is there already, and the item says new' }]
      : []),
  ];
}

async function eachOf<T>(rows: readonly T[], work: (row: T) => Promise<void>): Promise<void> {
  const left = rows.values();
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const row of left) await work(row);
    }),
  );
}
