import type { InitiatorDefinition, JesClass, JesOptions } from '../jes/options.ts';
import type { Authority } from '../security/authority.ts';
import { jobRefusal } from '../security/job-refusal.ts';
import type { Site } from './site.schema.ts';

/** Classes that every JES2 has. */
const standardClasses = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');

const usualInitiators = 10;

type FromSite = Pick<
  JesOptions,
  | 'classes'
  | 'defaultClass'
  | 'defaultMessageClass'
  | 'procedureLibraries'
  | 'namedProcedureLibraries'
  | 'systems'
  | 'initiators'
  | 'outputClasses'
  | 'schedulingEnvironments'
  | 'priorityFromJob'
  | 'restartsJobs'
  | 'stepStatistics'
  | 'retentionSeconds'
  | 'refuses'
>;

/** What JES2 is started with, as the site file says it. */
export function jesOptions(site: Site, authority: Authority): FromSite {
  const { jes } = site;
  const { defaultClass, defaultMessageClass, procedureLibraries } = jes;
  const { priorityFromJob, restartsJobs, stepStatistics, retentionDays } = jes;
  const classes = jobClasses(site);
  return {
    ...{
      classes,
      defaultClass,
      defaultMessageClass,
      procedureLibraries,
      priorityFromJob,
      restartsJobs,
      stepStatistics,
    },
    systems: site.systems,
    initiators: initiators(site, classes),
    namedProcedureLibraries: new Map(Object.entries(jes.namedProcedureLibraries)),
    schedulingEnvironments: new Map(Object.entries(jes.schedulingEnvironments)),
    outputClasses: jes.outputClasses.map(({ name, disposition, abnormal, writtenAfter }) => ({
      ...{ name, disposition },
      ...(abnormal === undefined ? {} : { abnormal }),
      ...(writtenAfter === undefined ? {} : { writtenAfter }),
    })),
    ...(retentionDays === undefined ? {} : { retentionSeconds: retentionDays * 86_400 }),
    refuses: jobRefusal(authority, site),
  };
}

function jobClasses({ jes }: Site): readonly JesClass[] {
  const named = jes.classes.map(({ typrun, messageLevel, timeMinutes, ...one }): JesClass => {
    const [statements, messages] = (messageLevel ?? '').split(',');
    return {
      ...one,
      ...(typrun === undefined ? {} : { typrun }),
      ...(timeMinutes === undefined ? {} : { timeMinutes }),
      ...(messageLevel === undefined
        ? {}
        : {
            messageLevel: {
              statements: statements === '0' ? 0 : statements === '2' ? 2 : 1,
              messages: messages === '0' ? 0 : 1,
            },
          }),
    };
  });
  const known = new Set(named.map(({ name }) => name));
  return [...named, ...standardClasses.filter((name) => !known.has(name)).map((name) => ({ name, initiators: 0 }))];
}

function initiators(site: Site, classes: readonly JesClass[]): readonly InitiatorDefinition[] {
  const systems = [...new Set([site.system.name, ...site.systems.map(({ name }) => name)])];
  const own = classes.some((one) => one.initiators > 0);
  const all = { classes: classes.map(({ name }) => name), count: usualInitiators, system: undefined, started: true };
  const groups = site.jes.initiators ?? (own ? [] : [all]);
  return systems.flatMap((system) => [
    ...classes.flatMap(({ name, initiators: count }) =>
      Array.from({ length: count }, () => ({ system, classes: [name] })),
    ),
    ...groups
      .filter((group) => group.system === undefined || group.system === system)
      .flatMap(({ classes: taken, count, started }) =>
        Array.from({ length: count }, () => ({ system, classes: taken, started })),
      ),
  ]);
}
