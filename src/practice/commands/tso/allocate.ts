import type { Attributes } from '../../datasets/data-sets.ts';
import { DataSetError } from '../../datasets/data-sets.ts';
import type { CommandEnd, TsoSession } from '../../programs/tso.ts';
import { DynamicDd, LineDd } from './dynamic-dd.ts';
import { dataSetNamed, fullKeyword, keyedWord, type NamedDataSet, wordsOfCommand } from './names.rules.ts';
import { named } from './table.ts';

const statuses = ['SHR', 'OLD', 'NEW', 'MOD'] as const;
const keys = [
  ...['DATASET', 'DSNAME', 'DA', 'FILE', 'FI', 'F', 'DDNAME', 'DUMMY', 'SYSOUT', 'SHR', 'OLD', 'NEW', 'MOD', 'REUSE'],
  ...[
    'SPACE',
    'TRACKS',
    'CYLINDERS',
    'BLOCK',
    'AVBLOCK',
    'DIR',
    'RECFM',
    'LRECL',
    'BLKSIZE',
    'DSORG',
    'DSNTYPE',
    'UNIT',
  ],
  ...[
    'VOLUME',
    'CATALOG',
    'KEEP',
    'DELETE',
    'UNCATALOG',
    'LIKE',
    'USING',
    'RELEASE',
    'STORCLAS',
    'DATACLAS',
    'MGMTCLAS',
  ],
  ...['PATH', 'PATHDISP', 'PATHMODE', 'PATHOPTS', 'FILEDATA', 'MSGFILE', 'DEST', 'HOLD', 'NOHOLD', 'OUTDES', 'WRITER'],
  ...[
    'RETPD',
    'EXPDT',
    'MAXVOL',
    'AVGREC',
    'EATTR',
    'BUFNO',
    'NCP',
    'OPTCD',
    'LABEL',
    'POSITION',
    'PARALLEL',
    'PROTECT',
    'ALTFILE',
  ],
];

type Operands = Map<string, string>;

/** @returns the first word that is no keyword of ALLOCATE */
function readOperands(text: string): Operands | string {
  const operands: Operands = new Map();
  for (const word of wordsOfCommand(text)) {
    const { key, value } = keyedWord(word);
    const full = fullKeyword(key, keys);
    if (full === undefined) return key;
    operands.set(
      full === 'DSNAME' || full === 'DA' ? 'DATASET' : ['FI', 'F', 'DDNAME'].includes(full) ? 'FILE' : full,
      value ?? '',
    );
  }
  return operands;
}

/**
 * ALLOCATE. Data sets are found in the catalog or made; files live until FREE or the end of the session.
 *
 * @see z/OS TSO/E Command Reference, ALLOCATE command; TSO/E Messages, IKJ56225I, IKJ56228I, IKJ56246I
 */
