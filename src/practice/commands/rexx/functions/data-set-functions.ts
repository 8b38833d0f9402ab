/** SYSDSN and LISTDSI (z/OS TSO/E REXX Reference, TSO/E External Functions). */

import { DateTime } from 'luxon';
import { dataSetNamed, wordsOfCommand } from '../../tso/names.rules.ts';
import type { TsoSession } from '../../../programs/tso.ts';
import type { Variables } from '../variables.ts';

export function sysdsn(session: TsoSession, text: string): string {
  if (text.trim() === '') return 'MISSING DATASET NAME';
  const set = dataSetNamed(text, session.profile.prefix);
  if (set === undefined) return `INVALID DATASET NAME, ${text.trim().toUpperCase()}`;
  const { dataSets, user, subsystems } = session.step;
  const entry = dataSets.find(set.dsname);
  if (entry === undefined) return 'DATASET NOT FOUND';
  if (subsystems.operations?.allows(user, 'DATASET', set.dsname, 'READ') === false) return 'PROTECTED DATASET';
  if (set.member === undefined) return 'OK';
  if (entry.attributes.dsorg !== 'PO') return 'MEMBER SPECIFIED, BUT DATASET IS NOT PARTITIONED';
  return dataSets.member(set.dsname, set.member) === undefined ? 'MEMBER NOT FOUND' : 'OK';
}

/** @returns 0 all variables set, 16 none; SYSREASON says why */
export function listdsi(session: TsoSession, text: string, variables: Variables): string {
  const [name = '', option] = wordsOfCommand(text);
  const dd = /^FILE$/i.test(option ?? '') ? session.step.dd(name.toUpperCase()) : undefined;
  const set = dd?.dsname === undefined ? dataSetNamed(name, session.profile.prefix) : { dsname: dd.dsname };
  const entry = set === undefined ? undefined : session.step.dataSets.find(set.dsname);
  if (set === undefined || entry === undefined) {
    variables.set('SYSREASON', '0005');
    variables.set('SYSMSGLVL1', `IKJ58400I LISTDSI FAILED. SEE REASON CODE IN VARIABLE SYSREASON.`);
    variables.set('SYSMSGLVL2', 'IKJ58405I DATA SET NOT CATALOGED. THE LOCATE MACRO RETURN CODE IS 0008');
    return '16';
  }
  const { attributes } = entry;
  const usage = session.step.dataSets.usage(set.dsname);
  const unit = attributes.spaceUnit === 'CYLINDERS' ? 15 : 1;
  const day = (at: number) => DateTime.fromMillis(at, { zone: session.timeZone }).toFormat('yyyy/ooo');
  const values: Record<string, string | number> = {
    SYSDSNAME: set.dsname,
    SYSVOLUME: entry.volume,
    SYSUNIT: '3390',
    SYSDSORG: attributes.dsorg,
    SYSRECFM: attributes.recfm,
    SYSLRECL: attributes.lrecl,
    SYSBLKSIZE: attributes.blksize,
    SYSKEYLEN: 0,
    SYSALLOC: Math.ceil(usage.allocatedTracks / unit),
    SYSUSED: attributes.dsntype === 'LIBRARY' ? 'N/A' : Math.ceil(usage.usedTracks / unit),
    SYSPRIMARY: Math.ceil(attributes.primary / unit),
    SYSSECONDS: Math.ceil(attributes.secondary / unit),
    SYSUNITS: attributes.spaceUnit === 'CYLINDERS' ? 'CYLINDER' : 'TRACK',
    SYSEXTENTS: usage.extents,
    SYSCREATE: day(entry.created),
    SYSREFDATE: day(entry.referenced),
    SYSEXDATE: '0',
    SYSPASSWORD: 'NONE',
    SYSRACFA: 'GENERIC',
    SYSUPDATED: 'YES',
    SYSTRKSCYL: 15,
    SYSBLKSTRK: attributes.blksize > 0 ? Math.max(1, Math.floor(56_664 / attributes.blksize)) : '',
    SYSDSSMS: attributes.dsorg === 'PS' ? 'SEQ' : attributes.dsntype === 'LIBRARY' ? 'LIBRARY' : 'PDS',
    SYSREASON: '0000',
    SYSMSGLVL1: '',
    SYSMSGLVL2: '',
  };
  for (const [key, value] of Object.entries(values)) variables.set(key, String(value));
  if (attributes.dsorg === 'PO') setDirectory(session, set.dsname, variables, attributes.dsntype);
  return '0';
}

function setDirectory(session: TsoSession, dsname: string, variables: Variables, kind: string | undefined): void {
  const { dataSets } = session.step;
  const pdse = kind === 'LIBRARY';
  variables.set('SYSADIRBLK', pdse ? 'NO_LIM' : String(dataSets.find(dsname)?.attributes.dirblk ?? 0));
  variables.set('SYSUDIRBLK', pdse ? 'N/A' : String(dataSets.usage(dsname).usedDirectoryBlocks));
  variables.set('SYSMEMBERS', String(dataSets.members(dsname).length));
}
