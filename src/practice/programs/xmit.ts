import { dataSetNamed } from '../commands/tso/names.rules.ts';
import { named } from '../commands/tso/table.ts';
import { DateTime } from 'luxon';
import { DataSetError } from '../datasets/data-sets.ts';
import { bundled, cut, pasted, unbundled } from './copying/bundle.ts';
import type { BundledSet } from './copying/bundle.ts';
import { fillSet, restoreSet, wholeSet } from './copying/whole-sets.ts';
import { operandMap } from './tso.ts';
import type { CommandEnd, TsoCommand, TsoSession } from './tso.ts';

const kind = 'NETDATA';
const recordLength = 80;

interface Named {
  dsname: string;
  member?: string;
}

/** The value of a keyword as a data set name; apostrophes are looked for in the command itself. */
function nameIn(text: string, keywords: readonly string[], prefix: string): Named | undefined {
  for (const keyword of keywords) {
    const value = new RegExp(`\\b${keyword}\\(\\s*('[^']*'|[^()\\s]+(?:\\([^()]*\\))?)\\s*\\)`, 'i').exec(text)?.[1];
    if (value !== undefined) return dataSetNamed(value, prefix);
  }
  return undefined;
}

const failed = ({ listing }: TsoSession, message: string, code = 12): CommandEnd => {
  listing.line(message);
  return { code };
};

/**
 * TRANSMIT of a data set or member into a file of 80-byte records. Their form is this system's own, not that of other
 * systems; nothing is sent over a network.
 *
 * @see z/OS TSO/E Command Reference, TRANSMIT
 */
