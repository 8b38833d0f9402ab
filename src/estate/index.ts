export { estateOperations } from './estate.routes.ts';
export { estateFrom, loadEstate } from './load-estate.ts';
export { libraryNames, libraryOf } from './estate.rules.ts';
export { blackoutDuring, instantOf, localTimeOf, millisOf } from './local-time.rules.ts';
export { loadItemTypes } from './load-item-types.ts';
export type { ItemTypes } from './item-types.rules.ts';
