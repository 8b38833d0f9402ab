import type { Change, ChangeItem } from '../changes/change.schema.ts';
import type { ContentForm } from '../estate/estate.schema.ts';
import type { ReadinessReport } from '../readiness/readiness.schema.ts';
import type { PlanStep } from '../releases/plan.schema.ts';
import type { Release } from '../releases/release.schema.ts';
import type { Run, RunStep } from '../runs/run.schema.ts';
import { sha256Hex } from '../shared/digest.ts';
import { type Bundle, evidenceForm } from './bundle.schema.ts';
import { contentAfter, placeOf } from './content.rules.ts';
import type { PageEvidence } from './page-evidence.rules.ts';
import type { ReadinessPass } from './readiness-passes.schema.ts';
import {
  type Anchor,
  ChangeEvidence,
  type ContentAfter,
  type ItemEvidence,
  type PartEvidence,
  type ReadinessEvidence,
  ReleaseEvidence,
  RunEvidence,
  type Statement,
  type StepEvidence,
} from './statement.schema.ts';

/** Everything that the ledger says of one release, as the views give it. */
export interface ReleaseRecords {
  readonly release: Release;
  /** In the order of the release. */
  readonly changes: readonly Change[];
  /** Oldest first. */
  readonly readiness: readonly ReadinessPass[];
  /** What the last pass found. */
  readonly report?: ReadinessReport;
  /** Steps of both plans with their checks. */
  readonly planned: readonly PlanStep[];
  readonly run?: Run;
  /** Install steps, then backout steps, each in the order of its plan. */
  readonly steps: readonly RunStep[];
}

/** How digests are made, by the form of the content. */
const methods: Readonly<Record<ContentForm, string>> = {
  text: 'SHA-256 over the records in binary, as stored',
  dbrm: 'SHA-256 over the records in binary, as stored',
  'load-module': 'SHA-256 over the member in binary, as z/OSMF reads it',
};

/** The statement that the records of a release come to: the same records and anchor give the same statement. */
export function statementOf(records: ReleaseRecords, anchor: Anchor): Statement {
  const { release, changes, run, steps } = records;
  const parts = changes.flatMap(({ items }) => items.flatMap((item) => item.parts));
  const after = contentAfter(parts, steps, records.planned);
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjectsOf(after),
    predicateType: evidenceForm,
    predicate: {
      anchor,
      release: only<ReleaseEvidence>(ReleaseEvidence.shape, release),
      readiness: readinessOf(records),
      changes: changes.map((change) => only<ChangeEvidence>(ChangeEvidence.shape, change)),
      items: changes.flatMap(({ id, items }) => items.map((item) => itemOf(id, item, after))),
      ...(run === undefined ? {} : { run: only<RunEvidence>(RunEvidence.shape, run) }),
      steps: steps.map(stepOf),
    },
  };
}

/** What a statement stands on, taken from what the bundle carries: so every byte of note and marks is bound by it. */
export function anchorOf(
  { book, checkpoint, key }: Pick<Bundle, 'book' | 'checkpoint' | 'key'>,
  size: number,
  pages: readonly PageEvidence[],
): Anchor {
  return {
    book,
    size,
    checkpoint: sha256Hex(checkpoint),
    keyid: key.keyid,
    keyOrigin: key.origin,
    pages: pages.map(({ page }) => page),
    erased: pages.flatMap(({ page, entries }) =>
      entries.flatMap(({ erased, stream, seq, type }) => (erased === true ? [{ page, stream, seq, type }] : [])),
    ),
  };
}

/** Places whose content after the release is known, in order of name. */
function subjectsOf(after: ReadonlyMap<string, ContentAfter>): Statement['subject'] {
  return [...after]
    .flatMap(([name, { is, digest }]) =>
      is === 'present' && digest !== undefined ? [{ name, digest: { sha256: digest } }] : [],
    )
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function readinessOf({ readiness, report }: ReleaseRecords): ReadinessEvidence[] {
  return readiness.map((pass, index) =>
    report === undefined || index < readiness.length - 1 ? pass : { ...pass, results: report.results },
  );
}

function itemOf(
  change: string,
  { parts, ...item }: ChangeItem,
  after: ReadonlyMap<string, ContentAfter>,
): ItemEvidence {
  return {
    change,
    ...item,
    parts: parts.map((part): PartEvidence => {
      const at = placeOf({ library: part.production, member: part.member });
      const { approved, baseline, token } = part;
      return {
        ...{ part: part.part, form: part.form, aliases: part.aliases },
        ...{ at, staging: part.staging, method: methods[part.form] },
        ...(token === undefined ? {} : { token }),
        ...(approved === undefined ? {} : { approved }),
        ...(baseline === undefined ? {} : { before: baseline }),
        after: after.get(at) ?? { is: 'unknown', shownBy: { how: 'read when the change was submitted' } },
      };
    }),
  };
}

function stepOf(ran: RunStep): StepEvidence {
  const { kind, title, owner, system, runsAfter, changes, job } = ran.step;
  const { startedAt, endedAt, end, confirmed } = ran;
  return {
    ...{ id: ran.id, plan: ran.plan, kind, title, owner, system, runsAfter, changes },
    ...{ state: ran.state, because: ran.because },
    ...(job === undefined ? {} : { job: { jobname: job.jobname, approved: job.approved, writes: job.writes } }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(end === undefined ? {} : { end }),
    ...{ attempts: ran.attempts, checks: ran.checks, commands: ran.commands },
    ...(confirmed === undefined ? {} : { confirmed }),
  };
}

/** The members that a shape names, where they are there. */
function only<T extends object>(shape: Readonly<Record<keyof T, unknown>>, of: T): T {
  return Object.fromEntries(Object.entries(of).filter(([key, value]) => key in shape && value !== undefined)) as T;
}
