import { dbrmToken, loadCarriesToken, withoutJobStatement } from '../jcl/index.ts';
import type { ContentForm } from '../estate/estate.schema.ts';
import type { MemberRef } from '../jcl/names.schema.ts';
import type { SystemCheck } from '../releases/plan.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import { libraryFindings } from './library.rules.ts';
import { readFromJob } from './reading-job.ts';
import type { CheckResult } from './readiness.schema.ts';
import { scanFaults } from './scan.rules.ts';
import { answerOf, digestMethods, failed, nameOf, passed, unknown } from './system-answers.rules.ts';
import type { Finding } from './system-answers.rules.ts';
import type { SystemCheckDeps } from './system-check-deps.ts';
import { systemReader } from './system-reader.ts';
import type { SystemReader } from './system-reader.ts';

type Check<K extends SystemCheck['kind']> = Extract<SystemCheck, { kind: K }>;

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

async function sameContent({ left, right }: Check<'same-content'>['pairs'][number], reader: SystemReader) {
  const [here, there] = await Promise.all([reader.digest(left), reader.digest(right)]);
  const missing = here === undefined ? left : right;
  if (here === undefined || there === undefined)
    return failed(`${nameOf(missing)} is not there`, `Find out why ${nameOf(missing)} is missing`, 'implementer');
  if (here === there) return passed;
  return failed(
    `${nameOf(left)} and ${nameOf(right)} differ`,
    `Find out who changed ${nameOf(right)} and when, then save or copy it again`,
    'implementer',
  );
}

async function contentIs({ at, digest, of }: Check<'content-is'>['members'][number], reader: SystemReader) {
  const found = await reader.digest(at);
  const what = of ?? 'what was recorded';
  if (found === undefined)
    return failed(`${nameOf(at)} is not there`, `Put ${what} back into ${nameOf(at)}`, 'implementer');
  if (found === digest) return passed;
  return failed(
    `${nameOf(at)} is not ${what}: ${found.slice(0, 12)}… instead of ${digest.slice(0, 12)}…`,
    `Have the new content approved, or put ${what} back into ${nameOf(at)}`,
    'owner of the change',
  );
}

async function memberAbsent(ref: MemberRef, reader: SystemReader): Promise<Finding> {
  if (!(await reader.has(ref))) return passed;
  return failed(
    `${nameOf(ref)} is there already`,
    `Say replace instead of new, or remove ${nameOf(ref)}`,
    'owner of the change',
  );
}

async function dataSetAbsent(dsname: string, reader: SystemReader): Promise<Finding> {
  if ((await reader.dataSet(dsname)) === undefined) return passed;
  return failed(
    `${dsname} is in the catalog already`,
    `Find out what ${dsname} is, and remove it or the item`,
    'owner of the change',
  );
}

/** DBRM, load module and, where it is bound, package carry one consistency token. */
async function tokensAgree(
  { dbrm, load, ssid, package: pack }: Check<'tokens'>['programs'][number],
  reader: SystemReader,
): Promise<Finding[]> {
  const [dbrmBytes, loadBytes] = await Promise.all([reader.bytes(dbrm), reader.bytes(load)]);
  const missing = dbrmBytes === undefined ? dbrm : load;
  if (dbrmBytes === undefined || loadBytes === undefined)
    return [
      failed(`${nameOf(missing)} is not there`, `Put DBRM and load module of one compile in place`, 'implementer'),
    ];
  const token = dbrmToken(dbrmBytes);
  if (token === undefined)
    return [
      unknown(
        `${nameOf(dbrm)} holds no consistency token`,
        `Look whether ${nameOf(dbrm)} is a DBRM`,
        'owner of the change',
      ),
    ];
  const loaded = loadCarriesToken(loadBytes, token)
    ? passed
    : failed(
        `${nameOf(load)} does not carry the token ${token} of its DBRM`,
        `Stage load module and DBRM of one compile of ${load.member}`,
        'owner of the change',
      );
  if (pack === undefined || ssid === undefined) return [loaded];
  const rows = (await reader.packages(ssid)).filter(
    (row) =>
      row.collection === pack.collection && row.name === pack.name && (pack.version ?? row.version) === row.version,
  );
  const name = `${pack.collection}.${pack.name}${pack.version === undefined ? '' : `.(${pack.version})`}`;
  if (rows.some((row) => row.token === token)) return [loaded, passed];
  const found =
    rows.length === 0 ? `Package ${name} is not bound in ${ssid}` : `Package ${name} has another token than ${token}`;
  return [loaded, failed(found, `Bind ${name} from ${nameOf(dbrm)}`, 'database administration')];
}

async function packagesAre({ ssid, packages }: Check<'packages-are'>, reader: SystemReader): Promise<Finding[]> {
  const rows = await reader.packages(ssid);
  return packages.map(({ collection, name, version, present }) => {
    const there = rows.some(
      (row) => row.collection === collection && row.name === name && (version ?? row.version) === row.version,
    );
    const full = `${collection}.${name}${version === undefined ? '' : `.(${version})`}`;
    if (there === present) return passed;
    return present
      ? failed(`Package ${full} is not bound in ${ssid}`, `Bind ${full}`, 'database administration')
      : failed(`Package ${full} is in ${ssid}`, `Free ${full}, or find out who bound it`, 'database administration');
  });
}

/** TYPRUN=SCAN: converted, nothing allocated, nothing run (z/OS MVS JCL Reference, TYPRUN). */
async function scanned(check: Check<'scan'>, deps: SystemCheckDeps): Promise<Finding[]> {
  const statements = await statementsOf(check, deps);
  if (statements === undefined) {
    const what = check.member === undefined ? 'The rendered JCL' : nameOf(check.member);
    return [failed(`${what} is not there`, `Find out why ${what} is missing`, 'implementer')];
  }
  const jobname = check.jobname ?? `${deps.values.prefix.slice(0, 5)}SCN`;
  return readFromJob(deps, { jobname, type: 'SCAN', statements }, async ({ files, text }) => {
    const spool = files.filter(({ ddname }) => ddname === 'JESMSGLG' || ddname === 'JESYSMSG');
    if (!spool.some(({ ddname }) => ddname === 'JESMSGLG'))
      return [
        unknown(`The scan of ${jobname} left no job log`, 'Look at the message class of the job card', 'administrator'),
      ];
    const faults = scanFaults((await Promise.all(spool.map(text))).join('\n'));
    return faults.length === 0
      ? [passed]
      : [
          failed(
            `${jobname}: ${faults.slice(0, 2).join('; ')}`,
            'Correct the JCL and have it approved',
            'owner of the change',
          ),
        ];
  });
}

async function statementsOf(check: Check<'scan'>, { zosmf, blobs }: SystemCheckDeps): Promise<string[] | undefined> {
  const text =
    check.member === undefined
      ? check.jcl === undefined
        ? undefined
        : (await blobs.get(check.jcl))?.toString('utf8')
      : await zosmf.memberText(check.member.library, check.member.member);
  return text === undefined ? undefined : withoutJobStatement(text);
}

function packagesOf(checks: readonly SystemCheck[]) {
  const wanted = new Map<string, { collection: string; name: string }[]>();
  const add = (ssid: string, one: { collection: string; name: string }) =>
    wanted.set(ssid, [...(wanted.get(ssid) ?? []), one]);
  for (const check of checks)
    if (check.kind === 'packages-are') for (const one of check.packages) add(check.ssid, one);
    else if (check.kind === 'tokens')
      for (const { ssid, package: one } of check.programs) if (ssid !== undefined && one !== undefined) add(ssid, one);
  return wanted;
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
