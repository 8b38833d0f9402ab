import { withoutJobStatement } from '../jcl/index.ts';
import type { SystemCheck } from '../releases/plan.schema.ts';
import { readFromJob } from './reading-job.ts';
import { scanFaults } from './scan.rules.ts';
import { failed, nameOf, passed, unknown } from './system-answers.rules.ts';
import type { Finding } from './system-answers.rules.ts';
import type { SystemCheckDeps } from './system-check-deps.ts';

type Check<K extends SystemCheck['kind']> = Extract<SystemCheck, { kind: K }>;

/** TYPRUN=SCAN: converted, nothing allocated, nothing run (z/OS MVS JCL Reference, TYPRUN). */
export async function scanned(check: Check<'scan'>, deps: SystemCheckDeps): Promise<Finding[]> {
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
