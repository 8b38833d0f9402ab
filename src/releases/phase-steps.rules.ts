import { rendered } from '../estate/expression.rules.ts';
import type { Phase, PhasePlan } from '../estate/item-type.schema.ts';
import { approvedDigest } from '../jcl/statements.rules.ts';
import { sha256Hex } from '../shared/digest.ts';
import { LockstepError } from '../shared/errors.ts';
import type { PlacedItem, PlacedPart } from './content.rules.ts';
import { oncePerAttempt } from './fences.rules.ts';
import { JobSteps } from './job-plan.rules.ts';
import { backoutChecks, packageChecks, preImageChecks, scanChecks } from './plan-checks.rules.ts';
import type { PlanStep, PlannedCommand } from './plan.schema.ts';
import type { PlannerInput } from './planner.schema.ts';

/** JCL of a plan's jobs by its digest: blobs to store. */
export type JclTexts = Map<string, string>;

/** What the phases of both plans work on. */
export interface Content {
  readonly input: PlannerInput;
  readonly items: readonly PlacedItem[];
  readonly parts: readonly PlacedPart[];
  readonly texts: JclTexts;
}

/** A step without its edges. */
export type BareStep = Omit<PlanStep, 'runsAfter'>;

/** The phase's step, or nothing where this release has no work for it. */
export interface PhaseStep {
  readonly phase: string;
  readonly step: BareStep;
}

/** Steps of the phases in which this release has something to do. */
export function phaseSteps(plan: 'install' | 'backout', content: Content): PhaseStep[] {
  const { phases }: PhasePlan = content.input.phases[plan];
  return phases.flatMap((phase) => {
    const work = plan === 'install' ? installWork(phase, content) : backoutWork(phase, content);
    return work === undefined
      ? []
      : [{ phase: phase.phase, step: { ...frame(phase, work.of, content), ...work.step } }];
  });
}

interface Work {
  /** Items for which the work is done. */
  readonly of: readonly PlacedItem[];
  readonly step: Partial<BareStep>;
}

function frame(phase: Phase, of: readonly PlacedItem[], { input: { release } }: Content): BareStep {
  const confirm = confirmationOf(phase, of);
  return {
    id: phase.step,
    kind: phase.kind,
    title: phase.title,
    owner: phase.owner ?? release.implementer ?? release.decisionMaker,
    minutes: phase.minutes,
    system: release.system,
    changes: [...new Set(of.map(({ change }) => change))],
    ...(confirm === undefined ? {} : { confirm }),
  };
}

function confirmationOf(phase: Phase, of: readonly PlacedItem[]): PlanStep['confirm'] {
  const wanted = of.flatMap(({ type, scope }) =>
    type.confirm
      .filter((one) => one.phase === phase.phase)
      .map((one) => ({ by: rendered(one.by, scope), instruction: rendered(one.instruction, scope) })),
  );
  const [first] = wanted;
  if (first === undefined) return undefined;
  const other = wanted.find(({ by }) => by !== first.by);
  if (other !== undefined)
    throw new LockstepError(
      'release.unknown-reference',
      `step ${phase.step}: ${first.by} and ${other.by} would both confirm it`,
      {
        step: phase.step,
      },
    );
  return { by: first.by, instruction: [...new Set(wanted.map(({ instruction }) => instruction))].join('; ') };
}

function installWork(phase: Phase, content: Content): Work | undefined {
  const { parts } = content;
  const existing = parts.filter((part) => part.existing);
  switch (phase.does) {
    case 'backup':
      return jobWork(phase, content, existing, (steps) => {
        if (existing.length > 0) steps.allocate(parts);
        steps.move('backup', existing);
      });
    case 'items': {
      const here = parts.filter((part) => part.phase === phase.phase);
      return jobWork(phase, content, here, (steps) => steps.move('copy', here));
    }
    case 'prove-backup':
      return checkWork(existing, preImageChecks(existing));
    case 'scan': {
      const scanned = parts.filter(({ scannedIn }) => scannedIn === phase.phase);
      return checkWork(scanned, scanChecks(scanned));
    }
    case 'refresh':
      return commandWork(phase, existing);
    case 'prove-backout':
      return undefined;
  }
}

