/** ADDRESS ISPEXEC: the services that batch work needs (z/OS ISPF Services Guide: VGET, VPUT, LMINIT, LMMSTATS, LMMDEL, CONTROL). */

import { DataSetError, type MemberStatistics } from '../../datasets/data-sets.ts';
import type { TsoSession } from '../../programs/tso.ts';
import { dataSetNamed, keyedWord, wordsOfCommand } from '../tso/names.rules.ts';
import type { ExecView } from './host.ts';

type Operands = ReadonlyMap<string, string>;
interface Call {
  operands: Operands;
  words: readonly string[];
  session: TsoSession;
  exec: ExecView;
  dialog: Map<string, string>;
}

const open = new WeakMap<Map<string, string>, Map<string, string>>();
const idsOf = (dialog: Map<string, string>): Map<string, string> => {
  const known = open.get(dialog) ?? new Map<string, string>();
  open.set(dialog, known);
  return known;
};

function lminit({ operands, session, exec, dialog }: Call): number {
  const text = operands.get('DATASET') ?? '';
  const dd = session.step.dd((operands.get('DDNAME') ?? '').toUpperCase());
  const dsname = dd?.dsname ?? dataSetNamed(text, session.profile.prefix)?.dsname;
  if (dsname === undefined || session.step.dataSets.find(dsname) === undefined) return 8;
  const ids = idsOf(dialog);
  const id = `ISR${String(ids.size + 1).padStart(5, '0')}`;
  ids.set(id, dsname);
  exec.variables.set((operands.get('DATAID') ?? 'DATAID').toUpperCase(), id);
  return 0;
}

const dataSetOf = ({ operands, dialog }: Call): string | undefined =>
  idsOf(dialog).get((operands.get('DATAID') ?? '').toUpperCase());

/** Dates as `yy/mm/dd`, years before 65 in this century. */
function dayOf(text: string | undefined, otherwise: number): number {
  const parts = /^(\d\d(?:\d\d)?)\/(\d\d)\/(\d\d)$/.exec(text ?? '');
  if (parts === null) return otherwise;
  const year = Number(parts[1]);
  return Date.UTC(year > 99 ? year : year + (year < 65 ? 2000 : 1900), Number(parts[2]) - 1, Number(parts[3]));
}

function lmmstats(call: Call): number {
  const { operands, session } = call;
  const dsname = dataSetOf(call);
  if (dsname === undefined) return 10;
  const { dataSets, user } = session.step;
  const name = (operands.get('MEMBER') ?? '').toUpperCase();
  const members = name === '*' ? dataSets.members(dsname).map((one) => one.name) : [name];
  for (const member of members) {
    const found = dataSets.member(dsname, member);
    if (found === undefined) return 8;
    const records = dataSets.read(dsname, member);
    if (/^Y/i.test(operands.get('DELETE') ?? '')) dataSets.write(dsname, member, records, { user, statistics: 'none' });
    else
      dataSets.write(dsname, member, records, { user, statistics: statistics(call, found.statistics, records.length) });
  }
  return 0;
}

function statistics(
  { operands, session }: Call,
  before: MemberStatistics | undefined,
  lines: number,
): MemberStatistics {
  const now = session.step.now();
  const number = (key: string, otherwise: number) => Number(operands.get(key) ?? otherwise);
  return {
    version: number('VERSION', before?.version ?? 1),
    modification: number('MODLEVEL', before?.modification ?? 0),
    created: dayOf(operands.get('CREATED') ?? operands.get('CREATED4'), before?.created ?? now),
    changed: dayOf(operands.get('MODDATE') ?? operands.get('MODDATE4'), now),
    currentRecords: number('CURSIZE', lines),
    initialRecords: number('INITSIZE', before?.initialRecords ?? lines),
    modifiedRecords: number('MODRECS', before?.modifiedRecords ?? 0),
    user: (operands.get('USER') ?? session.step.user).toUpperCase(),
  };
}

function lmmdel(call: Call): number {
  const dsname = dataSetOf(call);
  if (dsname === undefined) return 10;
  try {
    call.session.step.dataSets.removeMember(dsname, (call.operands.get('MEMBER') ?? '').toUpperCase());
    return 0;
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    return 8;
  }
}

const namesOf = ({ words }: Call): string[] =>
  (words[1] ?? '')
    .replace(/^\((.*)\)$/, '$1')
    .toUpperCase()
    .split(/[ ,]+/)
    .filter(Boolean);

const services: Readonly<Record<string, (call: Call) => number>> = {
  CONTROL: () => 0,
  LMINIT: lminit,
  LMOPEN: (call) => (dataSetOf(call) === undefined ? 10 : 0),
  LMCLOSE: (call) => (dataSetOf(call) === undefined ? 10 : 0),
  LMFREE: (call) => (idsOf(call.dialog).delete((call.operands.get('DATAID') ?? '').toUpperCase()) ? 0 : 10),
  LMMSTATS: lmmstats,
  LMMDEL: lmmdel,
  LMMFIND(call) {
    const dsname = dataSetOf(call);
    if (dsname === undefined) return 10;
    return call.session.step.dataSets.member(dsname, (call.operands.get('MEMBER') ?? '').toUpperCase()) === undefined
      ? 8
      : 0;
  },
  VPUT(call) {
    for (const name of namesOf(call)) call.dialog.set(name, call.exec.variables.get(name) ?? '');
    return 0;
  },
  VGET(call) {
    const missing = namesOf(call).filter((name) => {
      const value = call.dialog.get(name);
      call.exec.variables.set(name, value ?? '');
      return value === undefined;
    });
    return missing.length > 0 ? 8 : 0;
  },
};

/** @returns the service's code; -3 without ISPSTART, 20 for a service that is not imitated */
export function ispexec(text: string, session: TsoSession, exec: ExecView): Promise<number> {
  const { dialog } = session;
  if (dialog === undefined) return Promise.resolve(-3);
  const verb = /^\s*[A-Z]+/i.exec(text)?.[0] ?? '';
  const words = [verb.trim(), ...wordsOfCommand(text.slice(verb.length))];
  const service = services[(words[0] ?? '').toUpperCase()];
  if (service === undefined) {
    session.listing.line(`ISPS110 ${(words[0] ?? '').toUpperCase()} IS NO ISPF SERVICE OF THE PRACTICE SYSTEM`);
    return Promise.resolve(20);
  }
  const operands = new Map(
    words
      .slice(1)
      .map(keyedWord)
      .map(({ key, value }) => [key, (value ?? '').replace(/^&/, '')]),
  );
  const substituted = new Map(
    [...operands].map(([key, value]) => [key, exec.variables.get(value.toUpperCase()) ?? value]),
  );
  const dataid = operands.get('DATAID');
  if (dataid !== undefined && /^LMINIT$/i.test(words[0] ?? '')) substituted.set('DATAID', dataid);
  return Promise.resolve(service({ operands: substituted, words, session, exec, dialog }));
}
