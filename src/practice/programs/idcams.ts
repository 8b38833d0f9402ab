import { DateTime } from 'luxon';
import type { AccessLevel, AmsStep } from '../commands/ams/ams.ts';
import type { Margins } from '../commands/ams/reader.rules.ts';
import { runAms } from '../commands/ams/run-ams.ts';

import type { DataSets } from '../datasets/data-sets.ts';
import { localTime, openListing } from './listing.ts';
import { ended } from './program.ts';
import type { Completion, Program, Step } from './program.ts';

const cannotStart = 16;

/**
 * Access method services: each command sets LASTCC, the step ends with MAXCC.
 *
 * @see z/OS DFSMS Access Method Services Commands
 */
export function idcams(timeZone: string): Program {
  return { names: ['IDCAMS'], run: (step) => Promise.resolve(run(step, timeZone)) };
}

const heading = (at: DateTime, page: number) =>
  `IDCAMS  SYSTEM SERVICES${' '.repeat(43)}TIME: ${at.toFormat('HH:mm:ss')}        ${at.toFormat('MM/dd/yy')}     PAGE${String(page).padStart(7)}`;

const completed = (code: number) => `IDC0002I IDCAMS PROCESSING COMPLETE. MAXIMUM CONDITION CODE WAS ${String(code)}`;

function run(step: Step, timeZone: string): Completion {
  const listing = openListing(step, 'SYSPRINT', { recfm: 'VBA', lrecl: 125 });
  if (listing === undefined) return ended(cannotStart);
  listing.line(heading(localTime(step, timeZone), 1), '1');
  const print = (text: string, control = ' ') => listing.line(text, control);
  const input = step.dd('SYSIN');
  if (input === undefined) {
    print('IDC3300I  ERROR OPENING SYSIN', '0');
    print('IDC3380I ** NO DD STATEMENT', ' ');
    return finished(print, cannotStart);
  }
  const margins = marginsOf(step.parm);
  if (margins === undefined) {
    print(`IDC3211I KEYWORD '${step.parm}' IS IMPROPER`, '0');
    return finished(print, cannotStart);
  }
  const lines = input.kind === 'dummy' ? [] : input.lines();
  return finished(print, runAms(step, lines, { print, echo: true, timeZone, margins }));
}

function finished(print: (text: string, control?: string) => void, code: number): Completion {
  print('', '0');
  print(completed(code), '0');
  return ended(code);
}

/**
 * PARM='MARGINS(2 72)' and GRAPHICS(CHAIN(x)), which chooses a print chain. TEST and tables of characters are not imitated.
 *
 * @returns undefined for what is none of them
 */
function marginsOf(parm: string): Margins | undefined {
  const text = parm.trim().toUpperCase();
  if (text === '' || /^(?:GRAPHICS|GRPHC)\(CHAIN\((?:AN|HN|PN|QN|RN|SN|TN)\)\)$/.test(text))
    return { left: 2, right: 72 };
  const parts = /^(?:MARGINS|MGN)\((\d+)[ ,]+(\d+)\)$/.exec(text);
  if (parts === null) return undefined;
  const [left, right] = [Number(parts[1]), Number(parts[2])];
  return left >= 1 && left < right ? { left, right } : undefined;
}

/** Who may do what with a data set. */
export type DataSetAuthority = (user: string, dsname: string, level: AccessLevel) => boolean;

export interface AmsSystem {
  /** Milliseconds since 1970. */
  now(): number;
  allows: DataSetAuthority;
}

/** Access method services without a job step: no DD can be named. The listing has no control characters. */
export function accessMethodServices(dataSets: DataSets, timeZone: string, system?: AmsSystem) {
  return (statements: readonly string[], user: string): Promise<{ listing: readonly string[]; code: number }> => {
    const listing: string[] = [];
    if (system !== undefined) listing.push(heading(DateTime.fromMillis(system.now(), { zone: timeZone }), 1));
    const step: AmsStep = {
      ...{ dataSets, user, dd: () => undefined },
      ...(system === undefined
        ? {}
        : {
            refuses: (dsname: string, level: AccessLevel) => (system.allows(user, dsname, level) ? undefined : []),
            now: () => system.now(),
          }),
    };
    const lines = statements.map((line) => ` ${line}`);
    const code = runAms(step, lines, {
      print: (text) => listing.push(text),
      echo: true,
      timeZone,
      margins: { left: 2, right: 256 },
    });
    listing.push(completed(code));
    return Promise.resolve({ listing, code });
  };
}
