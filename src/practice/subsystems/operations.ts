/** Jobs, console and authority as programs of a job step reach them: TSO commands, SDSF, REXX. */

import type { NameHolder } from './name-holder.ts';
import type { Jes } from '../jes/jes.ts';
import type { AccessLevel, Profile, SiteUser } from '../site/site.schema.ts';

export interface Operations {
  readonly jes: Pick<
    Jes,
    | 'submit'
    | 'jobs'
    | 'byNameAndId'
    | 'hold'
    | 'release'
    | 'cancel'
    | 'purge'
    | 'changeClass'
    | 'spoolFiles'
    | 'spoolRecords'
  >;
  /** Data set names that address spaces hold besides jobs. */
  readonly names?: NameHolder;
  /** JES2 node, sysplex and system names. */
  readonly system: { readonly node: string; readonly sysplex: string; readonly name: string };
  readonly users: readonly Pick<SiteUser, 'userid' | 'name' | 'groups'>[];
  readonly profiles: readonly Profile[];
  /** An operator command and the lines that the console shows. */
  command(text: string, user: string): Promise<readonly string[]>;
  allows(user: string, resourceClass: Profile['class'], resource: string, level: AccessLevel): boolean;
}
