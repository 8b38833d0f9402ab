import type { Db2 } from '../subsystems/subsystems.ts';
import { type Listing, openListing } from './listing.ts';
import { ended, type Program, type Step } from './program.ts';

interface Run {
  db2: Db2;
  step: Step;
  listing: Listing;
}

/*
 * Not looked up: the wordings of DSNU messages other than DSNU000I, DSNU010I and DSNU050I.
 */

/**
 * Db2 utilities: LOAD, UNLOAD, RUNSTATS, REORG, COPY, QUIESCE and CHECK over the small Db2. A utility id that is stopped
 * cannot start again before -TERM UTILITY.
 *
 * @see Db2 for z/OS Utility Guide; Messages, DSNU000I, DSNU010I, DSNU050I
 */
export const dsnutilb: Program = {
  names: ['DSNUTILB', 'DSNUTILU'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    if (listing === undefined) return Promise.resolve(ended(12));
    const [ssid = '', given = ''] = step.parm.split(',').map((one) => one.trim().replaceAll("'", ''));
    const db2 = step.subsystems.db2(ssid.toUpperCase());
    const utilid = given === '' ? `${step.user}.${step.jobname}` : given.toUpperCase();
    if (db2?.active() !== true) {
      listing.line(`DSNU004I  DSNUTILB - UTILITY BATCH MEMBER NOT CONNECTED TO DB2 ${ssid}, SUBSYSTEM NOT OPERATIONAL`);
      return Promise.resolve(ended(8));
    }
    if (db2.utilities.stopped().has(utilid)) {
      listing.line(`DSNU191I  DSNUGUTC - ANOTHER UTILITY WITH UID = ${utilid} IS STOPPED: TERMINATE OR RESTART IT`);
      return Promise.resolve({ kind: 'system-abend', code: '04E', reason: '00E40009' });
    }
    listing.line(`DSNU000I    DSNUGUTC - OUTPUT START FOR UTILITY, UTILID = ${utilid}`);
    listing.line('DSNU1044I   DSNUGTIS - PROCESSING SYSIN AS EBCDIC');
    let highest = 0;
    for (const statement of statementsOf(step.dd('SYSIN')?.lines() ?? [])) {
      listing.line(`DSNU050I    DSNUGUTC - ${statement}`.slice(0, 120));
      const code = perform({ db2, step, listing }, statement);
      highest = Math.max(highest, code);
      if (code >= 8) break;
    }
    if (highest >= 8) {
      db2.utilities.stop(utilid, 'DSNUTILB');
      listing.line(`DSNU012I    DSNUGBAC - UTILITY EXECUTION TERMINATED, HIGHEST RETURN CODE=${String(highest)}`);
    } else listing.line(`DSNU010I    DSNUGBAC - UTILITY EXECUTION COMPLETE, HIGHEST RETURN CODE=${String(highest)}`);
    return Promise.resolve(ended(highest));
  },
};

const verbs =
  /^(LOAD|UNLOAD|RUNSTATS|REORG|COPY|QUIESCE|CHECK|REPAIR|LISTDEF|TEMPLATE|OPTIONS|MODIFY|RECOVER|REBUILD|REPORT|MERGECOPY|DIAGNOSE|EXEC|STOSPACE|BACKUP|RESTORE|CATMAINT|COPYTOCOPY)\b/i;

function statementsOf(lines: readonly string[]): string[] {
  const all: string[] = [];
  for (const line of lines) {
    const text = line.slice(0, 72).replace(/--.*$/, '').trim();
    if (text === '') continue;
    if (verbs.test(text) || all.length === 0) all.push(text);
    else all.push(`${all.pop() ?? ''} ${text}`);
  }
  return all.map((one) => one.replaceAll(/\s+/g, ' ').toUpperCase());
}

const objectOf = (statement: string): string =>
  /\b(?:TABLESPACE|INTO TABLE|FROM TABLE|TABLE|LIST|INDEX)\s+"?([A-Z0-9_@#$]+\.?[A-Z0-9_@#$]*)"?/.exec(
    statement,
  )?.[1] ?? '';

