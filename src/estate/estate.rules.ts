import { IANAZone } from 'luxon';
import { DataSetName } from '../jcl/names.schema.ts';
import type { Estate, Library, Person } from './estate.schema.ts';

/** A place in the estate that does not agree with the rest, as `libraries.3.system`, and why. */
export interface EstateFault {
  readonly field: string;
  readonly why: string;
}

/** Everything in an estate that its schema cannot see: names that point nowhere, doubles, and figures that cannot be. */
export function estateFaults(estate: Estate): EstateFault[] {
  return [
    ...(IANAZone.isValidZone(estate.timeZone)
      ? []
      : [{ field: 'timeZone', why: `${estate.timeZone} is no IANA zone` }]),
    ...peopleFaults(estate),
    ...policyFaults(estate),
    ...systemFaults(estate),
    ...libraryFaults(estate),
    ...estate.blackouts.flatMap(({ from, to }, at) =>
      from < to ? [] : [{ field: `blackouts.${at}.to`, why: `${to} is not after ${from}` }],
    ),
  ];
}

function doubles(field: string, names: readonly string[]): EstateFault[] {
  return names.flatMap((name, at) =>
    names.indexOf(name) === at ? [] : [{ field: `${field}.${at}`, why: `${name} stands there twice` }],
  );
}

function unknown(field: string, what: string, name: string, known: readonly string[]): EstateFault[] {
  return known.includes(name) ? [] : [{ field, why: `there is no ${what} ${name}` }];
}

function peopleFaults({ people, groups }: Estate): EstateFault[] {
  const ids = people.map(({ id }) => id);
  return [
    ...doubles('people', ids),
    ...doubles(
      'groups',
      groups.map(({ id }) => id),
    ),
    ...groups.flatMap(({ members, quorum }, at) => [
      ...doubles(`groups.${at}.members`, members),
      ...members.flatMap((member, m) => unknown(`groups.${at}.members.${m}`, 'person', member, ids)),
      ...(quorum <= new Set(members).size
        ? []
        : [{ field: `groups.${at}.quorum`, why: `${quorum} can never be reached by ${members.length} members` }]),
    ]),
  ];
}

function policyFaults({ approvalPolicy, groups }: Estate): EstateFault[] {
  const ids = groups.map(({ id }) => id);
  return Object.entries(approvalPolicy).flatMap(([risk, asked]) =>
    asked.flatMap((group, at) => unknown(`approvalPolicy.${risk}.${at}`, 'group', group, ids)),
  );
}

function systemFaults({ systems, jobCards, applications }: Estate): EstateFault[] {
  const ids = systems.map(({ id }) => id);
  return [
    ...doubles('systems', ids),
    ...doubles(
      'applications',
      applications.map(({ id }) => id),
    ),
    ...doubles(
      'jobCards',
      jobCards.map(({ system }) => system),
    ),
    ...applications.flatMap(({ system }, at) => unknown(`applications.${at}.system`, 'system', system, ids)),
    ...systems.flatMap(({ id, zosmf }, at) => [
      ...(jobCards.some(({ system }) => system === id)
        ? []
        : [{ field: `systems.${at}`, why: `no job card is given for ${id}` }]),
      ...(zosmf.host === undefined && zosmf.profile === undefined
        ? [{ field: `systems.${at}.zosmf`, why: 'needs a host, or the name of a Zowe profile' }]
        : []),
    ]),
    ...jobCards.flatMap((card, at) => [
      ...unknown(`jobCards.${at}.system`, 'system', card.system, ids),
      ...unknown(
        `jobCards.${at}.class`,
        'job class',
        card.class,
        systems.find(({ id }) => id === card.system)?.jobClasses.map((one) => one.class) ?? [card.class],
      ),
    ]),
  ];
}

function libraryFaults(estate: Estate): EstateFault[] {
  const { libraries } = estate;
  return [
    ...doubles(
      'libraries',
      libraries.map(({ system, production }) => `${production} on ${system}`),
    ),
    ...doubles(
      'libraries',
      libraries.map(({ application, role }) => `${role} of ${application}`),
    ),
    ...libraries.flatMap((library, at) => oneLibraryFaults(estate, library, `libraries.${at}`)),
  ];
}

function oneLibraryFaults(estate: Estate, library: Library, field: string): EstateFault[] {
  const system = estate.systems.find(({ id }) => id === library.system);
  return [
    ...unknown(
      `${field}.application`,
      'application',
      library.application,
      estate.applications.map(({ id }) => id),
    ),
    ...unknown(
      `${field}.system`,
      'system',
      library.system,
      estate.systems.map(({ id }) => id),
    ),
    ...library.regions.flatMap((region, at) =>
      unknown(`${field}.regions.${at}`, 'CICS region', region, system?.cics ?? []),
    ),
    ...(library.use === 'dfhrpl' && library.regions.length === 0
      ? [{ field: `${field}.regions`, why: 'a library in DFHRPL has at least one region' }]
      : []),
    ...((library.form === 'load-module') === (library.recfm === 'U')
      ? []
      : [{ field: `${field}.recfm`, why: `${library.recfm} does not fit ${library.form}` }]),
    ...(['staging', 'backup'] as const).flatMap((place) => {
      const name = forVersion(library[place], 'R2609A');
      if (!library[place].includes('{{version}}'))
        return [{ field: `${field}.${place}`, why: 'needs {{version}}: each release has its own' }];
      return DataSetName.safeParse(name).success
        ? []
        : [{ field: `${field}.${place}`, why: `gives ${name}, no data set name` }];
    }),
  ];
}

/** The name of a staging or backup library for one release version. */
export function forVersion(name: string, version: string): string {
  return name.replaceAll(/\{\{\s*version\s*\}\}/g, version);
}

/** The three data set names of a library for one release version. */
export function libraryNames(
  library: Library,
  version: string,
): { production: string; staging: string; backup: string } {
  return {
    production: library.production,
    staging: forVersion(library.staging, version),
    backup: forVersion(library.backup, version),
  };
}

/** The library that has a role in an application, such as COBOL of SAV. */
export function libraryOf(estate: Estate, application: string, role: string): Library | undefined {
  return estate.libraries.find((library) => library.application === application && library.role === role);
}

export function personOf(estate: Estate, id: string): Person | undefined {
  return estate.people.find((person) => person.id === id);
}

export function isMember(estate: Estate, group: string, person: string): boolean {
  return estate.groups.some(({ id, members }) => id === group && members.includes(person));
}
