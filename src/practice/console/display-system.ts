import { DateTime } from 'luxon';
import { display, localTime } from './displays.ts';
import type { DisplayParts } from './displays.ts';
import type { OperatorCommand } from './operator-commands.ts';

/** Release names by zosmf_version. */
const releases: Readonly<Record<string, string>> = { '27': '02.04.00', '28': '02.05.00', '29': '03.01.00' };

/**
 * `D T`, `D IPLINFO`, `D M=CPU`, `D SYMBOLS`, `D ASM`, `D PROG,LNKLST` and `D SMS`. Processors, load parameters, page data
 * sets and SMS control data sets are constants: the practice machine is always the same, does not page, and no command
 * here changes them.
 */
export function displaySystem(parts: DisplayParts): OperatorCommand[] {
  const { clock, site } = parts;
  const ipl = clock.now();
  const local = (at: number) => DateTime.fromMillis(at, { zone: site.system.timeZone });
  const time = () => localTime(parts);
  return [
    display('D T', /^T$/, () => {
      const now = local(clock.now());
      const utc = now.toUTC();
      return [
        `IEE136I LOCAL: TIME=${now.toFormat('HH.mm.ss')} DATE=${now.toFormat('yyyy.ooo')}  UTC: TIME=${utc.toFormat('HH.mm.ss')} DATE=${utc.toFormat('yyyy.ooo')}`,
      ];
    }),
    display('D IPLINFO', /^IPLINFO/, () => [
      `IEE254I  ${time()} IPLINFO DISPLAY`,
      ` SYSTEM IPLED AT ${local(ipl).toFormat('HH.mm.ss')} ON ${local(ipl).toFormat('MM/dd/yyyy')}`,
      ` RELEASE z/OS ${releases[site.system.level] ?? '03.01.00'}    LICENSE = z/OS`,
      ' USED LOADPR IN SYS0.IPLPARM ON 00940',
      ' ARCHLVL = 2   MTLSHARE = N',
      ' IEASYM LIST = 00',
      ' IEASYS LIST = (00) (OP)',
      ' IODF DEVICE: ORIGINAL(00940) CURRENT(00940)',
      ` IPL DEVICE: ORIGINAL(00940) CURRENT(00940) VOLUME(${site.volumes[0]?.serial ?? ''})`,
    ]),
    display('D M', /^M(?:=CPU)?$/, () => [
      `IEE174I ${time()} DISPLAY M`,
      'PROCESSOR STATUS',
      'ID  CPU                  SERIAL',
      '00  +                     00ABCD3906',
      '01  +                     00ABCD3906',
      '',
      'CPC ND = 003906.M02.IBM.02.00000000ABCD',
      'CPC SI = 3906.702.IBM.02.000000000000ABCD',
      'CPC ID = 00',
      'CPC NAME = PRACTICE',
      `LP NAME = ${site.system.name.padEnd(8)}   LP ID =  1`,
      'CSS ID  = 0',
      'MIF ID  = 1',
    ]),
    display('D SYMBOLS', /^SYMBOLS/, () => symbols(parts)),
    display('D ASM', /^ASM/, () => [
      `IEE200I ${time()} DISPLAY ASM`,
      'TYPE     FULL STAT   DEV  DATASET NAME',
      'PLPA      45%   OK  0940  SYS1.PLPA.PAGE',
      'COMMON     7%   OK  0940  SYS1.COMMON.PAGE',
      'LOCAL      0%   OK  0940  SYS1.LOCAL1.PAGE',
      'PAGEDEL COMMAND IS NOT ACTIVE',
    ]),
    display('D PROG,LNKLST', /^PROG,(?:LNKLST|LINKLIST)/, () => [
      `CSV470I ${time()} LNKLST DISPLAY`,
      'LNKLST SET LNKLST00   LNKAUTH=LNKLST',
      'ENTRY  APF  VOLUME  DSNAME',
      ...site.linkList.map(
        (dsname, at) => `${String(at + 1).padStart(4)}    A   ${(site.volumes[0]?.serial ?? '').padEnd(6)}  ${dsname}`,
      ),
    ]),
    display('D SMS', /^SMS/, () => [
      `IGD002I ${time().replaceAll('.', ':')} DISPLAY SMS`,
      'SCDS = SYS1.SMS.SCDS',
      'ACDS = SYS1.SMS.ACDS',
      'COMMDS = SYS1.SMS.COMMDS',
      'DINTERVAL = 150',
      `SYSTEM     CONFIGURATION LEVEL    INTERVAL SECONDS`,
      `${site.system.name.padEnd(10)} ${localTime(parts, 'yyyy/MM/dd HH:mm:ss')}          15`,
    ]),
  ];
}

function symbols({ site }: DisplayParts): string[] {
  const { name, sysplex } = site.system;
  const values = [
    ['SYSALVL', '2'],
    ['SYSCLONE', name.slice(-2)],
    ['SYSNAME', name],
    ['SYSPLEX', sysplex],
    ['SYSR1', site.volumes[0]?.serial ?? ''],
  ];
  return [
    'IEA007I STATIC SYSTEM SYMBOL VALUES',
    ...values.map(([symbol = '', value = '']) => `        ${`&${symbol}.`.padEnd(11)}= "${value}"`),
  ];
}
