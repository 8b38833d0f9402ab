export { evidenceOperations } from './evidence.routes.ts';
export { type BookProofs, evidenceService, type EvidenceService } from './evidence.service.ts';
export { evidenceViews } from './folds.views.ts';
export { verifyCommand } from './verify-command.ts';
