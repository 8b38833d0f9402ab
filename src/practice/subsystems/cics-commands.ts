import { DateTime } from 'luxon';
import type { OperatorCommand } from '../console/operator-commands.ts';
import type { PracticeRegion } from './cics.ts';

/** `F <applid>,CEMT …` and transactions entered at the console, answered as the region's own messages. */
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

const cemt = /^CEMT\s+(S|SE|SET|I|INQ|INQUIRE)\s+PRO(?:G|GR|GRA|GRAM)?\(([A-Z0-9#@$]{1,8})\)\s*([A-Z]*)\s*([A-Z]*)$/;

function answer(region: PracticeRegion, text: string, at: DateTime): string[] {
  const parts = cemt.exec(text);
  if (parts !== null) return answerCemt(region, parts, at);
  if (text.startsWith('CEMT')) return trailer(region, at, '1 ERROR', ['SYNTAX: NOT IMITATED BY THE PRACTICE SYSTEM']);
  const transaction = /^[A-Z0-9#@$]{1,4}/.exec(text)?.[0] ?? '';
  const inquiry = region.inquire(transaction);
  switch (inquiry.kind) {
    case 'unknown-transaction':
      return [
        `DFHAC2001 ${at.toFormat('MM/dd/yyyy HH:mm:ss')} ${region.applid} Transaction '${transaction}' is not recognized.`,
      ];
    case 'program-missing':
      return [
        `DFHAC2205 ${at.toFormat('HH:mm:ss')} ${region.applid} Transaction ${transaction} has failed, program ${inquiry.program} not found.`,
      ];
    case 'ran':
      return [
        `${transaction} ${inquiry.program} VERSION ${inquiry.version === '' ? '(NONE)' : inquiry.version} ` +
          (inquiry.sqlcode === 0 ? 'INQUIRY COMPLETE' : 'INQUIRY FAILED'),
        `${transaction} SQLCODE = ${inquiry.sqlcode === 0 ? '000' : String(inquiry.sqlcode)}`,
      ];
  }
}

function answerCemt(region: PracticeRegion, parts: RegExpExecArray, at: DateTime): string[] {
  const [, verb = '', name = '', option = '', last = ''] = parts;
  const set = verb.startsWith('S');
  if (last !== '' || (set && !/^(PH(ASEIN)?|NEW(COPY)?)$/.test(option)))
    return trailer(region, at, '1 ERROR', [`Prog(${name.padEnd(8)}) ${option} IS NOT IMITATED BY THE PRACTICE SYSTEM`]);
  const found = set ? region.phaseIn(name) : region.program(name) === undefined ? 'NOT FOUND' : 'NORMAL';
  if (found === 'NOT FOUND')
    return trailer(region, at, '1 ERROR', [`Prog(${name.padEnd(8)})                  NOT FOUND`]);
  const length = String(region.loadedLength(name)).padStart(10, '0');
  const line = `Prog(${name.padEnd(8)}) Leng(${length}) Cob Pro Ena Pri     Ced`;
  return trailer(region, at, 'NORMAL', [
    line,
    `   Resc(000000000) Use(0000000000) Any Uex Ful Qua Cic     ${set ? 'NORMAL' : ''}`.trimEnd(),
  ]);
}

function trailer(region: PracticeRegion, at: DateTime, response: string, lines: string[]): string[] {
  return [
    ...lines,
    `RESPONSE: ${response} TIME:  ${at.toFormat('HH.mm.ss')}  DATE: ${at.toFormat('MM.dd.yy')}`,
    `SYSID=${region.sysid} APPLID=${region.applid}`,
  ];
}
