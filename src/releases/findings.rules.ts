import type { PlacedItem, PlacedPart } from './content.rules.ts';
import type { Finding } from './plan.schema.ts';
import type { PlannerInput, ProductionUser } from './planner.schema.ts';

/** Production libraries whose members may use what this release replaces: they are read for the findings. */
export function librariesToRead(input: PlannerInput, items: readonly PlacedItem[]): string[] {
  const wanted = items
    .filter(({ item }) => item.action === 'replace')
    .flatMap(({ item, type }) => type.usedBy.map(({ library }) => `${item.application} ${library}`));
  return input.estate.libraries
    .filter(({ application, role }) => wanted.includes(`${application} ${role}`))
    .map(({ production }) => production);
}

/** Users of replaced members that are not in the release: somebody must say that they may stay behind. */
export function missedUsers(
  input: PlannerInput,
  items: readonly PlacedItem[],
  parts: readonly PlacedPart[],
): Omit<Finding, 'id'>[] {
  const moved = new Set(parts.map(({ part }) => `${part.production}(${part.member})`));
  const users = usersByReference(input.users.filter(({ library, member }) => !moved.has(`${library}(${member})`)));
  return items
    .filter(({ item }) => item.action === 'replace')
    .flatMap(({ item, type }) =>
      type.usedBy.flatMap(({ how, library, answerBy }) => {
        const production = input.estate.libraries.find(
          ({ application, role }) => application === item.application && role === library,
        )?.production;
        return (users.get(`${production ?? ''} ${how} ${item.name}`) ?? []).map((member) => ({
          subject: `${member} in ${production ?? ''}`,
          text: `${member} also uses ${item.name} (${how}) and is not in this release: it stays as it was built, with the old ${item.name}`,
          answerBy,
        }));
      }),
    );
}

function usersByReference(users: readonly ProductionUser[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { library, member, refers } of users)
    for (const reference of new Set(refers.map(({ how, name }) => `${library} ${how} ${name}`)))
      found.set(reference, [...(found.get(reference) ?? []), member]);
  return found;
}
