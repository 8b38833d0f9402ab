import type { Authority } from '../security/authority.ts';
import type { AccessLevel } from '../site/site.schema.ts';
import type { OperatorCommand } from './operator-commands.ts';

interface Needed {
  readonly verb: string;
  readonly resource: string;
  readonly level: AccessLevel;
}

/** OPERCMDS resources of MVS commands (z/OS MVS Planning: Operations, MVS Commands, RACF Access Authorities, and Resource Names). */
const mvs: Readonly<Record<string, readonly [verb: string, resource: string, level: AccessLevel]>> = {
  D: ['DISPLAY', 'MVS.DISPLAY', 'READ'],
  DISPLAY: ['DISPLAY', 'MVS.DISPLAY', 'READ'],
  C: ['CANCEL', 'MVS.CANCEL.JOB', 'UPDATE'],
  CANCEL: ['CANCEL', 'MVS.CANCEL.JOB', 'UPDATE'],
  P: ['STOP', 'MVS.STOP.JOB', 'UPDATE'],
  STOP: ['STOP', 'MVS.STOP.JOB', 'UPDATE'],
  F: ['MODIFY', 'MVS.MODIFY.STC', 'UPDATE'],
  MODIFY: ['MODIFY', 'MVS.MODIFY.STC', 'UPDATE'],
  R: ['REPLY', 'MVS.REPLY', 'READ'],
  REPLY: ['REPLY', 'MVS.REPLY', 'READ'],
  SETPROG: ['SETPROG', 'MVS.SETPROG', 'UPDATE'],
};

/** OPERCMDS resources of JES2 commands (z/OS JES2 Initialization and Tuning Guide, Authorizing the use of operator commands). */
const jes2: Readonly<Record<string, readonly [resource: string, level: AccessLevel]>> = {
  $D: ['JES2.DISPLAY', 'READ'],
  $A: ['JES2.MODIFYRELEASE', 'UPDATE'],
  $H: ['JES2.MODIFYHOLD', 'UPDATE'],
  $C: ['JES2.CANCEL', 'UPDATE'],
  $P: ['JES2.STOP', 'CONTROL'],
  $S: ['JES2.START', 'CONTROL'],
  $T: ['JES2.MODIFY', 'CONTROL'],
  $Z: ['JES2.HALT', 'CONTROL'],
  $E: ['JES2.RESTART', 'CONTROL'],
};

/** Lets a command run only for a user whom OPERCMDS lets; others get IEE345I. */
export const guarded = (commands: readonly OperatorCommand[], authority: Authority): OperatorCommand[] =>
  commands.map((command) => ({
    name: command.name,
    matches: (text) => command.matches(text),
    run(text, user) {
      const needed = neededFor(text.trim().toUpperCase());
      if (needed === undefined || authority.allows(user, 'OPERCMDS', needed.resource, needed.level))
        return command.run(text, user);
      return [`IEE345I ${needed.verb.padEnd(8)} AUTHORITY INVALID, FAILED BY SECURITY PRODUCT`];
    },
  }));

function neededFor(text: string): Needed | undefined {
  if (text.startsWith('$')) {
    const [resource, level] = jes2[text.slice(0, 2)] ?? [];
    const object = /^\$[A-Z]\s*(I|JOBC|SPL?|Q|A|N)\b/.exec(text)?.[1];
    const kinds: Readonly<Record<string, string>> = {
      I: 'INITIATOR',
      JOBC: 'JOBCLASS',
      SP: 'SPOOL',
      SPL: 'SPOOL',
      Q: 'QUEUE',
    };
    return resource === undefined || level === undefined
      ? undefined
      : { verb: text.slice(0, 2), resource: `${resource}.${kinds[object ?? ''] ?? 'BAT'}`, level };
  }
  const [word = '', operand = ''] = text.split(/\s+/);
  const [verb, resource, level] = mvs[word] ?? [];
  if (verb === undefined || resource === undefined || level === undefined) return undefined;
  const object = operand.split(/[,=(]/)[0] ?? '';
  return { verb, resource: object === '' ? resource : `${resource}.${object}`, level };
}
