import type { Change, ItemPart } from '../changes/change.schema.ts';
import type { Estate } from '../estate/estate.schema.ts';
import type { Plan, SystemCheck } from '../releases/plan.schema.ts';
import type { Release } from '../releases/release.schema.ts';

/** What the systems are asked before a release starts, from its content and its plan. */
export function readinessQuestions(
  release: Release,
  changes: readonly Change[],
  plan: Plan,
  estate: Estate,
): SystemCheck[] {
  const parts = changes.flatMap((change) => change.items.flatMap((item) => item.parts));
  return [
    ...libraryQuestions(parts, estate),
    ...parts.flatMap(stagedQuestion),
    ...parts.map(productionQuestion),
    ...tokenQuestions(changes, estate, release),
    ...scanQuestions(plan),
  ];
}

function libraryQuestions(parts: readonly ItemPart[], estate: Estate): SystemCheck[] {
  const names = new Set(parts.map(({ production }) => production));
  const staging = new Map(parts.map((part) => [part.staging, part.production]));
  return estate.libraries.flatMap(({ production, organisation, recfm, lrecl, blksize }): SystemCheck[] => {
    if (!names.has(production)) return [];
    const form = { kind: 'library', organisation, recfm, lrecl } as const;
    const waiting = [...staging].filter(([, goesTo]) => goesTo === production).map(([dsname]) => dsname);
    return [
      { ...form, blksize, dsname: production, question: `Is ${production} the library that the estate says?` },
      ...waiting.map((dsname) => ({ ...form, dsname, question: `Is staging ${dsname} of the same form?` })),
    ];
  });
}

function stagedQuestion({ staging, member, form, approved }: ItemPart): SystemCheck[] {
  if (approved === undefined) return [];
  const at = { library: staging, member };
  const question = `Is ${staging}(${member}) what was approved?`;
  return [{ kind: 'content-is', question, members: [{ at, form, digest: approved, of: 'the approved content' }] }];
}

function productionQuestion({ production, member, form, baseline }: ItemPart): SystemCheck {
  const at = { library: production, member };
  if (baseline === undefined)
    return {
      kind: 'absent',
      question: `Is ${production}(${member}) still free for the new member?`,
      members: [at],
      dataSets: [],
    };
  const question = `Is ${production}(${member}) the version that the change was built against?`;
  return { kind: 'content-is', question, members: [{ at, form, digest: baseline, of: 'the version built against' }] };
}

/** Programs with a DBRM: in staging DBRM and load module agree; in production they agree with the package too. */
function tokenQuestions(changes: readonly Change[], estate: Estate, { system }: Release): SystemCheck[] {
  const ssid = estate.systems.find(({ id }) => id === system)?.db2[0]?.ssid;
  const items = changes.flatMap((change) => change.items);
  const packages = new Map(
    items.flatMap(({ name }) => (name.includes('.') ? [[name.split('.')[1] ?? '', name.split('.')[0] ?? '']] : [])),
  );
  return items.flatMap((item): SystemCheck[] => {
    const dbrm = item.parts.find(({ form }) => form === 'dbrm');
    const load = item.parts.find(({ form }) => form === 'load-module');
    if (dbrm === undefined || load === undefined) return [];
    const at = (side: 'staging' | 'production') => ({
      dbrm: { library: dbrm[side], member: dbrm.member },
      load: { library: load[side], member: load.member },
    });
    const collection = packages.get(item.name);
    const bound =
      ssid === undefined || collection === undefined ? {} : { ssid, package: { collection, name: item.name } };
    return [
      {
        kind: 'tokens',
        question: `Do staged DBRM and load module of ${item.name} carry one token?`,
        programs: [at('staging')],
      },
      ...(load.baseline === undefined
        ? []
        : [
            {
              kind: 'tokens' as const,
              question: `Do DBRM, load module and package of ${item.name} in production agree?`,
              programs: [{ ...at('production'), ...bound }],
            },
          ]),
    ];
  });
}

function scanQuestions({ install, backout }: Plan): SystemCheck[] {
  return [...install, ...backout].flatMap(({ job }): SystemCheck[] =>
    job === undefined
      ? []
      : [{ kind: 'scan', question: `Does ${job.jobname} pass the converter?`, jcl: job.jcl, jobname: job.jobname }],
  );
}
