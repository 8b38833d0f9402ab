export { Engine } from './engine.ts';
export type { EngineNeeds, EngineSystem } from './engine-needs.ts';
export { runOperations } from './run.routes.ts';
export { runService, type RunService } from './run.service.ts';
export { runSteps, stepStream } from './run-step.views.ts';
export { engineTerms, runs, runStream } from './run.views.ts';
