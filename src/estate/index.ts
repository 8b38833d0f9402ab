export { estateOperations } from './estate.routes.ts';
export { estateFrom, estateSchema, loadEstate } from './load-estate.ts';
export { forVersion, isMember, libraryNames, libraryOf, personOf } from './estate.rules.ts';
export { blackoutDuring, instantOf, localTimeOf, millisOf } from './local-time.rules.ts';
export { loadItemTypes } from './load-item-types.ts';
export type { ItemTypes } from './item-types.rules.ts';
