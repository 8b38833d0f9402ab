import { allocate } from './allocate.ts';
import { alter } from './alter.ts';
import type { AmsCommand } from './ams.ts';
import { AmsFailure, catalogSays } from './ams.ts';
import { define } from './define.ts';
import { deleteCommand } from './delete.ts';
import { listcat } from './listcat.ts';
import { exportCommand, importCommand } from './portable.ts';
import { print } from './print.ts';
import { repro } from './repro.ts';
import { buildIndex, examine, verify } from './vsam-care.ts';

/** Commands for catalogs themselves: they need an authority that nobody has here, whatever their parameters. */
const forCatalogs = ['DIAGNOSE', 'SHCDS', 'DCOLLECT', 'SETCACHE', 'LISTDATA', 'RECOVER', 'CREATE', 'CONNECT'];

/** Commands that the practice system imitates, and those that it refuses; any other verb is unknown. */
export const commands: readonly AmsCommand[] = [
  ...[deleteCommand, define, alter, listcat, repro, print],
  ...[verify, examine, buildIndex, exportCommand, importCommand, allocate],
];

/** The answer to a command that only a storage administrator may give. */
export const refusalOf = (verb: string): AmsFailure | undefined =>
  forCatalogs.includes(verb) ? new AmsFailure(catalogSays.security(), 12) : undefined;
