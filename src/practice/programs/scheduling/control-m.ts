import type { DefinitionStore } from '../../subsystems/definition-store.ts';
import { type Listing, openListing } from '../listing.ts';
import { ended, type Program, type Step } from '../program.ts';

interface Definition {
  job: string;
  fields: Readonly<Record<string, string>>;
}

const nameForm = /^[A-Z#@$][A-Z0-9#@$]{0,7}$/;

/**
 * Job definitions of a table as keyword statements: each begins at MEMNAME=; other keywords follow on the same or the
 * next lines. The real tables are screens kept as records; this text form is the practice system's own.
 */
function definitionsIn(lines: readonly string[]): Definition[] {
  const definitions: { job: string; fields: Record<string, string> }[] = [];
  for (const line of lines) {
    if (line.startsWith('*')) continue;
    for (const [, key = '', value = ''] of line.slice(0, 72).matchAll(/([A-Z][A-Z0-9-]*)=('[^']*'|\S+)/g)) {
      if (key === 'MEMNAME') definitions.push({ job: value, fields: {} });
      const last = definitions.at(-1);
      if (last !== undefined && key !== 'MEMNAME') last.fields[key] = value.replaceAll("'", '');
    }
  }
  return definitions;
}

interface Run {
  step: Step;
  listing: Listing;
  store: DefinitionStore;
}

function program(names: readonly string[], work: (run: Run) => number): Program {
  return {
    names,
    run(step) {
      const listing = openListing(step, step.dd('DAPRINT') === undefined ? 'SYSPRINT' : 'DAPRINT');
      const store = step.subsystems.definitions?.('control-m');
      return Promise.resolve(ended(listing === undefined || store === undefined ? 8 : work({ step, listing, store })));
    },
  };
}

const linesOf = (step: Step, ...names: string[]): readonly string[] => {
  const dd = names.map((name) => step.dd(name)).find((one) => one !== undefined);
  return dd === undefined || dd.kind === 'dummy' ? [] : dd.lines();
};

const parmValue = (step: Step, key: string): string | undefined =>
  new RegExp(`\\b${key}=([^,\\s]+)`).exec(step.parm)?.[1];

/**
 * CTMBLT: builds definitions of a table (`TABLE=name` in PARM or as a statement) from SYSIN or DAJOB. Return code 0; 8
 * when a definition has no valid MEMNAME, then nothing is built. CTMTBUPD: changes fields of definitions that are there
 * (`TABLE=… MEMNAME=… key=value`), 4 for one that is not. Wordings were not looked up.
 *
 * @see BMC Control-M for z/OS, CTMBLT General Parameters; Control-M Utilities
 */
export const ctmblt = program(['CTMBLT', 'CTMBLTE'], ({ step, listing, store }) => {
  const lines = linesOf(step, 'SYSIN', 'DAJOB');
  const table = parmValue(step, 'TABLE') ?? /\bTABLE=(\S+)/.exec(lines.join('\n'))?.[1] ?? '';
  const definitions = definitionsIn(lines);
  const bad = definitions.find(({ job }) => !nameForm.test(job));
  if (!nameForm.test(table) || bad !== undefined || definitions.length === 0) {
    listing.line(
      `CTMBLT  DEFINITION IN ERROR: ${bad?.job ?? (definitions.length === 0 ? 'NO MEMNAME' : `TABLE=${table}`)}`,
    );
    return 8;
  }
  for (const { job, fields } of definitions) {
    store.put(`${table} ${job}`, { ...fields });
    listing.line(`CTMBLT  TABLE ${table} JOB ${job} BUILT`);
  }
  return 0;
});

export const ctmtbupd = program(['CTMTBUPD'], ({ step, listing, store }) => {
  const lines = linesOf(step, 'SYSIN', 'DAINPUT');
  const table = parmValue(step, 'TABLE') ?? /\bTABLE=(\S+)/.exec(lines.join('\n'))?.[1] ?? '';
  const codes = definitionsIn(lines).map(({ job, fields }) => {
    const known = store.get(`${table} ${job}`);
    listing.line(`CTMTBUPD TABLE ${table} JOB ${job} ${known === undefined ? 'NOT FOUND' : 'UPDATED'}`);
    if (known === undefined) return 4;
    store.put(`${table} ${job}`, { ...known, ...fields });
    return 0;
  });
  return Math.max(0, ...codes);
});

/**
 * CTMJOB: orders or forces the jobs of tables: `TABLE=name` statements in DAJOB (or a table's own text), PARM ORDER or
 * FORCE. A definition in error is JOB536S, 8, and ends the run unless CNTERCRD=Y; a table that is nowhere is 8.
 *
 * @see BMC Control-M for z/OS, CTMJOB; JOB536S
 */
export const ctmjob = program(['CTMJOB'], (run) => {
  const { step, listing, store } = run;
  const lines = linesOf(step, 'DAJOB', 'SYSIN');
  const goesOn = /CNTERCRD=Y/.test(`${step.parm} ${lines.join(' ')}`);
  const verb = /FORCE/.test(`${step.parm} ${lines[0] ?? ''}`) ? 'FORCED' : 'ORDERED';
  const tables = [...lines.join('\n').matchAll(/\bTABLE=(\S+)(?:[ ,]+JOB=(\S+))?/g)];
  const fromTables = tables.flatMap(([, table = '', job]) => inTable(run, table, job));
  const definitions = [...fromTables, ...(tables.length === 0 ? definitionsIn(lines) : [])];
  let code = fromTables.length === 0 && tables.length > 0 ? 8 : 0;
  for (const { job, fields } of definitions) {
    const submitted = order(step, job, fields);
    if (submitted === undefined) {
      listing.line(
        `JOB536S DEFINITION OF JOB ${job} IS IN ERROR: ${nameForm.test(job) ? `MEMBER ${job} OF ${fields.MEMLIB ?? '(NO MEMLIB)'} NOT FOUND` : 'MEMNAME'}`,
      );
      code = 8;
      if (!goesOn) break;
      continue;
    }
    listing.line(`JOB511I JOB ${job} ORDERID=${submitted} ${verb}`);
    store.put(`order ${submitted}`, { JOB: job, ...fields });
  }
  return code;
});

function inTable({ listing, store }: Run, table: string, job: string | undefined): Definition[] {
  const found = store
    .keys()
    .filter((key) => key.startsWith(`${table} `) && (job === undefined || key === `${table} ${job}`));
  if (found.length === 0) listing.line(`JOB538S TABLE ${table}${job === undefined ? '' : ` JOB ${job}`} NOT FOUND`);
  return found.map((key) => ({ job: key.slice(table.length + 1), fields: store.get(key) ?? {} }));
}

/** @returns the job id under which the job's member was submitted */
function order(step: Step, job: string, fields: Readonly<Record<string, string>>): string | undefined {
  const library = fields.MEMLIB ?? '';
  const there =
    nameForm.test(job) &&
    step.dataSets.find(library)?.attributes.dsorg === 'PO' &&
    step.dataSets.member(library, job) !== undefined;
  const jes = step.subsystems.operations?.jes;
  if (!there || jes === undefined) return undefined;
  const scratch = step.scratchDd('JCL');
  for (const record of step.dataSets.read(library, job)) scratch.write(record);
  return jes.submit({ jcl: scratch.lines().map((line) => line.trimEnd()), user: step.user })?.jobid;
}

/**
 * IOACND and CTMCND: `ADD|DELETE|CHECK COND name date` in PARM or SYSIN. Return code 0; 4 when a condition to delete or
 * to check is not there; 8 for a statement that cannot be read.
 */
export const conditions = program(['IOACND', 'CTMCND'], ({ step, listing, store }) => {
  const statements = [step.parm, ...linesOf(step, 'SYSIN')].map((one) => one.trim()).filter((one) => one !== '');
  const codes = statements.map((statement) => {
    const parts = /^(ADD|DELETE|CHECK)\s+COND\s+(\S+?)(?:[\s,]+(\d{4}|STAT|\*{4}))?$/.exec(statement);
    if (parts === null) {
      listing.line(`CTM65DS INVALID STATEMENT: ${statement}`);
      return 8;
    }
    const [, verb = '', name = '', date = 'STAT'] = parts;
    const key = `condition ${name} ${date}`;
    const there = store.get(key) !== undefined;
    if (verb === 'ADD') store.put(key, { NAME: name, DATE: date });
    if (verb === 'DELETE') store.remove(key);
    const done = verb === 'ADD' || there;
    listing.line(
      `CTM657I CONDITION ${name} ${date} ${done ? ({ ADD: 'ADDED', DELETE: 'DELETED', CHECK: 'EXISTS' }[verb] ?? '') : 'NOT FOUND'}`,
    );
    return done ? 0 : 4;
  });
  return statements.length === 0 ? 8 : Math.max(...codes);
});

/** The AutoEdit test is not imitated. */
export const ctmaesim = program(['CTMAESIM'], ({ listing }) => {
  listing.line('CTMAESIM: THE AUTOEDIT SIMULATION IS NOT IMITATED BY THE PRACTICE SYSTEM');
  return 8;
});
