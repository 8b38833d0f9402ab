/** TSO/E external functions about session and system (z/OS TSO/E REXX Reference, TSO/E External Functions). */

import type { TsoSession } from '../../../programs/tso.ts';
import { RexxError } from '../errors.rules.ts';
import type { Variables } from '../variables.ts';
import { listdsi, sysdsn } from './data-set-functions.ts';

export interface Trap {
  stem: string;
  most: number;
  count: number;
}

export interface SessionFunctions {
  session: TsoSession;
  trap: Trap | undefined;
  background: boolean;
}

type Args = readonly (string | undefined)[];
type SessionFunction = (state: SessionFunctions, args: Args, variables: Variables) => string;

function outtrap(state: SessionFunctions, args: Args): string {
  const before = state.trap?.stem ?? 'OFF';
  const [name = '', most = '999999999'] = args;
  if (name === '') return before;
  state.trap =
    name.toUpperCase() === 'OFF'
      ? undefined
      : { stem: name.toUpperCase(), most: Number(most) || 999_999_999, count: 0 };
  return before;
}

function msg({ session }: SessionFunctions, [value]: Args): string {
  const before = session.profile.messages ? 'ON' : 'OFF';
  if (value !== undefined) session.profile.messages = value.trim().toUpperCase() !== 'OFF';
  return before;
}

function prompt({ session }: SessionFunctions, [value]: Args): string {
  const before = session.profile.prompt ? 'ON' : 'OFF';
  if (value !== undefined) session.profile.prompt = value.trim().toUpperCase() !== 'OFF';
  return before;
}

function mvsvar({ session }: SessionFunctions, [name = '', symbol = '']: Args): string {
  const system = session.step.subsystems.operations?.system;
  const values: Readonly<Record<string, string>> = {
    SYSNAME: session.step.sysname,
    SYSPLEX: system?.sysplex ?? '',
    SYSCLONE: session.step.sysname.slice(-2),
    SYSMVS: 'SP7.3.1',
    SYSOPSYS: 'z/OS 03.01.00 HBB77E0',
    SYSNODE: system?.node ?? '',
    SYSDFP: '03.03.01.00',
    SYSSECLAB: '',
    SYSSMFID: session.step.sysname.slice(0, 4),
    SYSSMS: 'ACTIVE',
    SYMDEF: symbol.toUpperCase() === 'SYSNAME' ? session.step.sysname : '',
  };
  return known(values, name);
}

function sysvar({ session, background }: SessionFunctions, [name = '']: Args): string {
  const values: Readonly<Record<string, string>> = {
    SYSUID: session.step.user,
    SYSPREF: session.profile.prefix,
    SYSENV: background ? 'BACK' : 'FORE',
    SYSISPF: session.dialog === undefined ? 'NOT ACTIVE' : 'ACTIVE',
    SYSNODE: session.step.subsystems.operations?.system.node ?? '',
    SYSTSOE: '4030',
    SYSLRACF: '7791',
    SYSRACF: 'AVAILABLE',
    SYSPROC: session.step.jobname,
    SYSNEST: session.nesting > 1 ? 'YES' : 'NO',
    SYSICMD: '',
    SYSPCMD: '',
    SYSSCMD: '',
    SYSTERMID: '',
    SYSLTERM: '0',
    SYSWTERM: '0',
    SYSCPU: '0.01',
    SYSSRV: '100',
    SYSHSM: '',
    SYSJES: 'JES2 z/OS 3.1',
  };
  return known(values, name);
}

function known(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name.trim().toUpperCase()];
  if (value === undefined) throw new RexxError(40);
  return value;
}

const first = ([text]: Args): string => {
  if (text === undefined) throw new RexxError(40);
  return text;
};

const functions: Readonly<Record<string, SessionFunction>> = {
  OUTTRAP: outtrap,
  MSG: msg,
  PROMPT: prompt,
  MVSVAR: mvsvar,
  SYSVAR: sysvar,
  SYSDSN: ({ session }, args) => sysdsn(session, first(args)),
  LISTDSI: ({ session }, args, variables) => listdsi(session, first(args), variables),
  SYSCPUS: (_, args, variables) => {
    variables.set(`${first(args).toUpperCase()}0`, '1');
    variables.set(`${first(args).toUpperCase()}1`, '000000012345678562');
    return '0';
  },
  SYSCALLS: () => '0',
  ISFCALLS: () => '0',
  SETLANG: () => 'ENU',
};

/** @returns undefined when TSO/E has no such function here */
export function sessionFunction(
  state: SessionFunctions,
  name: string,
  args: Args,
  variables: Variables,
): string | undefined {
  return functions[name]?.(state, args, variables);
}
