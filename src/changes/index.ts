export { changeEntry } from './change.rules.ts';
export type { Site } from './change.rules.ts';
export { changeOperations } from './change.routes.ts';
export { changeService, type ChangeService } from './change.service.ts';
export { changesView } from './change.views.ts';
export { referencesOf } from './read-content.ts';
