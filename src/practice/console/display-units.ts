import { deviceOf } from '../datasets/volumes.ts';
import { display, localTime } from './displays.ts';
import type { DisplayParts } from './displays.ts';
import type { OperatorCommand } from './operator-commands.ts';

/** `D U` (IEE457I) and `D OMVS,F` (BPXO045I). */
export function displayUnits(parts: DisplayParts): OperatorCommand[] {
  const { site } = parts;
  return [
    display('D U', /^U(?:,|$)/, () => [
      `IEE457I ${localTime(parts)} UNIT STATUS`,
      'UNIT TYPE STATUS        VOLSER     VOLSTATE      SS',
      ...site.volumes.map(({ serial }, at) => {
        return `${deviceOf(site.volumes, serial)} 3390 ${at === 0 ? 'S' : 'A'}              ${serial.padEnd(6)}     PRIV/RSDNT    0`;
      }),
    ]),
    display('D OMVS,F', /^OMVS(?:,F(?:ILE)?)?$/, (operands) => {
      const head = [`BPXO045I ${localTime(parts)} DISPLAY OMVS`, 'OMVS     0010 ACTIVE             OMVS=(00)'];
      if (!operands.includes(',')) return [head[0]?.replace('BPXO045I', 'BPXO042I') ?? '', head[1] ?? ''];
      return [...head, 'TYPENAME   DEVICE ----------STATUS----------- MODE  MOUNTED    LATCHES', ...fileSystems(parts)];
    }),
  ];
}

function fileSystems({ unix, site }: DisplayParts): string[] {
  return (unix?.fileSystems() ?? [])
    .filter(({ mountPoint }) => mountPoint !== undefined)
    .flatMap(({ name, type, device, mode, mountPoint }) => [
      `${type.padEnd(8)} ${String(device).padStart(8)} ACTIVE                      ${mode === 'rdwr' ? 'RDWR' : 'READ'}`,
      `  NAME=${name}`,
      `  PATH=${mountPoint ?? ''}`,
      `  OWNER=${site.system.name.padEnd(8)} AUTOMOVE=Y CLIENT=N`,
    ]);
}
