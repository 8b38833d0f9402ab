/**
 * JES2 control statements (z/OS MVS JCL Reference: JES2 control statements). The numbers and wordings of the messages
 * about wrong ones are unconfirmed. Where output is printed, on which forms and how often (/*ROUTE PRINT, /*OUTPUT,
 * COPIES, FORMS, LINECT, BURST, ROOM) is checked and has no effect to see: nothing here prints.
 */

import { splitList } from '../jcl/operands.rules.ts';
import { readStatements } from '../jcl/records.rules.ts';
import type { Statement } from '../jcl/records.rules.ts';
import { cpuSeconds, outputLimit } from './limits.rules.ts';
import type { OutputLimit } from './limits.rules.ts';

/** What the control statements of one job ask for. */
export interface Jecl {
  readonly priority?: number;
  readonly systems?: readonly string[];
  readonly procedureLibrary?: string;
  readonly cpuSeconds?: number;
  readonly outputLimits: readonly OutputLimit[];
  readonly copies?: number;
  readonly restart?: boolean;
  readonly noLog: boolean;
  /** User of /*NOTIFY. */
  readonly notify?: string;
  /** Texts of /*MESSAGE for the operator. */
  readonly messages: readonly string[];
  /** Volumes of /*SETUP: the job waits until an operator releases it. */
  readonly setup: readonly string[];
  /** Node or remote of /*ROUTE PRINT. */
  readonly printAt?: string;
  /** Node of /*ROUTE XEQ, /*XEQ or /*XMIT. */
  readonly executeAt?: string;
  readonly scan: boolean;
  readonly deleted: boolean;
  readonly purged: boolean;
  /** Operator commands of `/*$…` statements. */
  readonly commands: readonly string[];
  readonly faults: readonly string[];
}

type Draft = { -readonly [Key in keyof Jecl]: Jecl[Key] extends readonly (infer One)[] ? One[] : Jecl[Key] };

const jobparmKeys: Readonly<Record<string, string>> = {
  ...{ B: 'BURST', M: 'BYTES', C: 'CARDS', N: 'COPIES', F: 'FORMS', K: 'LINECT', L: 'LINES', J: 'NOLOG' },
  ...{ G: 'PAGES', P: 'PROCLIB', E: 'RESTART', R: 'ROOM', S: 'SYSAFF', T: 'TIME' },
};
const outputKeys = new Set(
  `BURST B CHARS X CKPTLNS E CKPTPGS P COMPACT Z COPIES N COPYG G DEST D FCB C FLASH O FLASHC Q FORMS F INDEX I LINDEX L
  LINECT K MODTRC M MODIFY Y UCS T`.split(/\s+/),
);

/** Messages about control statements. Numbers and wordings unconfirmed. */
export const jeclTexts = {
  unknown: (statement: string) => `$HASP1110 ${statement} IS NOT A VALID JES2 CONTROL STATEMENT`,
  parameter: (statement: string, parameter: string) =>
    `$HASP1111 ${statement} INVALID PARAMETER ${parameter.slice(0, 20)}`,
  value: (statement: string, key: string) => `$HASP1112 ${statement} INVALID VALUE FOR ${key}`,
  node: (statement: string, node: string) => `$HASP1113 ${statement} NODE ${node} IS NOT DEFINED TO JES2`,
  system: (name: string) => `$HASP1114 /*JOBPARM SYSAFF ${name} IS NOT DEFINED TO JES2`,
} as const;

/** Reads the control statements among a job's records; records of in-stream data are none. */
export function readJecl(lines: readonly string[]): Jecl {
  const draft: Draft = {
    ...{ outputLimits: [], noLog: false, messages: [], setup: [], scan: false, deleted: false, purged: false },
    ...{ commands: [], faults: [] },
  };
  for (const statement of readStatements(lines)) if (statement.kind === 'jecl') take(draft, statement);
  return draft;
}

function take(draft: Draft, { operation, operands }: Statement): void {
  const fields = operands.trim();
  if (operation.startsWith('/*$')) {
    draft.commands.push(`${operation.slice(2)} ${fields}`.trim());
    return;
  }
  const verb = verbs[operation];
  if (verb === undefined) draft.faults.push(jeclTexts.unknown(operation));
  else verb(draft, fields.split(/\s+/)[0] ?? '', fields);
}

/** They belong to networks and remote work stations, of which there are none; JES2 too takes them without a word. */
const ignored = () => undefined;

