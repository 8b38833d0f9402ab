import { canonicalJson } from '../shared/canonical-json.ts';
import { sha256Hex } from '../shared/digest.ts';
import type { ContentForm } from '../estate/estate.schema.ts';
import type { MemberRef } from '../jcl/names.schema.ts';
import type { SystemCheck } from '../releases/plan.schema.ts';
import type { CheckResult } from './readiness.schema.ts';

/** What was found about one thing of a check. */
export type Finding =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'fail' | 'unknown'; readonly found: string; readonly next: NextAction };

export interface NextAction {
  readonly what: string;
  readonly whose: string;
}

export const passed: Finding = { verdict: 'pass' };
export const failed = (found: string, what: string, whose: string): Finding => ({
  verdict: 'fail',
  found,
  next: { what, whose },
});
export const unknown = (found: string, what: string, whose: string): Finding => ({
  verdict: 'unknown',
  found,
  next: { what, whose },
});

/** How the digest of stored content is made, by what the library holds; recorded with each comparison. */
export const digestMethods: Readonly<Record<ContentForm, string>> = {
  text: 'SHA-256 of the stored records',
  dbrm: 'SHA-256 of the stored records',
  'load-module': 'zosmf-binary: SHA-256 of the binary read',
};

/** Digest of a member as it is stored: the bytes that a binary read gives, never translated text. */
export function contentDigest(bytes: Uint8Array): string {
  return sha256Hex(bytes);
}

export const nameOf = ({ library, member }: MemberRef): string => `${library}(${member})`;

const shown = 3;

/**
 * One answer from what was found about each thing: a failure counts more than what is not known, and that more than
 * any number of passes.
 *
 * @param good what to say when all passed
 */
export function answerOf(check: SystemCheck, findings: readonly Finding[], good: string): CheckResult {
  const base = { id: checkIdOf(check), kind: 'system' as const, question: check.question };
  const verdict = (['fail', 'unknown'] as const).find((each) => findings.some((one) => one.verdict === each));
  if (verdict === undefined) return { ...base, verdict: 'pass', found: good };
  const bad = findings.filter((one): one is Exclude<Finding, { verdict: 'pass' }> => one.verdict === verdict);
  const texts = [...new Set(bad.map((one) => one.found))];
  const more = texts.length > shown ? `; and ${texts.length - shown} more` : '';
  const next = bad[0]?.next;
  return {
    ...base,
    verdict,
    found: `${texts.slice(0, shown).join('; ')}${more}`,
    ...(next === undefined ? {} : { nextAction: next }),
  };
}

/** Stable id of a check: its kind, the first thing it asks about and, where there are more, a digest of all. */
export function checkIdOf(check: SystemCheck): string {
  const [first = 'nothing', ...others] = subjectsOf(check);
  const more = others.length === 0 ? '' : `+${others.length}-${sha256Hex(canonicalJson(check)).slice(0, 6)}`;
  return `${check.kind}:${first}${more}`;
}

function subjectsOf(check: SystemCheck): string[] {
  switch (check.kind) {
    case 'same-content':
      return check.pairs.map(({ right }) => nameOf(right));
    case 'content-is':
      return check.members.map(({ at }) => nameOf(at));
    case 'absent':
      return [...check.members.map(nameOf), ...check.dataSets];
    case 'library':
      return [check.dsname];
    case 'tokens':
      return check.programs.map(({ load }) => nameOf(load));
    case 'packages-are':
      return check.packages.map(({ collection, name, version = '*' }) => `${collection}.${name}.(${version})`);
    case 'scan':
      return [
        check.member === undefined
          ? `${check.jobname ?? 'job'}-${(check.jcl ?? '').slice(0, 6)}`
          : nameOf(check.member),
      ];
  }
}
