export { Engine } from './engine.ts';
export { holdRun } from './engine-records.rules.ts';
export { EngineWatch, type BeatCell, type Standing } from './engine-watch.ts';
export type { EngineNeeds, EngineSystem } from './engine-needs.ts';
export type { EngineLimits } from './engine-limits.ts';
export { runOperations } from './run.routes.ts';
export { runService, type RunService } from './run.service.ts';
export { runSteps } from './run-step.views.ts';
export { engineTerms, runs } from './run.views.ts';
