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

/** The answer to one command without its prefix; DSN9022I when it was done, DSN9023I when not. */
export function db2Answer(db2: Db2, subsystems: Pick<Subsystems, 'threads'>, command: string): string[] {
  const text = command.trim().toUpperCase();
  const prefix = `-${db2.ssid}`;
  if (/^DIS(PLAY)?\s+THREAD\(/.test(text)) {
    const own = [...subsystems.threads()].filter(([, thread]) => thread.db2.ssid === db2.ssid);
    const rows = own.map(
      ([correlation, { plan }]) => `BATCH    T  *     12 ${correlation.padEnd(24)} ${plan.padEnd(8)}`,
    );
    return [
      `DSNV401I  ${prefix} DISPLAY THREAD REPORT FOLLOWS -`,
      ...(rows.length === 0
        ? [`DSNV404I  ${prefix} NO CONNECTIONS MEET THE REQUIREMENTS OF THE DISPLAY COMMAND`]
        : [`DSNV402I  ${prefix} ACTIVE THREADS -`, 'NAME     ST A   REQ ID                       PLAN', ...rows]),
      `DSN9022I  ${prefix} DSNVDT '-DIS THREAD' NORMAL COMPLETION`,
    ];
  }
  if (/^DIS(PLAY)?\s+GROUP\b/.test(text)) {
    return [
      `DSN7100I  ${prefix} DSN7GCMD`,
      `*** BEGIN DISPLAY OF GROUP(........) ${db2.ssid} MODE(NEW FUNCTION)`,
      '*** END DISPLAY OF GROUP(........)',
      `DSN9022I  ${prefix} DSN7GCMD 'DISPLAY GROUP ' NORMAL COMPLETION`,
    ];
  }
  return [
    `DSN9016I  ${prefix} '${text.split(/[\s(]/)[0] ?? ''}' COMMAND REJECTED, NOT IMITATED BY THE PRACTICE SYSTEM`,
    `DSN9023I  ${prefix} DSN9SCND '${text.split(/[\s(]/)[0] ?? ''}' ABNORMAL COMPLETION`,
  ];
}
