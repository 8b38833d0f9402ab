import { display, localTime } from './displays.ts';
import type { DisplayParts } from './displays.ts';
import type { OperatorCommand } from './operator-commands.ts';

/** `D R,L` (IEE112I) and the reply `R nn,text` (IEE600I). The message for a number that does not wait is unconfirmed. */
export function displayReplies(parts: DisplayParts): OperatorCommand[] {
  const form = /^(?:R|REPLY)\s+(\d{1,4})(?:,|\s)\s*'?(.*?)'?$|^(\d{1,4})[,\s]\s*'?(.*?)'?$/i;
  return [
    display('D R', /^R(?:,|$)/, () => {
      const waiting = parts.replies?.outstanding() ?? [];
      const counts = `RM=${String(waiting.length).padEnd(4)} IM=0     CEM=0     EM=0     RU=0    IR=0    NOAMRF`;
      const lines = waiting.map(({ id, text, jobname }) => ` ${id} R ${jobname.padEnd(8)} *${id} ${text}`);
      const head = [`IEE112I ${localTime(parts)} PENDING REQUESTS`, counts];
      return lines.length === 0 ? head : [...head, ' ID:R/K T JOB NAME MESSAGE TEXT', ...lines];
    }),
    {
      name: 'R',
      matches: (command) => form.test(command.trim()),
      run(command) {
        const match = form.exec(command.trim());
        const id = (match?.[1] ?? match?.[3] ?? '').padStart(2, '0');
        const text = match?.[2] ?? match?.[4] ?? '';
        if (parts.replies?.reply(id, text) === true) return [`IEE600I REPLY TO ${id} IS;${text.toUpperCase()}`];
        return [`IEE846I REPLY ${id} NOT OUTSTANDING`];
      },
    },
  ];
}
