/** EXECIO (z/OS TSO/E REXX Reference, EXECIO). */

import { Abend } from '../../programs/program.ts';
import type { TsoSession } from '../../programs/tso.ts';
import type { ExecView } from './host.ts';

interface Request {
  count: number | undefined;
  operation: 'DISKR' | 'DISKRU' | 'DISKW';
  ddname: string;
  from: number | undefined;
  finis: boolean;
  open: boolean;
  skip: boolean;
  lifo: boolean;
  stem: string | undefined;
}

const form =
  /^EXECIO\s+(\*|\d+)\s+(DISKR|DISKRU|DISKW)\s+([A-Z#@$][A-Z0-9#@$]{0,7})\s*(\d*)\s*(?:\(\s*(.*?)\s*\)?)?\s*$/i;

function readRequest(text: string): Request | undefined {
  const parts = text.length > 500 ? null : form.exec(text.trim());
  if (parts === null) return undefined;
  const words = (parts[5] ?? '').toUpperCase().split(/\s+/).filter(Boolean);
  const request: Request = {
    count: parts[1] === '*' ? undefined : Number(parts[1]),
    operation: (parts[2] ?? '').toUpperCase() as Request['operation'],
    ddname: (parts[3] ?? '').toUpperCase(),
    from: parts[4] === '' || parts[4] === undefined ? undefined : Number(parts[4]),
    ...{ finis: false, open: false, skip: false, lifo: false, stem: undefined },
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === 'FINIS') request.finis = true;
    else if (word === 'OPEN') request.open = true;
    else if (word === 'SKIP') request.skip = true;
    else if (word === 'LIFO') request.lifo = true;
    else if (word === 'STEM') request.stem = words[(at += 1)];
    else if (word !== 'FIFO') return undefined;
  }
  return request;
}

/** @returns 0, 1 a record was cut, 2 the end was reached, 20 not done */
export function execio(text: string, session: TsoSession, exec: ExecView): number {
  const request = readRequest(text);
  if (request === undefined) {
    session.listing.line(`IRX0551E Invalid EXECIO command: ${text.slice(0, 80)}`);
    return 20;
  }
  if (session.step.dd(request.ddname) === undefined) {
    session.listing.line(
      `IRX0557E The input or output file ${request.ddname} is not allocated. It cannot be opened for I/O.`,
    );
    session.listing.line('IRX0670E EXECIO error while trying to GET or PUT a record.');
    return 20;
  }
  try {
    return request.operation === 'DISKW' ? write(request, session, exec) : read(request, session, exec);
  } catch (error) {
    if (!(error instanceof Abend)) throw error;
    for (const message of error.messages) session.step.wto(message, { system: true });
    session.listing.line(`IRX0565E Error opening file ${request.ddname}.`);
    session.listing.line('IRX0670E EXECIO error while trying to GET or PUT a record.');
    return 20;
  }
}

function read(request: Request, session: TsoSession, exec: ExecView): number {
  const { reading } = session.allocations;
  const place = reading.get(request.ddname) ?? { records: session.step.dd(request.ddname)?.lines() ?? [], next: 0 };
  reading.set(request.ddname, place);
  if (request.from !== undefined && request.from > 0) place.next = request.from - 1;
  const wanted = request.count ?? Infinity;
  let got = 0;
  const taken: string[] = [];
  for (; got < wanted && place.next < place.records.length; got += 1, place.next += 1)
    taken.push(place.records[place.next] ?? '');
  if (!request.skip) give(request, taken, session, exec);
  if (request.finis) reading.delete(request.ddname);
  return request.count !== undefined && got < request.count ? 2 : 0;
}

function give({ stem, lifo }: Request, lines: readonly string[], session: TsoSession, { variables }: ExecView): void {
  if (stem === undefined) {
    for (const line of lines)
      if (lifo) session.stack.push(line);
      else session.stack.queue(line);
    return;
  }
  for (const [at, line] of lines.entries()) variables.set(`${stem}${String(at + 1)}`, line);
  if (stem.endsWith('.')) variables.set(`${stem}0`, String(lines.length));
}

function write(request: Request, session: TsoSession, { variables }: ExecView): number {
  const dd = session.step.dd(request.ddname);
  if (dd === undefined) return 20;
  session.allocations.reading.delete(request.ddname);
  dd.open({ recfm: 'VB', lrecl: 255 });
  const { recfm = 'VB', lrecl = 255 } = dd.attributes;
  const room = recfm.startsWith('V') ? lrecl - 4 : recfm === 'U' ? 32_760 : lrecl;
  let code = 0;
  const limit = request.count ?? Infinity;
  for (let at = 1; at <= limit; at += 1) {
    const line =
      request.stem === undefined ? nextQueued(request, session) : variables.get(`${request.stem}${String(at)}`);
    if (line === undefined || (request.count === undefined && request.stem === undefined && line === '')) break;
    if (room > 0 && line.length > room) code = 1;
    dd.writeLine(room > 0 ? line.slice(0, room) : line);
  }
  if (request.finis) putAway(session);
  return code;
}

/** Whoever looks at the data sets of a step finds what was written. */
const putAway = ({ step }: TsoSession) => step.dataSets;

/** With a count the input goes on after the stack is empty; with `*` it ends there. */
function nextQueued({ count }: Request, session: TsoSession): string | undefined {
  return session.stack.pull() ?? (count === undefined ? undefined : session.input.shift());
}
