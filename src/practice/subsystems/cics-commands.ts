import { DateTime } from 'luxon';
import type { OperatorCommand } from '../console/operator-commands.ts';
import { cemtAnswer } from './cemt.ts';
import type { PracticeRegion } from './cics-region.ts';

/** `F <applid>,CEMT …`, CEDA INSTALL and transactions entered at the console, answered as the region's own messages. */
export function regionCommands(
  region: PracticeRegion,
  parts: { now: () => number; timeZone: string },
): OperatorCommand {
  const form = new RegExp(`^(?:F|MODIFY)\\s+${region.applid}\\s*,\\s*'?(.*?)'?\\s*$`, 'i');
  return {
    name: `F ${region.applid}`,
    matches: (command) => form.test(command),
    run(command) {
      const text = (form.exec(command)?.[1] ?? '').toUpperCase();
      const at = DateTime.fromMillis(parts.now(), { zone: parts.timeZone });
      return answer(region, text, at).map((line) => `+${line}`);
    },
  };
}

function answer(region: PracticeRegion, text: string, at: DateTime): string[] {
  if (/^CEMT\b/.test(text)) {
    const { lines, errors } = cemtAnswer(region, text.slice(4).trim());
    return trailer(region, at, errors === 0 ? 'NORMAL' : `${String(errors)} ERROR${errors === 1 ? '' : 'S'}`, lines);
  }
  if (/^CEDA\b/.test(text)) return ceda(region, text, at);
  return transaction(region, text, at);
}

function ceda(region: PracticeRegion, text: string, at: DateTime): string[] {
  const parts = /^CEDA\s+I(?:NSTALL)?\s+(G(?:ROUP)?|L(?:IST)?)\(([A-Z0-9@#$]{1,8})\)$/.exec(text);
  if (parts === null) return trailer(region, at, '1 ERROR', ['S CEDA COMMAND IS NOT IMITATED BY THE PRACTICE SYSTEM']);
  const name = parts[2] ?? '';
  const groups = parts[1]?.startsWith('L') === true ? (region.csd.lists().get(name) ?? []) : [name];
  const installed = groups.map((group) => region.install(group));
  if (groups.length === 0 || installed.includes(undefined))
    return trailer(region, at, '1 ERROR', [`E Group ${name} does not exist in the CSD ${region.csd.dsname}.`]);
  return trailer(region, at, 'NORMAL', ['INSTALL SUCCESSFUL']);
}

function transaction(region: PracticeRegion, text: string, at: DateTime): string[] {
  const name = /^[A-Z0-9#@$]{1,4}/.exec(text)?.[0] ?? '';
  const inquiry = region.inquire(name);
  switch (inquiry.kind) {
    case 'unknown-transaction':
      return [
        `DFHAC2001 ${at.toFormat('MM/dd/yyyy HH:mm:ss')} ${region.applid} Transaction '${name}' is not recognized.`,
      ];
    case 'disabled':
      return [
        `DFHAC2008 ${at.toFormat('MM/dd/yyyy HH:mm:ss')} ${region.applid} Transaction ${name} has been disabled and cannot be used.`,
      ];
    case 'program-missing':
      return [
        `DFHAC2205 ${at.toFormat('HH:mm:ss')} ${region.applid} Transaction ${name} has failed, program ${inquiry.program} not found.`,
      ];
    case 'ran':
      return [
        `${name} ${inquiry.program} VERSION ${inquiry.version === '' ? '(NONE)' : inquiry.version} ` +
          (inquiry.sqlcode === 0 ? 'INQUIRY COMPLETE' : 'INQUIRY FAILED'),
        `${name} SQLCODE = ${inquiry.sqlcode === 0 ? '000' : String(inquiry.sqlcode)}`,
      ];
  }
}

function trailer(region: PracticeRegion, at: DateTime, response: string, lines: readonly string[]): string[] {
  return [
    ...lines,
    `RESPONSE: ${response} TIME:  ${at.toFormat('HH.mm.ss')}  DATE: ${at.toFormat('MM.dd.yy')}`,
    `SYSID=${region.sysid} APPLID=${region.applid}`,
  ];
}
