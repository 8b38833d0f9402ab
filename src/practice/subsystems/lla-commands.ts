import type { OperatorCommand } from '../console/operator-commands.ts';
import type { Lookaside } from './lla.ts';

/**
 * `F LLA,REFRESH`, `F LLA,UPDATE=xx`, `SETPROG LNKLST,UPDATE` and `D LLA`. Every CSVLLAxx names all libraries.
 *
 * @see z/OS MVS System Messages Volume 4, CSV210I; MVS System Commands, MODIFY LLA
 */
export function llaCommands(lookaside: Lookaside): OperatorCommand[] {
  return [
    {
      name: 'F LLA',
      matches: (command) => /^(F|MODIFY)\s+LLA\s*,/i.test(command.trim()),
      run(command) {
        const operand = command
          .slice(command.indexOf(',') + 1)
          .trim()
          .toUpperCase();
        if (operand !== 'REFRESH' && !/^UPDATE=[A-Z0-9@#$]{2}$/.test(operand))
          return [`CSV201I MODIFY LLA PARAMETER ${operand} IS NOT VALID`];
        lookaside.refresh();
        return [`CSV210I LIBRARY LOOKASIDE ${operand === 'REFRESH' ? 'REFRESHED' : 'UPDATED'}`];
      },
    },
    {
      name: 'SETPROG LNKLST',
      matches: (command) => /^SETPROG\s+LNKLST\s*,\s*(ACTIVATE|UPDATE)/i.test(command.trim()),
      run(command) {
        lookaside.reopen();
        const name = /NAME=([A-Z0-9]+)/i.exec(command)?.[1]?.toUpperCase() ?? 'LNKLST00';
        return [`CSV500I LNKLST SET ${name} HAS BEEN ACTIVATED`];
      },
    },
    {
      name: 'D LLA',
      matches: (command) => /^(D|DISPLAY)\s+LLA\b/i.test(command.trim()),
      run: () => [
        'CSV600I LLA DISPLAY',
        `ENTRY L F R P LIBRARY NAME`,
        ...lookaside.libraries.map((dsname, at) => `${String(at + 1).padStart(5)} L       ${dsname}`),
      ],
    },
  ];
}
