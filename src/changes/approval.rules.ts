import type { Estate } from '../estate/estate.schema.ts';
import type { ItemTypes } from '../estate/item-types.rules.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { sha256Hex } from '../shared/digest.ts';
import type { ApprovalAsked } from './change-entries.schema.ts';
import type { ChangeItem, Decision, RequiredApproval, Risk } from './change.schema.ts';
import { itemKey } from './item.rules.ts';

/**
 * Digest of what is approved: each item with its attributes, and its parts with the digests of their content in
 * staging. The order of items does not matter.
 */
export function contentDigestOf(items: readonly ChangeItem[]): string {
  const told = items.map(({ type, name, application, action, attributes, parts }) => ({
    type,
    name,
    application,
    action,
    attributes,
    parts: parts.map(({ part, library, member, aliases, approved }) => ({
      part,
      library,
      member,
      aliases,
      ...(approved === undefined ? {} : { approved }),
    })),
  }));
  const texts = told.map((item) => canonicalJson(item)).sort();
  return sha256Hex(`[${texts.join(',')}]`);
}

/** The groups that must approve: those of the risk look at everything, those that content brings at that content. */
export function approvalsFor(
  risk: Risk,
  items: readonly ChangeItem[],
  estate: Estate,
  { types }: ItemTypes,
): ApprovalAsked[] {
  const asked = new Map<string, { reasons: string[]; scope: string[] | undefined }>();
  for (const group of estate.approvalPolicy[risk]) asked.set(group, { reasons: [`risk is ${risk}`], scope: undefined });
  for (const item of items)
    for (const { group, because } of types.get(item.type)?.approvers ?? []) {
      const known = asked.get(group) ?? { reasons: [], scope: [] };
      if (!known.reasons.includes(because)) known.reasons.push(because);
      known.scope?.push(itemKey(item));
      asked.set(group, known);
    }
  return [...asked].map(([group, { reasons, scope }]) => ({
    group,
    quorum: estate.groups.find(({ id }) => id === group)?.quorum ?? 1,
    because: reasons.join('; '),
    ...(scope === undefined ? {} : { scope }),
    scopeDigest: contentDigestOf(scope === undefined ? items : items.filter((item) => scope.includes(itemKey(item)))),
  }));
}

/** A decision still binds when what its group looks at is what it was. */
export function stands(decision: Pick<Decision, 'group' | 'scopeDigest'>, asked: readonly ApprovalAsked[]): boolean {
  return asked.some(({ group, scopeDigest }) => group === decision.group && scopeDigest === decision.scopeDigest);
}

/** What has been asked together with who approved it, from the decisions that stand. */
export function approvalsWith(asked: readonly ApprovalAsked[], decisions: readonly Decision[]): RequiredApproval[] {
  return asked.map((one) => {
    const approvedBy = decisions
      .filter(({ group, decision, stands: still }) => still && decision === 'approve' && group === one.group)
      .map(({ by }) => by);
    return { ...one, approvedBy, complete: approvedBy.length >= one.quorum };
  });
}

/** True once every group that was asked has its quorum; a change that asks nobody is approved at once. */
export function allApproved(approvals: readonly Pick<RequiredApproval, 'complete'>[]): boolean {
  return approvals.every(({ complete }) => complete);
}
