import type { PlacedPart } from './content.rules.ts';
import type { Edge } from './graph.rules.ts';
import type { PlannerInput } from './planner.schema.ts';

/** Steps that wait because content in them refers to content that another step brings. */
export function referenceEdges(
  { phases }: PlannerInput,
  parts: readonly PlacedPart[],
  stepOf: ReadonlyMap<string, string>,
): Edge[] {
  const targets = targetPhases(parts);
  const edges: Edge[] = [];
  for (const { part, phase } of parts)
    for (const { how, name } of part.refers)
      for (const rule of phases.references) {
        if (rule.how !== how) continue;
        const from = stepOf.get(targets.get(`${rule.to} ${name}`) ?? '');
        const to = stepOf.get(rule.usedIn ?? phase);
        if (from === undefined || to === undefined || from === to) continue;
        edges.push({ from, to, because: `${part.member} ${rule.because} ${name}`, declared: false });
      }
  return edges;
}

/** The phase that brings each thing of the release: by library role and member, by data set, and by both. */
function targetPhases(parts: readonly PlacedPart[]): Map<string, string> {
  return new Map(
    parts.flatMap(({ part, phase }) => [
      [`library ${part.production}`, phase] as const,
      ...[part.member, ...part.aliases].flatMap((member) => [
        [`${part.library} ${member}`, phase] as const,
        [`member ${part.production}(${member})`, phase] as const,
      ]),
    ]),
  );
}