function backoutWork(phase: Phase, content: Content): Work | undefined {
  const { parts, input } = content;
  switch (phase.does) {
    case 'items': {
      const undone = new Set(
        input.phases.install.phases.filter(({ undoneIn }) => undoneIn === phase.phase).map((one) => one.phase),
      );
      const here = parts.filter((part) => undone.has(part.phase));
      return jobWork(phase, content, here, (steps) => {
        steps.move(
          'restore',
          here.filter((part) => part.existing),
        );
        steps.move(
          'remove',
          here.filter((part) => !part.existing),
        );
      });
    }
    case 'refresh':
      return commandWork(
        phase,
        parts.filter((part) => part.existing),
      );
    case 'prove-backout': {
      const { items } = content;
      return { of: items, step: { checks: backoutChecks(items, parts) } };
    }
    case 'backup':
    case 'prove-backup':
    case 'scan':
      return undefined;
  }
}

function jobWork(
  phase: Phase,
  { input, items, parts: allParts, texts }: Content,
  parts: readonly PlacedPart[],
  move: (steps: JobSteps) => void,
): Work | undefined {
  const brought = items.flatMap((of) =>
    [...of.type.install, ...of.type.undo]
      .filter(({ phase: at, when }) => at === phase.phase && (when === 'always' || when === of.item.action))
      .map((brings) => ({ of, brings })),
  );
  if (parts.length === 0 && brought.length === 0) return undefined;
  const steps = new JobSteps(input);
  move(steps);
  steps.bring(brought);
  const binds = brought.map(({ of }) => of).filter(({ type }) => type.binds !== undefined);
  const checks = input.phases.install.phases.includes(phase) ? packageChecks(binds, allParts, input) : [];
  return {
    of: [...parts.map(({ of }) => of), ...brought.map(({ of }) => of)],
    step: { job: jobOf(phase.step, steps, input, texts), ...(checks.length === 0 ? {} : { checks }) },
  };
}

/**
 * The job of a step: named by the release's prefix and the step, in the class of the system's job card.
 *
 * @param declared whether a person said that running it once more does no harm
 */
export function jobOf(
  step: string,
  { rendered: own }: JobSteps,
  input: PlannerInput,
  texts: JclTexts,
  declared = false,
): PlanStep['job'] {
  const { parts, ...again } = oncePerAttempt(own, input, declared);
  const text = `${parts.flatMap(({ statements }) => statements).join('\n')}\n`;
  const digest = sha256Hex(text);
  texts.set(digest, text);
  return {
    jobname: `${input.release.prefix}${step}`,
    class: input.estate.jobCards.find(({ system }) => system === input.release.system)?.class ?? '',
    steps: parts.flatMap(({ steps }) => steps),
    jcl: digest,
    approved: approvedDigest(text),
    writes: [...new Set(parts.flatMap(({ writes }) => writes))],
    ...again,
  };
}

function checkWork(parts: readonly PlacedPart[], checks: NonNullable<PlanStep['checks']>): Work | undefined {
  return parts.length === 0 ? undefined : { of: parts.map(({ of }) => of), step: { checks } };
}

/** One command a program and region, for members that a CICS region may hold an old copy of. */
function commandWork(phase: Phase, existing: readonly PlacedPart[]): Work | undefined {
  const { command } = phase;
  const held = existing.filter(({ library }) => library.use === 'dfhrpl');
  if (command === undefined || held.length === 0) return undefined;
  const commands = held.flatMap(({ part, library }) =>
    library.regions.map((region): PlannedCommand => ({
      command: rendered(command.text, { region, member: part.member }),
      expects: command.expects,
      forbids: command.forbids,
    })),
  );
  return { of: held.map(({ of }) => of), step: { commands } };
}