export const allocate = named(['ALLOCATE', 'ALLOC'], (text, session) => {
  const operands = readOperands(text);
  if (typeof operands === 'string') return parseError(session, operands);
  const { allocations, listing } = session;
  const name = (operands.get('FILE') ?? nextName(session)).toUpperCase();
  if (!/^[A-Z#@$][A-Z0-9#@$]{0,7}$/.test(name)) return parseError(session, name);
  const inUse = session.step.dd(name) !== undefined && !operands.has('REUSE');
  const of = operands.get('DATASET');
  if (inUse && operands.has('FILE')) {
    listing.line(
      `IKJ56246I ${of === undefined ? `FILE ${name}` : `DATA SET ${of.replaceAll("'", '')}`} NOT ALLOCATED, FILE IN USE`,
    );
    return { code: 12 };
  }
  allocations.files.get(name)?.release();
  allocations.reading.delete(name);
  if (of === undefined || of === '' || of === '*') return withoutDataSet(session, name, operands);
  return allocateDataSets(session, name, of, operands);
});

export function parseError({ listing }: TsoSession, word: string): CommandEnd {
  listing.line(`IKJ56712I INVALID KEYWORD, ${word}`);
  listing.line('IKJ56703A REENTER THIS OPERAND -');
  return { code: 12 };
}

function nextName({ allocations }: TsoSession): string {
  allocations.named += 1;
  return `SYS${String(allocations.named).padStart(5, '0')}`;
}

function withoutDataSet(session: TsoSession, name: string, operands: Operands): CommandEnd {
  const { allocations, listing, step } = session;
  if (operands.has('PATH')) {
    listing.line('IKJ56251I FILE ' + name + ' NOT ALLOCATED, PATH IS NOT IMITATED FOR TSO ALLOCATE');
    return { code: 12 };
  }
  const wantsData = operands.has('NEW') || operands.has('OLD') || operands.has('SHR') || operands.has('MOD');
  if (wantsData && operands.get('DATASET') === undefined && !operands.has('DUMMY') && operands.has('SPACE')) {
    const dsname = `SYS${step.jobid.slice(-5)}.T${String(allocations.named + 1).padStart(6, '0')}.RA000.${step.jobname}.R01${String(allocations.files.size).padStart(5, '0')}`;
    return allocateDataSets(session, name, `'${dsname}'`, new Map([...operands, ['DELETE', '']]));
  }
  const sysout = operands.has('SYSOUT') || operands.get('DATASET') === '*';
  allocations.files.set(
    name,
    new LineDd(name, sysout ? 'sysout' : 'dummy', sysout ? (text) => listing.line(text) : () => undefined),
  );
  return { code: 0 };
}

function allocateDataSets(session: TsoSession, name: string, of: string, operands: Operands): CommandEnd {
  const sets: NamedDataSet[] = [];
  for (const one of wordsOfCommand(of)) {
    const set = dataSetNamed(one, session.profile.prefix);
    if (set === undefined) {
      session.listing.line(`IKJ56702I INVALID DATA SET NAME, ${one}`);
      return { code: 12 };
    }
    sets.push(set);
  }
  const status = statuses.find((one) => operands.has(one)) ?? 'OLD';
  const busy = sets.find(
    ({ dsname }) => session.step.heldBy?.(dsname, status === 'SHR' ? 'shared' : 'exclusive') !== undefined,
  );
  if (busy !== undefined) {
    session.listing.line(`IKJ56225I DATA SET ${busy.dsname} ALREADY IN USE, TRY LATER+`);
    session.listing.line('IKJ56225I DATA SET IS ALLOCATED TO ANOTHER JOB OR USER');
    return { code: 12 };
  }
  const fault =
    status === 'NEW'
      ? create(session, sets, operands)
      : status === 'MOD'
        ? createMissing(session, sets, operands)
        : missing(session, sets);
  if (fault !== undefined) {
    for (const line of fault) session.listing.line(line);
    return { code: 12 };
  }
  const { dataSets, user } = session.step;
  const disposition = operands.has('DELETE') ? 'DELETE' : 'KEEP';
  session.allocations.files.set(name, new DynamicDd({ name, of: sets, status, user, dataSets, disposition }));
  return { code: 0 };
}

function missing({ step }: TsoSession, sets: readonly NamedDataSet[]): string[] | undefined {
  const lost = sets.find(({ dsname }) => step.dataSets.find(dsname) === undefined);
  if (lost !== undefined) return [`IKJ56228I DATA SET ${lost.dsname} NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED`];
  const flat = sets.find(
    ({ dsname, member }) => member !== undefined && step.dataSets.find(dsname)?.attributes.dsorg !== 'PO',
  );
  if (flat === undefined) return undefined;
  return [`IKJ56709I INVALID DATA SET NAME, ${flat.dsname}(${flat.member ?? ''})`];
}

const createMissing = (session: TsoSession, sets: readonly NamedDataSet[], operands: Operands) =>
  sets.every(({ dsname }) => session.step.dataSets.find(dsname) !== undefined)
    ? undefined
    : create(session, sets, operands);

function create(session: TsoSession, sets: readonly NamedDataSet[], operands: Operands): string[] | undefined {
  const [first] = sets;
  if (first === undefined) return [];
  const { dataSets, user } = session.step;
  try {
    dataSets.create(first.dsname, labelOf(session, first, operands), user);
    return undefined;
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    if (error.fault.kind === 'exists')
      return [
        `IKJ56893I DATA SET ${first.dsname} NOT ALLOCATED+`,
        `IGD17101I DATA SET ${first.dsname}`,
        'NOT DEFINED BECAUSE DUPLICATE NAME EXISTS IN CATALOG',
        'RETURN CODE IS 8 REASON CODE IS 38 IGG0CLEH',
      ];
    return [`IKJ56244I DATA SET ${first.dsname} NOT ALLOCATED, SPACE NOT AVAILABLE`];
  }
}

function labelOf(session: TsoSession, { member }: NamedDataSet, operands: Operands): Attributes {
  const like = operands.get('LIKE');
  const model = like === undefined ? undefined : dataSetNamed(like, session.profile.prefix);
  const base = model === undefined ? undefined : session.step.dataSets.find(model.dsname)?.attributes;
  const using = session.allocations.attributes.get((operands.get('USING') ?? '').toUpperCase());
  const value = (key: string) => operands.get(key) ?? using?.get(key);
  const number = (key: string, otherwise: number) => Number(value(key)?.split(/[ ,]+/)[0] ?? otherwise) || otherwise;
  const [primary = '', secondary = ''] = (value('SPACE') ?? '').split(/[ ,]+/);
  const unit = operands.has('CYLINDERS') ? 15 : 1;
  const recfm = (value('RECFM')?.replaceAll(/[ ,]/g, '').toUpperCase() ?? base?.recfm ?? 'FB') as Attributes['recfm'];
  const lrecl = number('LRECL', base?.lrecl ?? 80);
  const partitioned =
    /^PO/i.test(value('DSORG') ?? '') ||
    member !== undefined ||
    operands.has('DIR') ||
    /^(PDS|LIBRARY)/i.test(value('DSNTYPE') ?? '') ||
    base?.dsorg === 'PO';
  const library =
    /^LIB/i.test(value('DSNTYPE') ?? '') || (value('DSNTYPE') === undefined && base?.dsntype === 'LIBRARY');
  return {
    dsorg: partitioned ? 'PO' : 'PS',
    ...(partitioned ? { dsntype: library ? ('LIBRARY' as const) : ('PDS' as const) } : {}),
    recfm: ['F', 'FB', 'FBA', 'V', 'VB', 'VBA', 'U'].includes(recfm) ? recfm : 'FB',
    lrecl: recfm.startsWith('U') ? 0 : lrecl,
    blksize: number(
      'BLKSIZE',
      base?.blksize ??
        (recfm.startsWith('V') ? 27_998 : recfm.startsWith('U') ? 32_760 : Math.floor(27_998 / lrecl) * lrecl),
    ),
    primary: (Number(primary) || (base?.primary ?? 15)) * (primary === '' ? 1 : unit),
    secondary: (Number(secondary) || (base?.secondary ?? 15)) * (secondary === '' ? 1 : unit),
    dirblk: partitioned && !library ? number('DIR', base?.dirblk ?? 10) : 0,
    spaceUnit: unit === 15 ? 'CYLINDERS' : 'TRACKS',
  };
}