function perform(run: Run, statement: string): number {
  const verb = /^[A-Z]+/.exec(statement)?.[0] ?? '';
  const named = objectOf(statement);
  const name =
    /\bTABLE\b/.test(statement) && named !== '' && !named.includes('.') ? `${run.step.user}.${named}` : named;
  const { utilities } = run.db2;
  const states = utilities.pending().get(name);
  switch (verb) {
    case 'LISTDEF':
    case 'TEMPLATE':
    case 'OPTIONS':
      return 0;
    case 'LOAD':
      return load(run, statement, name);
    case 'UNLOAD':
      return unload(run, name);
    case 'RUNSTATS':
      return said(run, `DSNU610I    DSNUSUTP - SYSTABLESPACE CATALOG UPDATE FOR ${name} SUCCESSFUL`);
    case 'QUIESCE':
      if (states?.has('COPY') === true)
        return said(run, `DSNU471I    DSNUQUIB - COPY PENDING ON TABLESPACE ${name} PROHIBITS PROCESSING`, 8);
      return said(run, `DSNU477I    DSNUQUIA - QUIESCE SUCCESSFUL FOR TABLESPACE ${name}`);
    case 'COPY':
      utilities.setPending(name, 'COPY', false);
      return said(run, `DSNU400I    DSNUBBID - COPY PROCESSED FOR TABLESPACE ${name}`);
    case 'REORG':
      utilities.setPending(name, 'REORP', false);
      if (/\bLOG NO\b/.test(statement) && !/COPYDDN/.test(statement)) utilities.setPending(name, 'COPY', true);
      return said(
        run,
        `DSNU252I    DSNURULD - UNLOAD PHASE STATISTICS - NUMBER OF RECORDS UNLOADED=${String(run.db2.data.table(name)?.rows.length ?? 0)} FOR TABLESPACE ${name}`,
      );
    case 'CHECK':
      utilities.setPending(name, 'CHKP', false);
      return said(run, `DSNU739I    DSNUKDAT - CHECK COMPLETE FOR ${name}`);
    default:
      return said(run, `DSNU016I    DSNUGUTC - UTILITY ${verb} IS NOT IMITATED BY THE PRACTICE SYSTEM`, 8);
  }
}

function said({ listing }: Run, text: string, code = 0): number {
  listing.line(text.slice(0, 120));
  return code;
}

/** Records are taken as text, cut at the columns of POSITION, else one word a column. */
function load(run: Run, statement: string, name: string): number {
  const { db2, step } = run;
  const table = db2.data.table(name);
  if (table === undefined) return said(run, `DSNU056I    DSNUGMAP - TABLE '${name}' NOT FOUND`, 8);
  const ddname = /\bINDDN\s*\(?([A-Z0-9@#$]+)/.exec(statement)?.[1] ?? 'SYSREC';
  const input = step.dd(ddname);
  if (input === undefined) return said(run, `DSNU036I    DSNURWI - UNABLE TO OPEN DDNAME '${ddname}'`, 8);
  if (table.rows.length > 0 && !/\bREPLACE\b|\bRESUME YES\b/.test(statement))
    return said(run, `DSNU332I    DSNURWI - TABLESPACE OF ${name} IS NOT EMPTY, RESUME NO`, 8);
  const columns = table.columns ?? [];
  const places = columns.map(({ name: column }) =>
    new RegExp(`\\b${column} POSITION ?\\( ?(\\d+):(\\d+) ?\\)`).exec(statement),
  );
  const rows = input.lines().map((line) =>
    columns.map((_, at) => {
      const place = places[at];
      return place === null || place === undefined
        ? (line.trim().split(/\s+/)[at] ?? null)
        : line.slice(Number(place[1]) - 1, Number(place[2])).trimEnd();
    }),
  );
  db2.data.put({ ...table, rows: /\bREPLACE\b/.test(statement) ? rows : [...table.rows, ...rows] });
  run.listing.line(
    `DSNU304I    DSNURWT - (RE)LOAD PHASE STATISTICS - NUMBER OF RECORDS=${String(rows.length)} FOR TABLE ${name}`,
  );
  if (!/\bLOG NO\b/.test(statement) || /NOCOPYPEND/.test(statement)) return 0;
  db2.utilities.setPending(name, 'COPY', true);
  return said(run, `DSNU380I    DSNURILD - TABLESPACE OF ${name} IS IN COPY PENDING`, 4);
}

function unload(run: Run, name: string): number {
  const table = run.db2.data.table(name);
  const out = run.step.dd('SYSREC');
  if (table === undefined) return said(run, `DSNU056I    DSNUGMAP - TABLE '${name}' NOT FOUND`, 8);
  if (out === undefined) return said(run, `DSNU036I    DSNUULXA - UNABLE TO OPEN DDNAME 'SYSREC'`, 8);
  out.open({ recfm: 'VB', lrecl: 32_756 });
  for (const row of table.rows) out.writeLine(row.map((value) => String(value ?? '')).join(' '));
  return said(
    run,
    `DSNU1219I   DSNUULIA - THE NUMBER OF RECORDS UNLOADED = ${String(table.rows.length)} FROM ${name}`,
    table.rows.length === 0 ? 4 : 0,
  );
}
