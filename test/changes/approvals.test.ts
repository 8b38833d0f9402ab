import { describe, expect, it } from '@jest/globals';
import { decideChange } from '../../src/changes/change.rules.ts';
import type { Change, DecisionDraft } from '../../src/changes/change.schema.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { draftOf, folded, kestrel, raised, submitted } from './kestrel.ts';

function decided(
  change: Change,
  person: string,
  group: string,
  decision: DecisionDraft['decision'] = 'approve',
): Change {
  return folded(change, decideChange(change, { group, decision, reason: 'looked at it' }, person, kestrel.estate));
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof LockstepError) return error.code;
    throw error;
  }
  return 'nothing was refused';
}

const tier = () => submitted(raised(draftOf('CHG-000481')));

function approvedTier(): Change {
  let change = tier();
  for (const [person, group] of [
    ['savowner', 'application-owner'],
    ['cabchair', 'board'],
    ['cabops', 'board'],
    ['dba', 'database-administration'],
    ['prodctl', 'production-control'],
  ] as const)
    change = decided(change, person, group);
  return change;
}

describe('who must approve a change', () => {
  it('asks the groups of its risk, and those that its content brings, each with the reason', () => {
    expect(tier().approvals.map(({ group, quorum, because }) => [group, quorum, because])).toEqual([
      ['application-owner', 1, 'risk is high'],
      ['board', 2, 'risk is high'],
      ['database-administration', 1, 'A bind changes what Db2 runs in production'],
      ['production-control', 1, 'JCL and scheduler belong to production control'],
    ]);
    expect(submitted(raised(draftOf('CHG-000487'))).awaiting).toEqual(['application-owner', 'risk-review']);
  });

  it('approves a low risk that asks nobody when it is submitted', () => {
    expect(submitted(raised({ ...draftOf('CHG-000487'), risk: 'low' })).state).toBe('approved');
  });

  it('lets nobody approve what they own or asked for', () => {
    expect(codeOf(() => decided(tier(), 'savdev', 'application-owner'))).toBe('change.own-approval');
  });

  it('lets only members decide, and only for groups that are asked', () => {
    expect(codeOf(() => decided(tier(), 'riskrev', 'board'))).toBe('change.not-a-member');
    expect(codeOf(() => decided(tier(), 'riskrev', 'risk-review'))).toBe('change.group-not-asked');
  });

  it('counts a person once for a group', () => {
    const once = decided(tier(), 'cabchair', 'board');
    expect(once.approvals.find(({ group }) => group === 'board')?.complete).toBe(false);
    expect(codeOf(() => decided(once, 'cabchair', 'board'))).toBe('change.approved-twice');
  });
});

describe('the state of a change', () => {
  it('is approved when the last missing group has its quorum', () => {
    expect(approvedTier()).toMatchObject({ state: 'approved', awaiting: [] });
  });

  it.each([
    ['reject', 'rejected'],
    ['defer', 'deferred'],
    ['request-info', 'info-requested'],
  ] as const)('after %s is %s, and nobody decides on', (decision, state) => {
    const change = decided(tier(), 'cabchair', 'board', decision);
    expect(change.state).toBe(state);
    expect(codeOf(() => decided(change, 'cabops', 'board'))).toBe('change.wrong-state');
  });

  it('comes back to review when it is submitted again after a question', () => {
    const asked = decided(decided(tier(), 'dba', 'database-administration'), 'cabchair', 'board', 'request-info');
    const again = submitted(asked);
    expect(again.state).toBe('in-review');
    expect(again.awaiting).not.toContain('database-administration');
  });
});

describe('what an approval binds to', () => {
  it('falls for exactly the groups whose content was changed', () => {
    const changed = submitted(approvedTier(), { SVPQINT: ' with another SYSOUT' });
    expect(changed.state).toBe('in-review');
    expect(changed.awaiting).toEqual(['application-owner', 'board', 'production-control']);
    expect(changed.decisions.filter(({ stands }) => stands).map(({ by }) => by)).toEqual(['dba']);
  });

  it('stands when the same content is submitted again', () => {
    expect(submitted(approvedTier()).state).toBe('approved');
  });

  it('can be given anew after it fell', () => {
    const changed = submitted(approvedTier(), { BINDPST: ' with another owner' });
    expect(decided(changed, 'dba', 'database-administration').awaiting).not.toContain('database-administration');
  });
});
