import { accessOperations } from '../access/index.ts';
import type { PersonView } from '../access/access.schema.ts';
import { changeOperations, changeService } from '../changes/index.ts';
import { estateOperations, type ItemTypes } from '../estate/index.ts';
import type { Estate } from '../estate/estate.schema.ts';
import { evidenceOperations, evidenceService, evidenceViews } from '../evidence/index.ts';
import { recordService } from '../evidence/record/record.service.ts';
import { eventOperations } from '../http/event-operations.ts';
import type { Operation } from '../http/operation.ts';
import { type ParameterValues, renderTemplate, templateNamed, type Templates } from '../jcl/index.ts';
import { readinessOperations, readinessService } from '../readiness/index.ts';
import { releaseOperations, releaseService } from '../releases/index.ts';
import { runOperations, runService } from '../runs/index.ts';
import { systemClock, type Clock } from '../shared/clock.ts';
import { chance } from '../shared/ids.ts';
import { bookOperations } from './book-operations.ts';
import type { KeptFiles } from './kept-files.ts';
import type { openBook } from './open-book.ts';
import { clockOperations } from './rehearsal-clock.ts';
import { registrationService } from './registration/registration.service.ts';
import { systemOperations } from './system-operations.ts';
import type { checksOver, ConnectedSystem } from './systems.ts';

export interface SliceNeeds {
  readonly book: Awaited<ReturnType<typeof openBook>>;
  readonly estate: Estate;
  readonly itemTypes: ItemTypes;
  readonly templates: Templates;
  readonly clock: Clock;
  readonly system: (id: string) => ConnectedSystem;
  readonly answerChecks: ReturnType<typeof checksOver>;
  readonly key: KeptFiles['key'];
  /** Which instance drives the engine, in words. */
  readonly whoDrives: () => string;
}

export type Slices = ReturnType<typeof assembleSlices>;

/** The services of all slices over one book. */
export function assembleSlices(needs: SliceNeeds) {
  const { book, estate, itemTypes, templates, clock, system, answerChecks, key, whoDrives } = needs;
  const { ledger, proofs } = book;
  const zosmf = (id: string) => system(id).zosmf;
  const jcl = {
    render: (name: string, values: ParameterValues) => renderTemplate(templateNamed(templates, name), values),
  };
  const registration = registrationService({ ledger, system, machine: systemClock, chance });
  const readiness = readinessService({
    ledger,
    estate,
    clock,
    answerChecks,
    registered: (id) => registration.check(id),
  });
  return {
    ledger,
    erasing: book.erasing,
    checkpoint: proofs.checkpoint,
    changes: changeService({ ledger, estate, itemTypes, zosmf }),
    releases: releaseService({ ledger, estate, itemTypes, zosmf, jcl }),
    readiness,
    registration,
    runs: runService({ ledger, estate, readiness, clock }),
    evidence: evidenceService({ ledger, proofs, views: evidenceViews, key }),
    record: recordService({
      ...{ ledger, clock, timeZone: estate.timeZone, whoDrives, notice: () => ledger.refusal()?.message },
    }),
  };
}

export interface ApiNeeds {
  readonly estate: Estate;
  readonly people: readonly PersonView[];
  readonly systems: ReadonlyMap<string, ConnectedSystem>;
  readonly clock: Clock;
  readonly clockFile: string | undefined;
}

/** Every operation under /api/v1. */
export function apiOf(slices: Slices, { estate, people, systems, clock, clockFile }: ApiNeeds): readonly Operation[] {
  const { ledger } = slices;
  return [
    ...changeOperations(slices.changes),
    ...releaseOperations(slices.releases),
    ...readinessOperations(slices.readiness),
    ...runOperations(slices.runs),
    ...evidenceOperations(slices.evidence),
    ...estateOperations(estate),
    ...accessOperations(people),
    ...eventOperations({ ledger, clock: systemClock }),
    ...bookOperations({ ...slices, systems }),
    ...systemOperations({ ledger, systems, registration: slices.registration }),
    ...clockOperations({ ledger, clock, estate, file: clockFile }),
  ];
}