const verbs: Readonly<Record<string, (draft: Draft, first: string, all: string) => void>> = {
  '/*JOBPARM': (draft, first) => {
    for (const one of splitList(first)) jobparm(draft, one);
  },
  '/*PRIORITY': (draft, first) => {
    if (/^\d{1,2}$/.test(first) && Number(first) <= 15) draft.priority = Number(first);
    else draft.faults.push(jeclTexts.value('/*PRIORITY', 'PRIORITY'));
  },
  '/*MESSAGE': (draft, _first, all) => void draft.messages.push(all),
  '/*NOTIFY': (draft, first) => {
    const user = first.split('.').at(-1) ?? '';
    if (/^[A-Z@#$][A-Z0-9@#$]{0,7}$/.test(user)) draft.notify = user;
    else draft.faults.push(jeclTexts.value('/*NOTIFY', 'USERID'));
  },
  '/*SETUP': (draft, first) => void draft.setup.push(...splitList(first)),
  '/*ROUTE': (draft, first, all) => {
    const [, destination = ''] = all.split(/\s+/);
    if (destination === '') draft.faults.push(jeclTexts.parameter('/*ROUTE', first));
    else if (first === 'XEQ') draft.executeAt = nodeOf(destination);
    else if (first === 'PRINT' || first === 'PUNCH') draft.printAt = destination;
    else draft.faults.push(jeclTexts.parameter('/*ROUTE', first));
  },
  '/*XEQ': (draft, first) => void (draft.executeAt = nodeOf(first)),
  '/*XMIT': (draft, first) => void (draft.executeAt = nodeOf(first)),
  '/*OUTPUT': (draft, first, all) => {
    const parameters = splitList(all.split(/\s+/)[1] ?? '');
    for (const one of parameters)
      if (one !== '' && !outputKeys.has(one.split('=')[0] ?? ''))
        draft.faults.push(jeclTexts.parameter('/*OUTPUT', one));
    if (!/^(\*|[A-Z0-9@#$]{1,4})$/.test(first)) draft.faults.push(jeclTexts.value('/*OUTPUT', 'CODE'));
  },
  '/*SCAN': (draft) => void (draft.scan = true),
  '/*DEL': (draft) => void (draft.deleted = true),
  '/*PURGE': (draft) => void (draft.purged = true),
  '/*EOF': ignored,
  '/*NETACCT': ignored,
  '/*SIGNON': ignored,
  '/*SIGNOFF': ignored,
};

function jobparm(draft: Draft, one: string): void {
  const [written = '', raw = ''] = one.split(/=(.*)/s);
  const key = jobparmKeys[written] ?? written;
  if (!Object.values(jobparmKeys).includes(key)) {
    draft.faults.push(jeclTexts.parameter('/*JOBPARM', one));
    return;
  }
  if (!setJobparm(draft, key, raw)) draft.faults.push(jeclTexts.value('/*JOBPARM', key));
}

/** @returns false when the value is none */
function setJobparm(draft: Draft, key: string, raw: string): boolean {
  switch (key) {
    case 'NOLOG':
      draft.noLog = true;
      return raw === '';
    case 'SYSAFF':
      draft.systems = systemNames(raw);
      return raw !== '';
    case 'PROCLIB':
      draft.procedureLibrary = raw;
      return /^[A-Z@#$][A-Z0-9@#$]{0,7}$/.test(raw);
    case 'RESTART':
      draft.restart = raw === 'Y';
      return /^[YN]$/.test(raw);
    case 'COPIES':
      draft.copies = Number(raw);
      return /^\d{1,3}$/.test(raw) && Number(raw) >= 1 && Number(raw) <= 255;
    case 'TIME': {
      const seconds = /^\d{1,6}$/.test(raw) ? cpuSeconds(raw) : undefined;
      if (seconds !== undefined) draft.cpuSeconds = seconds;
      return seconds !== undefined;
    }
    case 'LINES':
    case 'BYTES':
    case 'PAGES':
    case 'CARDS': {
      const limit = outputLimit(key, raw);
      if (limit !== undefined) draft.outputLimits.push(limit);
      return limit !== undefined;
    }
    case 'LINECT':
      return /^\d{1,3}$/.test(raw) && Number(raw) <= 255;
    case 'BURST':
      return /^[YN]$/.test(raw);
    case 'FORMS':
    case 'ROOM':
      return raw !== '';
    default:
      return false;
  }
}

/** `SY1`, `(SY1,SY2)`, `*`, with or without `IND`, which has no effect. */
export const systemNames = (raw: string): string[] =>
  splitList(raw.replace(/^\((.*)\)$/, '$1')).filter((name) => name !== '' && name !== 'IND');

const nodeOf = (destination: string): string => destination.split(/[.:]/)[0] ?? '';
