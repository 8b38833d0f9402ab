import { nameMask } from '../../catalog/name-mask.rules.ts';
import { commandLines, operandMap, type TsoCommand } from '../tso.ts';
import { openListing, type Listing } from '../listing.ts';
import { ended, type Program, type Step } from '../program.ts';
import type { Scheduler, SchedulerApplication } from '../../subsystems/subsystems.ts';

/**
 * Workload Automation Programming Language, as far as definitions are taken out of the database: OPTIONS, LOADDEF and
 * `LIST ADCOM ADID(x) SELECT(Y)`, which writes batch-loader statements to OUTBL. Other commands end 12.
 *
 * @see Workload Automation Programming Language for z/OS, Batch loader; Output files
 */
export const wapl: Program = {
  names: ['EQQYXTOP', 'EQQWAPL'],
  run(step) {
    const log = step.dd('EQQYLOG') === undefined ? 'SYSTSPRT' : 'EQQYLOG';
    const listing = openListing(step, log);
    return Promise.resolve(ended(listing === undefined ? 12 : runWapl(step, listing, step.parm)));
  },
};

/** The exec under TSO, as the procedure EQQYXJPX calls it: `%EQQYXTOP SUBSYS(x) …`. */
export const waplCommand: TsoCommand = {
  matches: (command) => /^%?EQQYXTOP\b/i.test(command),
  run: (command, { step, listing }) => ({ code: runWapl(step, listing, command.replace(/^%?EQQYXTOP/i, '')) }),
};

interface Session {
  step: Step;
  listing: Listing;
  subsystem: string | undefined;
  loaderDefined: boolean;
  written: string[];
}

function runWapl(step: Step, listing: Listing, options: string): number {
  const subsystem = operandMap(options).get('SUBSYS');
  const session: Session = { step, listing, subsystem, loaderDefined: false, written: [] };
  const input = step.dd('SYSIN');
  let highest = 0;
  for (const command of commandLines(input === undefined ? [] : input.lines())) {
    listing.line(`EQQI200I ${command}`.slice(0, 120));
    highest = Math.max(highest, runOne(session, command));
    if (highest >= 12) break;
  }
  if (session.written.length > 0) highest = Math.max(highest, writeLoader(session));
  listing.line(`RETURN CODE ${String(highest)}`);
  return highest;
}

function runOne(session: Session, command: string): number {
  const operands = operandMap(command);
  const verb = (command.split(/\s/)[0] ?? '').toUpperCase();
  if (verb === 'OPTIONS') {
    session.subsystem = operands.get('SUBSYS') ?? session.subsystem;
    return 0;
  }
  if (verb === 'LOADDEF') {
    session.loaderDefined = /^LOADDEF\s+(AD\*|\*)/i.test(command);
    return session.loaderDefined ? 0 : refuse(session, 'LOADDEF OF OTHER RECORDS THAN AD*');
  }
  if (/^LIST\s+OI(COM)?\b/i.test(command)) return listInstructions(session, operands.get('ADID') ?? '*');
  if (verb !== 'LIST' || !/^LIST\s+AD(COM)?\b/i.test(command)) return refuse(session, verb);
  return listApplications(session, operands.get('ADID') ?? '*', operands.get('SELECT') === 'Y');
}

function refuse({ listing }: Session, what: string): number {
  listing.line(`         ${what} IS NOT IMITATED BY THE PRACTICE SYSTEM`);
  return 12;
}

function listApplications(session: Session, mask: string, select: boolean): number {
  const scheduler = schedulerOf(session);
  if (scheduler === undefined) {
    session.listing.line(`         SUBSYSTEM ${session.subsystem ?? '(NONE NAMED)'} IS NOT ACTIVE`);
    return 12;
  }
  const matches = nameMask(mask, '%');
  const found = scheduler.applications().filter(({ adid }) => matches(adid));
  if (found.length === 0) {
    session.listing.line('EQQA004E NO MATCHING APPLICATION DESCRIPTION(S) FOUND');
    return 4;
  }
  for (const application of found) {
    session.listing.line(`         ADCOM ${application.adid} SELECTED`);
    if (select && session.loaderDefined) session.written.push(...statementsOf(application));
  }
  return 0;
}

/** Operator instructions that the batch loader has kept. */
function listInstructions({ step, listing, subsystem }: Session, mask: string): number {
  const store = step.subsystems.definitions?.(`oi-${subsystem ?? ''}`);
  const keys = (store?.keys() ?? []).filter(nameMask(`${mask} *`, '%'));
  for (const key of keys) {
    listing.line(`         OI ${key} SELECTED`);
    for (const text of Object.values(store?.get(key) ?? {})) listing.line(`           ${text}`);
  }
  if (keys.length === 0) listing.line('EQQA004E NO MATCHING OPERATOR INSTRUCTION(S) FOUND');
  return keys.length === 0 ? 4 : 0;
}

const schedulerOf = ({ step, subsystem }: Session): Scheduler | undefined =>
  subsystem === undefined ? undefined : step.subsystems.scheduler(subsystem);

const statementsOf = ({ statements }: SchedulerApplication): readonly string[] => statements;

function writeLoader({ step, listing, written }: Session): number {
  const output = step.dd('OUTBL');
  if (output === undefined) {
    listing.line('EQQI103W Output file OUTBL not allocated - skipping');
    return 4;
  }
  output.open({ recfm: 'FB', lrecl: 80 });
  for (const line of written) output.writeLine(line);
  listing.line(`         ${String(written.length)} STATEMENTS WRITTEN TO OUTBL`);
  return 0;
}
