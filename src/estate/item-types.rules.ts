import type { Estate } from './estate.schema.ts';
import type { EstateFault } from './estate.rules.ts';
import { pathsIn } from './expression.rules.ts';
import type { ItemJobStep, ItemType, PhasePlan, Phases } from './item-type.schema.ts';

/** The item types and phases of a site. */
export interface ItemTypes {
  readonly types: ReadonlyMap<string, ItemType>;
  readonly phases: Phases;
}

/** What expressions of item types may name first. */
const roots = ['item', 'version', 'release', 'system', 'library', 'step'];

/** What the schema of item types cannot see: phases, groups, libraries and attributes that are not there. */
export function itemTypeFaults({ types, phases }: ItemTypes, estate: Estate): EstateFault[] {
  return [
    ...planFaults('phases.install', phases.install),
    ...planFaults('phases.backout', phases.backout),
    ...phases.install.phases.flatMap(({ phase, undoneIn }) =>
      undoneIn === undefined ? [] : phaseFaults(`phases.install.${phase}.undoneIn`, undoneIn, phases.backout),
    ),
    ...[...types.values()].flatMap((type) => typeFaults(type, phases, estate)),
  ];
}

function phaseFaults(field: string, phase: string, plan: PhasePlan): EstateFault[] {
  return plan.phases.some((one) => one.phase === phase) ? [] : [{ field, why: `there is no phase ${phase}` }];
}

function planFaults(field: string, plan: PhasePlan): EstateFault[] {
  const names = plan.phases.map(({ phase }) => phase);
  const steps = plan.phases.map(({ step }) => step);
  return [
    ...[...names, ...steps].flatMap((name, at, all) =>
      all.indexOf(name) === at ? [] : [{ field, why: `${name} stands there twice` }],
    ),
    ...plan.order.flatMap(({ before, after }, at) => [
      ...phaseFaults(`${field}.order.${at}.before`, before, plan),
      ...phaseFaults(`${field}.order.${at}.after`, after, plan),
    ]),
  ];
}

function typeFaults(type: ItemType, phases: Phases, estate: Estate): EstateFault[] {
  const { install, backout } = phases;
  return [
    ...type.parts.flatMap((part, at) => [
      ...phaseFaults(`${type.type}.parts.${at}.phase`, part.phase, install),
      ...(part.scannedIn === undefined
        ? []
        : phaseFaults(`${type.type}.parts.${at}.scannedIn`, part.scannedIn, install)),
      ...attributeFaults(type, `parts.${at}`, part.member),
      ...(part.aliases === undefined || type.attributes[part.aliases]?.list === true
        ? []
        : [{ field: `${type.type}.parts.${at}.aliases`, why: `${part.aliases} is no list attribute` }]),
    ]),
    ...type.install.flatMap((step, at) => jobStepFaults(type, step, `install.${at}`, install)),
    ...type.undo.flatMap((step, at) => jobStepFaults(type, step, `undo.${at}`, backout)),
    ...type.confirm.flatMap(({ phase, by, instruction }, at) => [
      ...(install.phases.some((one) => one.phase === phase)
        ? []
        : phaseFaults(`${type.type}.confirm.${at}`, phase, backout)),
      ...attributeFaults(type, `confirm.${at}`, by),
      ...attributeFaults(type, `confirm.${at}`, instruction),
    ]),
    ...[...type.approvers.map(({ group }) => group), ...type.usedBy.map(({ answerBy }) => answerBy)].flatMap((group) =>
      estate.groups.some(({ id }) => id === group)
        ? []
        : [{ field: `${type.type}.approvers`, why: `the estate has no group ${group}` }],
    ),
  ];
}

function jobStepFaults(type: ItemType, step: ItemJobStep, field: string, plan: PhasePlan): EstateFault[] {
  const values = Object.values(step.parameters).flat().map(String);
  return [
    ...phaseFaults(`${type.type}.${field}.phase`, step.phase, plan),
    ...[step.step, ...values].flatMap((expression) => attributeFaults(type, field, expression)),
  ];
}

function attributeFaults(type: ItemType, field: string, expression: string): EstateFault[] {
  return pathsIn(expression).flatMap(([root = '', ...path]) => {
    if (!roots.includes(root)) return [{ field: `${type.type}.${field}`, why: `{{ ${root} }} is not known` }];
    if (root !== 'item' || path[0] !== 'attributes' || path[1] === undefined) return [];
    return type.attributes[path[1]] === undefined
      ? [{ field: `${type.type}.${field}`, why: `${path[1]} is no attribute of ${type.type}` }]
      : [];
  });
}
