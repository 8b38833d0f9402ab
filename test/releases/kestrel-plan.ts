import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Change } from '../../src/changes/change.schema.ts';
import { readTemplates, renderTemplate, templateNamed } from '../../src/jcl/index.ts';
import { planRelease, type Planned } from '../../src/releases/planner.rules.ts';
import type { JclMaker, PlannerInput, ProductionUser } from '../../src/releases/planner.schema.ts';
import { ReleaseDraft } from '../../src/releases/release.schema.ts';
import { contentOf, draftOf, folded, kestrel, raised } from '../changes/kestrel.ts';
import { submitChange } from '../../src/changes/change.rules.ts';

const templates = readTemplates('jcl-templates');

export const realJcl: JclMaker = {
  render: (template, values) => renderTemplate(templateNamed(templates, template), values),
};

export function releaseOf(id: string): ReleaseDraft & { id: string } {
  const draft = ReleaseDraft.parse(parse(readFileSync(`fixtures/releases/${id}.yaml`, 'utf8')));
  return { ...draft, id };
}

/** A submitted change whose parts refer to what the sample's members refer to. */
export function submittedChange(id: string, refers: Readonly<Record<string, ProductionUser['refers']>> = {}): Change {
  const change = raised(draftOf(id));
  const items = contentOf(change).map((item) => ({
    ...item,
    parts: item.parts.map((part) => ({
      ...part,
      refers: [...(part.form === 'text' ? (refers[part.member] ?? []) : [])],
    })),
  }));
  return folded(change, submitChange(change, items, change.owner, kestrel));
}

const refers = {
  SVINTCLC: [{ how: 'copy', name: 'SVCINTR' }],
  SVINTPST: [
    { how: 'copy', name: 'SVCINTR' },
    { how: 'call', name: 'SVINTCLC' },
  ],
  SVJQINT1: [{ how: 'procedure', name: 'SVPQINT' }],
  BINDPST: [{ how: 'dbrm', name: 'SVINTPST' }],
};

export const productionUsers: readonly ProductionUser[] = [
  { library: 'KSBP.SAV.COBOL', member: 'SVINTCLC', refers: [{ how: 'copy', name: 'SVCINTR' }] },
  { library: 'KSBP.SAV.COBOL', member: 'SVSTMT01', refers: [{ how: 'copy', name: 'SVCINTR' }] },
  { library: 'KSBP.SAV.COBOL', member: 'SVINTACR', refers: [{ how: 'call', name: 'SVINTCLC' }] },
];

export function inputOf(id: string, over: Partial<PlannerInput> = {}): PlannerInput {
  const release = releaseOf(id);
  return {
    release,
    changes: release.changes.map((change) => submittedChange(change, refers)),
    estate: kestrel.estate,
    types: kestrel.itemTypes.types,
    phases: kestrel.itemTypes.phases,
    jcl: realJcl,
    users: productionUsers,
    ...over,
  };
}

export function planOf(id: string, over: Partial<PlannerInput> = {}): Planned {
  return planRelease(inputOf(id, over));
}
