import { nameMask } from '../../catalog/name-mask.rules.ts';
import type { DefinitionStore } from '../../subsystems/definition-store.ts';
import type { Step } from '../program.ts';

/** One batch terminal session: which screen it is on, and what it answers. */
export interface Ca7Session {
  step: Step;
  jobs: DefinitionStore;
  /** JOB, CONN or SCHD after `DB` or `DBM`. */
  screen: string;
  loggedOn: boolean;
  say: (text: string) => void;
}

const jobname = /^[A-Z#@$][A-Z0-9#@$]{0,7}$/;

/**
 * Joins card images: a trailing comma goes on in the next one.
 *
 * @see CA 7 Database Maintenance Guide, Batch input; numbers and texts of messages were not looked up
 */
export function ca7Commands(lines: readonly string[]): string[] {
  const commands: string[] = [];
  let open = false;
  for (const line of lines) {
    const text = line.slice(0, 71).trim();
    if (text === '' || text.startsWith('*')) continue;
    if (open) commands.push(`${commands.pop() ?? ''}${text}`);
    else commands.push(text);
    open = text.endsWith(',');
  }
  return commands;
}

/** Answers one command as text; nothing that goes wrong here changes the return code of the step. */
export function answer(session: Ca7Session, command: string): void {
  const [verb = '', ...operands] = command
    .toUpperCase()
    .split(',')
    .map((part) => part.trim());
  const said = verb.startsWith('/')
    ? sign(session, verb)
    : session.loggedOn
      ? respond(session, verb, operands)
      : 'SMOS-02 TERMINAL NOT LOGGED ON';
  if (said !== '') session.say(said);
}

function sign(session: Ca7Session, verb: string): string {
  session.loggedOn = verb.startsWith('/LOGON');
  if (session.loggedOn) return `CA-7.023 LOGON ACCEPTED FOR ${verb.split(/\s+/)[1] ?? 'BATCH'}`;
  return verb === '/LOGOFF' ? 'CA-7.027 LOGOFF COMPLETED' : `SMTL-05 COMMAND ${verb} NOT RECOGNIZED OR NOT IMITATED`;
}

const screens = ['JOB', 'CONN', 'SCHD'];
const functions = ['ADD', 'UPD', 'DELETE', 'LIST'];

/** @returns the last line of the answer; empty when a screen was only entered or left */
function respond(session: Ca7Session, verb: string, operands: readonly string[]): string {
  const entered = screens.includes(verb) && operands.length === 0;
  if (entered || ['DB', 'DBM', 'EXIT'].includes(verb)) {
    session.screen = entered ? verb : '';
    return '';
  }
  if (functions.includes(verb)) return maintain(session, session.screen, verb, operands);
  if (screens.includes(verb)) {
    const asked = operands.find((one) => functions.includes(one)) ?? 'LIST';
    return maintain(
      session,
      verb,
      asked,
      operands.filter((one) => !functions.includes(one)),
    );
  }
  const job = valuesOf(operands).get('JOB');
  if (verb === 'LJOB' || verb === 'LSCHD') return list(session, verb, job ?? '*');
  if (verb === 'DEMAND' || verb === 'DEMANDH') return demand(session, verb, job ?? '');
  return `SMTL-05 COMMAND ${verb} NOT RECOGNIZED OR NOT IMITATED`;
}

function valuesOf(operands: readonly string[]): Map<string, string> {
  return new Map(
    operands.map((operand) => {
      const [key = '', value = ''] = operand.split('=');
      return [key, value] as const;
    }),
  );
}

function maintain(session: Ca7Session, screen: string, verb: string, operands: readonly string[]): string {
  const values = valuesOf(operands);
  const name = (operands[0] ?? '').includes('=') ? (values.get('JOB') ?? '') : (operands[0] ?? '');
  const { jobs } = session;
  if (screen === '') return `SMDB-01 ${verb} IS NOT VALID OUTSIDE A DATABASE SCREEN`;
  if (!jobname.test(name)) return `SM20-02 JOB NAME ${name} IS MISSING OR INVALID`;
  if (screen !== 'JOB') return attach(session, screen, verb, name, values);
  const known = jobs.get(name);
  if (verb === 'LIST') return list(session, 'LJOB', name);
  if (verb === 'ADD' && known !== undefined) return `SM20-04 JOB ${name} ALREADY EXISTS IN DATABASE`;
  if (verb !== 'ADD' && known === undefined) return `SM20-05 JOB ${name} NOT FOUND IN DATABASE`;
  if (verb === 'DELETE') jobs.remove(name);
  else
    jobs.put(name, { ...known, ...Object.fromEntries([...values].filter(([key]) => key !== name && key !== 'JOB')) });
  return `SM20-00 ${verb} SUCCESSFUL FOR JOB ${name}`;
}

/** Predecessors (CONN) and schedules (SCHD) of a job that is there. */
function attach(
  { jobs }: Ca7Session,
  screen: string,
  verb: string,
  name: string,
  values: ReadonlyMap<string, string>,
): string {
  const known = jobs.get(name);
  const code = screen === 'CONN' ? 'SM61' : 'SM31';
  if (known === undefined) return `${code}-05 JOB ${name} NOT FOUND IN DATABASE`;
  const detail = [...values]
    .filter(([key, value]) => value !== '' && key !== name)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
  if (detail === '') return `${code}-02 REQUIRED DATA MISSING`;
  const parts = (known[screen] ?? '').split(';').filter((one) => one !== '');
  if (verb === 'DELETE' && !parts.includes(detail)) return `${code}-05 ${detail} NOT FOUND FOR JOB ${name}`;
  const next =
    verb === 'DELETE' ? parts.filter((one) => one !== detail) : [...parts.filter((one) => one !== detail), detail];
  jobs.put(name, { ...known, [screen]: next.join(';') });
  return `${code}-00 ${verb} SUCCESSFUL FOR JOB ${name}`;
}

function list({ jobs, say }: Ca7Session, verb: string, mask: string): string {
  const found = jobs.keys().filter(nameMask(mask));
  say(`${verb},JOB=${mask}`);
  say('JOB      -----JCL----- SYSTEM   USR MAIN PROSE SCHED');
  for (const name of found) {
    const { CONN = '', SCHD = '', ...fields } = jobs.get(name) ?? {};
    say(
      `${name.padEnd(8)} ID ${(fields.JCLID ?? '000').padStart(3, '0')} MEMBER ${(fields.MEMBER ?? name).padEnd(8)} ${Object.entries(
        fields,
      )
        .map(([key, value]) => `${key}=${value}`)
        .join(' ')}`,
    );
    for (const one of CONN.split(';').filter((part) => part !== '')) say(`         TRIGGERED BY/REQUIRES ${one}`);
    for (const one of SCHD.split(';').filter((part) => part !== '')) say(`         SCHEDULE ${one}`);
  }
  return found.length === 0
    ? 'SLIF-04 NO ENTRIES FOUND MATCHING CRITERIA'
    : `SLIF-00 REQUEST COMPLETED AT END OF LIST, ${String(found.length)} ENTRIES`;
}

/** Runs a job now, from the member of its JCLLIB. */
function demand({ step, jobs }: Ca7Session, verb: string, name: string): string {
  const job = jobs.get(name);
  if (job === undefined) return `SPO7-05 JOB ${name} NOT FOUND IN DATABASE`;
  const [library, member] = [job.JCLLIB ?? '', job.MEMBER ?? name];
  const there =
    step.dataSets.find(library)?.attributes.dsorg === 'PO' && step.dataSets.member(library, member) !== undefined;
  const jes = step.subsystems.operations?.jes;
  if (!there || jes === undefined) return `SPO7-08 JCL FOR JOB ${name} NOT FOUND, ${verb} NOT DONE`;
  const scratch = step.scratchDd('JCL');
  for (const record of step.dataSets.read(library, member)) scratch.write(record);
  const submitted = jes.submit({ jcl: scratch.lines().map((line) => line.trimEnd()), user: step.user });
  return submitted === undefined
    ? `SPO7-08 JOB ${name} COULD NOT BE SUBMITTED`
    : `SPO7-00 JOB ${name}(${submitted.jobid}) SCHEDULED FOR DEMAND PROCESSING`;
}
