import type { ContentForm } from '../estate/estate.schema.ts';
import type { SystemCheck } from '../releases/plan.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import { contentIs, dataSetAbsent, memberAbsent, sameContent } from './content-checks.ts';
import { libraryFindings } from './library.rules.ts';
import { packagesAre, packagesOf, tokensAgree } from './program-checks.ts';
import type { CheckResult } from './readiness.schema.ts';
import { scanned } from './scan-check.ts';
import { answerOf, digestMethods, unknown } from './system-answers.rules.ts';
import type { Finding } from './system-answers.rules.ts';
import type { SystemCheckDeps } from './system-check-deps.ts';
import { systemReader } from './system-reader.ts';
import type { SystemReader } from './system-reader.ts';

/** Answers one check; see `answerSystemChecks`. */
export async function answerSystemCheck(check: SystemCheck, deps: SystemCheckDeps): Promise<CheckResult> {
  return answer(check, deps, systemReader(deps, packagesOf([check])));
}

/**
 * Answers checks against one system, several at once within the limits of its connection; what two checks ask about is
 * read once. Nothing is changed there: scans run nothing, and the one query job of a Db2 reads the catalog.
 *
 * @returns one result a check, in order. What could not be had is `unknown`, never `pass`
 */
export function answerSystemChecks(checks: readonly SystemCheck[], deps: SystemCheckDeps): Promise<CheckResult[]> {
  const reader = systemReader(deps, packagesOf(checks));
  return Promise.all(checks.map((check) => answer(check, deps, reader)));
}

async function answer(check: SystemCheck, deps: SystemCheckDeps, reader: SystemReader): Promise<CheckResult> {
  switch (check.kind) {
    case 'same-content':
      return answerOf(
        check,
        await each(check.pairs, (pair) => sameContent(pair, reader)),
        `${counted(check.pairs.length, 'pair')} equal (${methodsOf(check.pairs)})`,
      );
    case 'content-is':
      return answerOf(
        check,
        await each(check.members, (member) => contentIs(member, reader)),
        `${counted(check.members.length, 'member')} as recorded (${methodsOf(check.members)})`,
      );
    case 'absent':
      return answerOf(
        check,
        [
          ...(await each(check.members, (ref) => memberAbsent(ref, reader))),
          ...(await each(check.dataSets, (dsname) => dataSetAbsent(dsname, reader))),
        ],
        `${counted(check.members.length + check.dataSets.length, 'name')} free`,
      );
    case 'library':
      return answerOf(
        check,
        await findings(async () => libraryFindings(check, await reader.dataSet(check.dsname))),
        `${check.dsname} is a ${check.organisation}, ${check.recfm} ${check.lrecl}`,
      );
    case 'tokens':
      return answerOf(
        check,
        (await each(check.programs, (program) => tokensAgree(program, reader))).flat(),
        `${counted(check.programs.length, 'program')}: tokens agree`,
      );
    case 'packages-are':
      return answerOf(
        check,
        await findings(() => packagesAre(check, reader)),
        `${counted(check.packages.length, 'package')} of ${check.ssid} as they should be`,
      );
    case 'scan':
      return answerOf(check, await findings(() => scanned(check, deps)), 'Converted without an error message');
  }
}

async function each<T, F extends Finding | Finding[]>(
  things: readonly T[],
  look: (thing: T) => Promise<F>,
): Promise<(F | Finding)[]> {
  return Promise.all(things.map((thing) => look(thing).catch(notKnown)));
}

async function findings(look: () => Promise<Finding[]>): Promise<Finding[]> {
  return look().catch((error: unknown) => [notKnown(error)]);
}

/** An answer that could not be had. Faults of our own are not answers: they go on. */
function notKnown(error: unknown): Finding {
  if (!(error instanceof LockstepError)) throw error;
  const { code, message } = error;
  if (code === 'zosmf.credential')
    return unknown(message, 'Correct the password of the z/OS user, then reset the connection', 'administrator');
  if (code === 'zosmf.unreachable' || code === 'zosmf.busy' || code === 'zosmf.in-doubt')
    return unknown(message, 'Look at z/OSMF, then check again', 'administrator');
  return unknown(message, 'Look at the message, correct what it names, then check again', 'implementer');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function methodsOf(things: readonly { readonly form: ContentForm }[]): string {
  return [...new Set(things.map(({ form }) => digestMethods[form]))].sort().join(', ');
}
