/** What a job asks of JES2 itself: its JOB statement's scheduling parameters, overridden and completed by control statements. */

import { parseOperands, unquote } from '../jcl/operands.rules.ts';
import { jesIds } from '../spool/jes-ids.rules.ts';
import { systemNames } from './jecl.rules.ts';
import type { Jecl } from './jecl.rules.ts';
import { cpuSeconds, outputKinds, outputLimit } from './limits.rules.ts';
import type { OutputLimit } from './limits.rules.ts';

/** RD of the JOB statement: whether the system may restart a job that it lost. */
export type RestartDefinition = 'R' | 'RNC' | 'NR' | 'NC';

export interface JobRequests {
  /** /*PRIORITY, which always counts. */
  readonly priority?: number;
  /** PRTY=, which counts only where the site says so. */
  readonly coded?: number;
  /** CPU seconds of the whole job; Infinity without limit. */
  readonly cpuSeconds?: number;
  readonly outputLimits: readonly OutputLimit[];
  /** Names of systems, or with `-` first those where it must not run. */
  readonly systems?: readonly string[];
  readonly schedulingEnvironment?: string;
  readonly restart?: boolean;
  readonly restartDefinition?: RestartDefinition;
  /** Of what is printed; nothing is, so no document of z/OSMF shows them. */
  readonly copies: number;
  /** NOLOG and JESLOG=SUPPRESS: spool data sets of JES2 that go when the job ends. */
  readonly suppressed?: readonly number[];
  readonly codesMessageLevel: boolean;
  readonly codesJobrc: boolean;
}

/** @param operands of the JOB statement, symbols resolved */
export function jobRequests(operands: string, jecl: Jecl): JobRequests {
  const keywords = new Map(parseOperands(operands).map(({ key, raw }) => [key, raw]));
  const time = keywords.get('TIME');
  const seconds = (time === undefined ? undefined : cpuSeconds(time)) ?? jecl.cpuSeconds;
  const systems = affinity(keywords, jecl);
  const environment = keywords.get('SCHENV');
  const rd = keywords.get('RD');
  return {
    ...(jecl.priority === undefined ? {} : { priority: jecl.priority }),
    ...(/^\d{1,2}$/.test(keywords.get('PRTY') ?? '') ? { coded: Math.min(15, Number(keywords.get('PRTY'))) } : {}),
    ...(seconds === undefined ? {} : { cpuSeconds: seconds }),
    outputLimits: outputLimits(keywords, jecl),
    ...(systems === undefined ? {} : { systems }),
    ...(environment === undefined ? {} : { schedulingEnvironment: unquote(environment) }),
    ...(jecl.restart === undefined ? {} : { restart: jecl.restart }),
    ...(rd === 'R' || rd === 'RNC' || rd === 'NR' || rd === 'NC' ? { restartDefinition: rd } : {}),
    copies: jecl.copies ?? 1,
    ...suppressed(keywords.get('JESLOG') === 'SUPPRESS', jecl),
    codesMessageLevel: keywords.has('MSGLEVEL'),
    codesJobrc: keywords.has('JOBRC'),
  };
}

function suppressed(both: boolean, { noLog }: Jecl): Pick<JobRequests, 'suppressed'> {
  if (both) return { suppressed: [jesIds.JESMSGLG, jesIds.JESYSMSG] };
  return noLog ? { suppressed: [jesIds.JESMSGLG] } : {};
}

/** SYSAFF and SYSTEM of the JOB statement exclude each other there; either beats /*JOBPARM. `*` and ANY mean no affinity. */
function affinity(keywords: ReadonlyMap<string, string>, jecl: Jecl): readonly string[] | undefined {
  const raw = keywords.get('SYSTEM') ?? keywords.get('SYSAFF');
  const names = raw === undefined ? jecl.systems : systemNames(raw);
  if (names === undefined || names.some((name) => name === 'ANY' || name === '*')) return undefined;
  const excluding = names[0]?.startsWith('-') === true;
  return excluding ? names.map((name) => `-${name.replace(/^-/, '')}`) : names;
}

/** The JOB statement overrides /*JOBPARM kind by kind. */
function outputLimits(keywords: ReadonlyMap<string, string>, jecl: Jecl): readonly OutputLimit[] {
  return outputKinds.flatMap((kind) => {
    const raw = keywords.get(kind);
    const limit =
      (raw === undefined ? undefined : outputLimit(kind, raw)) ??
      jecl.outputLimits.findLast((one) => one.kind === kind);
    return limit === undefined ? [] : [limit];
  });
}
