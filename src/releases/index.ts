export { lastBackout, minutesOf } from './forecast.rules.ts';
export type { Forecast, StepForecast } from './forecast.rules.ts';
export type { JclMaker } from './planner.schema.ts';
export { releaseOperations } from './release.routes.ts';
export { releaseEntry, releaseStream } from './release.rules.ts';
export { releaseService, type ReleaseService } from './release.service.ts';
export { releasesView } from './release.views.ts';
export { keptPlan } from './stored-plan.ts';