function transmit(text: string, session: TsoSession): CommandEnd {
  const { step, profile, listing, timeZone } = session;
  const source = nameIn(text, ['DATASET', 'DSNAME', 'DA', 'DSN'], profile.prefix);
  const target = nameIn(text, ['OUTDSNAME', 'OUTDSN', 'OUTDA', 'OUTDATASET'], profile.prefix);
  const ddname = operandMap(text).get('OUTDDNAME') ?? operandMap(text).get('OUTDD') ?? operandMap(text).get('OUTFILE');
  const addressee = /^\S+/.exec(text)?.[0]?.toUpperCase() ?? '';
  if (!/^[A-Z0-9$#@]+\.[A-Z0-9$#@]+$/.test(addressee))
    return failed(session, `INMX034I Addressee '${addressee}' is not valid.`);
  if (source === undefined) return failed(session, 'INMX033I No data set was named to be transmitted.');
  if (target === undefined && ddname === undefined)
    return failed(
      session,
      `INMX050I Node ${addressee.split('.')[0] ?? ''} is not defined to this system; use OUTDSNAME.`,
    );
  const set = contentOf(session, source);
  if (set === undefined) return failed(session, `INMX032I Data set '${source.dsname}' not found.`);
  const records = cut(bundled(kind, [set]), recordLength);
  const dd = ddname === undefined ? undefined : step.dd(ddname);
  if (dd !== undefined) {
    dd.open({ recfm: 'FB', lrecl: recordLength });
    for (const record of records) dd.write(record);
  } else if (target === undefined || !writeTo(session, target, records))
    return failed(session, `INMX040I Output data set could not be written.`);
  const at = DateTime.fromMillis(step.now(), { zone: timeZone }).toFormat("MM/dd/yyyy 'at' HH:mm:ss");
  const data = Math.max(set.records.length, set.members.length);
  listing.line(
    `INMX000I 0 message and ${String(data)} data records sent as ${String(records.length)} records to ${addressee}`,
  );
  listing.line(`INMX001I Transmission occurred on ${at}.`);
  return { code: 0 };
}

function contentOf({ step }: TsoSession, { dsname, member }: Named): BundledSet | undefined {
  const { dataSets } = step;
  if (member === undefined) return wholeSet(dataSets, dsname);
  const entry = dataSets.find(dsname);
  if (entry?.attributes.dsorg !== 'PO' || dataSets.member(dsname, member) === undefined) return undefined;
  const { dsntype: _, ...label } = entry.attributes;
  return {
    dsname,
    attributes: { ...label, dsorg: 'PS', dirblk: 0 },
    records: dataSets.read(dsname, member),
    members: [],
  };
}

function writeTo({ step }: TsoSession, { dsname, member }: Named, records: readonly Buffer[]): boolean {
  const { dataSets, user } = step;
  try {
    if (dataSets.find(dsname) === undefined && member === undefined) {
      const tracks = Math.ceil((records.length * recordLength) / 48_000) + 1;
      dataSets.create(
        dsname,
        {
          dsorg: 'PS',
          recfm: 'FB',
          lrecl: recordLength,
          blksize: 3120,
          primary: tracks,
          secondary: tracks,
          dirblk: 0,
          spaceUnit: 'TRACKS',
        },
        user,
      );
    }
    dataSets.write(dsname, member, records, { user, statistics: 'none' });
    return true;
  } catch (error) {
    if (error instanceof DataSetError) return false;
    throw error;
  }
}

/**
 * RECEIVE of a file that TRANSMIT made. The reply to its prompt is the next line of input: `DA('name')`, `DELETE`,
 * `END`, or nothing for the name that the data set had.
 *
 * @see z/OS TSO/E Command Reference, RECEIVE
 */
function receive(text: string, session: TsoSession): CommandEnd {
  const { step, profile, listing, input } = session;
  const source = nameIn(text, ['INDSNAME', 'INDSN', 'INDA', 'INDATASET'], profile.prefix);
  const ddname = operandMap(text).get('INDDNAME') ?? operandMap(text).get('INDD') ?? operandMap(text).get('INFILE');
  if (source === undefined && ddname === undefined) {
    listing.line('INMR003I You have no messages or data sets to receive.');
    return { code: 0 };
  }
  const set = received(session, source, ddname);
  if (typeof set === 'string') return failed(session, set);
  listing.line(`INMR901I Dataset ${set.dsname} from ${step.user} on ${step.sysname}`);
  listing.line("INMR906A Enter restore parameters or 'DELETE' or 'END' +");
  const reply = (input.shift() ?? '').trim();
  if (/^(END|DELETE|DEL)\b/i.test(reply)) return ended(session, source, reply);
  const target =
    nameIn(reply, ['DATASET', 'DSNAME', 'DA', 'DSN'], profile.prefix) ?? ownName(set.dsname, profile.prefix);
  return restore(session, set, target.dsname);
}

const ownName = (dsname: string, prefix: string): Named => ({
  dsname: prefix === '' ? dsname : [prefix, ...dsname.split('.').slice(1)].join('.'),
});

function received({ step }: TsoSession, source: Named | undefined, ddname: string | undefined): BundledSet | string {
  const dd = ddname === undefined ? undefined : step.dd(ddname);
  if (source === undefined && dd === undefined) return `INMR110I File ${ddname ?? ''} is not allocated.`;
  if (source !== undefined) {
    const entry = step.dataSets.find(source.dsname);
    const present =
      source.member === undefined ||
      (entry?.attributes.dsorg === 'PO' && step.dataSets.member(source.dsname, source.member) !== undefined);
    if (entry === undefined || !present) return `INMR111I Data set '${source.dsname}' not found.`;
  }
  const records = source === undefined ? (dd?.records() ?? []) : step.dataSets.read(source.dsname, source.member);
  const bytes = pasted(records);
  const set = bytes === undefined ? undefined : unbundled(kind, bytes)?.[0];
  return set ?? 'INMR108I The input file is not in a form that RECEIVE can restore.';
}

function ended({ step, listing }: TsoSession, source: Named | undefined, reply: string): CommandEnd {
  if (/^DEL/i.test(reply) && source?.member === undefined && source !== undefined) step.dataSets.remove(source.dsname);
  listing.line('INMR101I The data set was not restored.');
  return { code: 4 };
}

function restore(session: TsoSession, set: BundledSet, dsname: string): CommandEnd {
  const { step, listing } = session;
  const { dataSets, user } = step;
  const refusal = step.refuses?.(dsname, 'ALTER');
  if (refusal !== undefined) {
    for (const line of refusal) step.wto(line, { system: true });
    return failed(session, `INMR112I You are not authorized to write data set '${dsname}'.`);
  }
  const present = dataSets.find(dsname);
  if (present !== undefined && present.attributes.dsorg !== set.attributes.dsorg)
    return failed(session, `INMR908A The input file attributes conflict with those of '${dsname}'.`);
  try {
    if (present === undefined) restoreSet(dataSets, set, dsname, user);
    else fillSet(dataSets, set, dsname, user);
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    return failed(session, `INMR113I Restore of '${dsname}' failed: ${error.fault.kind}.`, 8);
  }
  listing.line(`INMR001I Restore successful to dataset '${dsname}'`);
  return { code: 0 };
}

/** TRANSMIT and RECEIVE for the table of TSO commands. Wordings of INM messages other than INMX000I, INMX001I, INMR901I, INMR906A and INMR001I are not verified. */
export const xmitCommands: readonly TsoCommand[] = [named(['TRANSMIT', 'XMIT'], transmit), named(['RECEIVE'], receive)];
