/** Host command environments of an exec (z/OS TSO/E REXX Reference, Host commands and host command environments). */

import type { CommandEnd, TsoSession } from '../../programs/tso.ts';
import { execio } from './execio.ts';
import type { ExecView } from './host.ts';
import { ispexec } from './ispexec.ts';
import { sdsfCommand } from './sdsf-environment.ts';
import { syscall } from './syscall.ts';

/** One environment: the return code of a command, negative when it was not found or abended. */
export type Environment = (text: string, session: TsoSession, exec: ExecView) => Promise<number>;

/** EXECIO and the commands of the data stack; they are there in every environment of an exec. */
export function stackCommand(text: string, session: TsoSession, exec: ExecView): number | undefined {
  const [verb = '', operand = ''] = text.trim().toUpperCase().split(/\s+/);
  const { stack } = session;
  switch (verb) {
    case 'EXECIO':
      return execio(text, session, exec);
    case 'NEWSTACK':
      stack.newStack();
      return 0;
    case 'DELSTACK':
      stack.deleteStack();
      return 0;
    case 'QSTACK':
      return stack.count;
    case 'QBUF':
      return stack.buffers;
    case 'QELEM':
      return stack.queued;
    case 'MAKEBUF':
      return stack.makeBuffer();
    case 'DROPBUF':
      return stack.dropBuffer();
    case 'SUBCOM':
      return environments[operand] === undefined ? 1 : 0;
    case 'EXECUTIL':
    case 'TS':
    case 'TE':
    case 'HI':
    case 'HT':
    case 'RT':
      return 0;
    default:
      return undefined;
  }
}

/** A return code as an exec sees it. */
export const codeOf = (end: CommandEnd): number =>
  'abend' in end ? -(end.abend === 'system' ? parseInt(end.text.slice(1), 16) : end.code) : end.code;

const tso: Environment = async (text, session, exec) => {
  const done = stackCommand(text, session, exec);
  if (done !== undefined) return done;
  const end = await session.command(text, session);
  return 'unknown' in end && end.unknown ? -3 : codeOf(end);
};

const mvs: Environment = (text, session, exec) => Promise.resolve(stackCommand(text, session, exec) ?? -3);

/** LINK, LINKMVS, ATTACH and their like: a program of the step's libraries with one parameter. */
const link =
  (quoted: boolean): Environment =>
  async (text, { step }, { variables }) => {
    const [name = '', ...rest] = text.trim().split(/\s+/);
    const parm = quoted
      ? rest.map((one) => variables.get(one.toUpperCase()) ?? one.replaceAll("'", '')).join(' ')
      : rest.join(' ');
    try {
      const completion = await step.link(name.toUpperCase(), parm);
      return completion.kind === 'rc'
        ? completion.code
        : -(completion.kind === 'user-abend' ? completion.code : parseInt(completion.code, 16));
    } catch (error) {
      const code = (error as { completion?: { code?: string } }).completion?.code;
      if (code === undefined) throw error;
      return code === '806' ? -3 : -parseInt(code, 16);
    }
  };

export const environments: Readonly<Record<string, Environment>> = {
  TSO: tso,
  MVS: mvs,
  LINK: link(false),
  ATTACH: link(false),
  LINKMVS: link(true),
  LINKPGM: link(true),
  ATTCHMVS: link(true),
  ATTCHPGM: link(true),
  SYSCALL: syscall,
  ISPEXEC: ispexec,
  SDSF: sdsfCommand,
};
