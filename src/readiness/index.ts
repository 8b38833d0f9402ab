export { readinessOperations } from './readiness.routes.ts';
export { readinessService, type ReadinessService } from './readiness.service.ts';
export { answerSystemChecks } from './system-checks.ts';
export type { SystemCheckDeps } from './system-check-deps.ts';
