import { asPlanned, inDoubt, swept } from './aftermath.ts';
import type { Call, Mode, Strike } from './life.ts';

/**
 * What one kind of call may come to when it is struck. `reads`: it changes nothing outside, so that the three ways of
 * being killed there leave the same world.
 */
interface Permitted {
  readonly reads?: true;
  readonly outcomes: Readonly<Record<Mode, readonly string[]>>;
}

const both = `${inDoubt}, ${swept}`;
const any = [asPlanned, inDoubt, swept, both];
const same = (outcomes: readonly string[], others: Partial<Permitted['outcomes']> = {}): Permitted['outcomes'] => ({
  ...{ before: outcomes, after: outcomes, late: outcomes, stalled: outcomes, paused: others.stalled ?? outcomes },
  ...{ slow: [asPlanned], unanswered: [asPlanned], lost: [asPlanned] },
  ...others,
});

/**
 * Anything may be under way beside it: a command that was announced and has no answer yet is then in doubt. One that
 * stood still goes on with all that it was about to do: a job that it sends then stays held, and is swept.
 */
const besideAnything = same([asPlanned, inDoubt], { stalled: any, slow: any, unanswered: any, lost: any });
/** An engine that cannot read gives way, in the middle of a command too. */
const reading: Permitted = { reads: true, outcomes: { ...besideAnything, slow: any, unanswered: any, lost: any } };
/** Nothing is driven while it is made. */
const opening: Permitted = { outcomes: same([asPlanned]) };

/** Every kind of call that an instance makes. One that is not named here fails the proof. */
export const permitted: Readonly<Record<string, Permitted>> = {
  'pages.bookId': opening,
  'pages.head': reading,
  'pages.page': reading,
  'pages.pages': reading,
  'pages.pagesOf': reading,
  'pages.append': { outcomes: besideAnything },
  'views.declare': opening,
  'views.begin': opening,
  'views.serve': opening,
  'views.current': reading,
  'views.applied': reading,
  'views.get': reading,
  'views.query': reading,
  'views.fold': { outcomes: besideAnything },
  'blobs.get': reading,
  'blobs.put': { outcomes: same([asPlanned], { stalled: [asPlanned, swept] }) },
  'cell.get': reading,
  'cell.swap': { outcomes: besideAnything },
  'zosmf.jobsByPrefix': reading,
  'zosmf.jobsByUserCorrelator': reading,
  'zosmf.job': reading,
  'zosmf.jclOf': reading,
  'zosmf.spoolFiles': reading,
  'zosmf.spoolText': reading,
  /** The successor looks and sends again; what lands after that is a stray. */
  'zosmf.submit': { outcomes: same([asPlanned], { late: [swept], stalled: [swept] }) },
  'zosmf.release': { outcomes: same([asPlanned], { stalled: [asPlanned, swept] }) },
  'zosmf.purge': { outcomes: same([asPlanned], { stalled: [asPlanned, swept] }) },
  /** A command has no correlator: a person decides. */
  'zosmf.command': { outcomes: same([inDoubt], { unanswered: [inDoubt], lost: [inDoubt] }) },
  answerChecks: { outcomes: same([asPlanned]) },
  releaseOf: reading,
  releaseEnded: reading,
};

export const reads = (kind: string): boolean => permitted[kind]?.reads === true;

/**
 * Why an outcome is not permitted after these strikes; undefined when it is. After one strike it must be one of the
 * row's; after several each part of it must be permitted by one of them.
 */
export function whyNotPermitted(struck: readonly (Strike & Call)[], outcome: string): string | undefined {
  const rows = struck.map(({ kind, mode }) => permitted[kind]?.outcomes[mode]);
  const unknown = struck.find((_, at) => rows[at] === undefined);
  if (unknown !== undefined) return `${unknown.kind} is a call that the table of permitted outcomes does not name`;
  const [only, ...others] = rows;
  if (only === undefined || others.length === 0)
    return (only ?? [asPlanned]).includes(outcome) ? undefined : `«${outcome}» is not permitted`;
  const parts = new Set(rows.flatMap((row) => row?.flatMap((each) => each.split(', ')) ?? []));
  const odd = outcome.split(', ').find((part) => part !== asPlanned && !parts.has(part));
  return odd === undefined ? undefined : `«${odd}» is not permitted after either`;
}
