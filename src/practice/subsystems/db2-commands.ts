import type { OperatorCommand } from '../console/operator-commands.ts';
import type { Db2, Subsystems } from './subsystems.ts';

/** Db2 commands by their prefix, such as `-DBP1 DISPLAY THREAD(*)`. */
export function db2Commands(db2: Db2, subsystems: Pick<Subsystems, 'threads'>): OperatorCommand {
  const form = new RegExp(`^-${db2.ssid}\\s+(.*)$`, 'i');
  return {
    name: `-${db2.ssid}`,
    matches: (command) => form.test(command.trim()),
    run: (command) => db2Answer(db2, subsystems, form.exec(command.trim())?.[1] ?? ''),
  };
}

type Answer = (db2: Db2, prefix: string, text: string, subsystems: Pick<Subsystems, 'threads'>) => string[];

const normal = (prefix: string, csect: string, command: string) =>
  `DSN9022I  ${prefix} ${csect} '${command}' NORMAL COMPLETION`;

const displayThread: Answer = (db2, prefix, _, subsystems) => {
  const own = [...subsystems.threads()].filter(([, thread]) => thread.db2.ssid === db2.ssid);
  const rows = own.map(([correlation, { plan }]) => `BATCH    T  *     12 ${correlation.padEnd(24)} ${plan.padEnd(8)}`);
  return [
    `DSNV401I  ${prefix} DISPLAY THREAD REPORT FOLLOWS -`,
    ...(rows.length === 0
      ? [`DSNV404I  ${prefix} NO CONNECTIONS MEET THE REQUIREMENTS OF THE DISPLAY COMMAND`]
      : [`DSNV402I  ${prefix} ACTIVE THREADS -`, 'NAME     ST A   REQ ID                       PLAN', ...rows]),
    normal(prefix, 'DSNVDT', '-DIS THREAD'),
  ];
};

const displayGroup: Answer = (db2, prefix) => [
  `DSN7100I  ${prefix} DSN7GCMD`,
  `*** BEGIN DISPLAY OF GROUP(........) ${db2.ssid} MODE(NEW FUNCTION)`,
  '*** END DISPLAY OF GROUP(........)',
  normal(prefix, 'DSN7GCMD', 'DISPLAY GROUP '),
];

/** Restricted objects only with RESTRICT; a database's own states are not kept apart from those of its tables. */
const displayDatabase: Answer = (db2, prefix) => {
  const rows = [...db2.utilities.pending()].map(
    ([name, states]) => `${name.padEnd(27)} TS   RW,${[...states].join(',')}`,
  );
  return [
    `DSNT360I  ${prefix} ${'*'.repeat(35)}`,
    `DSNT361I  ${prefix} *  DISPLAY DATABASE SUMMARY`,
    ...(rows.length === 0 ? [`DSNT365I  ${prefix} NO DATABASES FOUND WITH RESTRICTIVE STATES`] : rows),
    normal(prefix, 'DSNTDDIS', 'DISPLAY DATABASE'),
  ];
};

const displayUtility: Answer = (db2, prefix) => {
  const rows = [...db2.utilities.stopped()].map(
    ([utilid, utility]) =>
      `DSNU100I  ${prefix} DSNUGDIS - USERID = * UTILID = ${utilid} STATUS = STOPPED UTILITY = ${utility}`,
  );
  return [
    ...(rows.length === 0 ? [`DSNU112I  ${prefix} DSNUGDIS - NO AUTHORIZED UTILITY FOUND FOR UTILID = *`] : rows),
    normal(prefix, 'DSNUGCCC', '-DIS UTIL'),
  ];
};

const terminate: Answer = (db2, prefix, text) => {
  const utilid = /\(([^)]*)\)/.exec(text)?.[1]?.trim() ?? '';
  const names = utilid === '*' ? [...db2.utilities.stopped().keys()] : [utilid];
  const found = names.filter((name) => db2.utilities.terminate(name));
  if (found.length === 0)
    return [
      `DSNU112I  ${prefix} DSNUGTRM - NO AUTHORIZED UTILITY FOUND FOR UTILID = ${utilid}`,
      normal(prefix, 'DSNUGCCC', '-TERM UTIL'),
    ];
  return [
    `DSNU116I  ${prefix} DSNUGTRM - TERMINATION OF UTILITY ${found.join(',')} COMPLETE`,
    normal(prefix, 'DSNUGCCC', '-TERM UTIL'),
  ];
};

const startStop =
  (on: boolean): Answer =>
  (db2, prefix) => {
    db2.setActive(on);
    return on
      ? [`DSNY001I  ${prefix} SUBSYSTEM STARTING`, normal(prefix, 'DSNYASCP', 'START DB2')]
      : [`DSNY002I  ${prefix} SUBSYSTEM STOPPING`, normal(prefix, 'DSNYASCP', 'STOP DB2')];
  };

const answers: readonly (readonly [RegExp, Answer])[] = [
  [/^DIS(PLAY)?\s+THD\b|^DIS(PLAY)?\s+THREAD\b/, displayThread],
  [/^DIS(PLAY)?\s+GROUP\b/, displayGroup],
  [/^DIS(PLAY)?\s+(DB|DATABASE)\b/, displayDatabase],
  [/^DIS(PLAY)?\s+UTIL(ITY)?\b/, displayUtility],
  [/^TERM(INATE)?\s+UTIL(ITY)?\b/, terminate],
  [/^(STA|START)\s+DB2\b/, startStop(true)],
  [/^(STO|STOP)\s+DB2\b/, startStop(false)],
];

/** The answer to one command without its prefix; DSN9022I when it was done, DSN9023I when not. */
export function db2Answer(db2: Db2, subsystems: Pick<Subsystems, 'threads'>, command: string): string[] {
  const text = command.trim().toUpperCase();
  const prefix = `-${db2.ssid}`;
  const found = answers.find(([form]) => form.test(text));
  if (found !== undefined) return found[1](db2, prefix, text, subsystems);
  const verb = text.split(/[\s(]/)[0] ?? '';
  return [
    `DSN9016I  ${prefix} '${verb}' COMMAND REJECTED, NOT IMITATED BY THE PRACTICE SYSTEM`,
    `DSN9023I  ${prefix} DSN9SCND '${verb}' ABNORMAL COMPLETION`,
  ];
}
