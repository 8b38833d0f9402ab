import { referencesOf } from '../changes/index.ts';
import type { Zosmf } from '../zosmf/zosmf.schema.ts';
import type { ProductionUser } from './planner.schema.ts';

/** Reads of members under way at one time. */
const atATime = 4;

/** Reads all members of libraries, and what they refer to, in order of library and member. */
export async function readUsers(libraries: readonly string[], zosmf: Zosmf): Promise<ProductionUser[]> {
  const places: { library: string; member: string }[] = [];
  for (const library of libraries)
    for (const member of [...(await zosmf.members(library))].sort()) places.push({ library, member });
  const found = new Map<string, ProductionUser>();
  const left = places.values();
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const { library, member } of left) {
        const text = await zosmf.memberText(library, member);
        if (text !== undefined) found.set(`${library}(${member})`, { library, member, refers: referencesOf(text) });
      }
    }),
  );
  return places.flatMap(({ library, member }) => found.get(`${library}(${member})`) ?? []);
}
