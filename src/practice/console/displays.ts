import { DateTime } from 'luxon';
import type { Clock } from '../../shared/clock.ts';
import type { Jes } from '../jes/jes.ts';
import type { Site } from '../site/site.schema.ts';
import type { UnixFiles } from '../unix/unix-files.ts';
import type { OperatorCommand } from './operator-commands.ts';
import type { Replies } from './replies.ts';

/** What displays look at. */
export interface DisplayParts {
  readonly clock: Clock;
  readonly jes: Jes;
  readonly site: Site;
  readonly unix?: Pick<UnixFiles, 'fileSystems'>;
  readonly replies?: Replies;
}

/** A `D` or `DISPLAY` command whose operands fit. */
export function display(
  name: string,
  operands: RegExp,
  lines: (operands: string) => readonly string[],
): OperatorCommand {
  const operandsOf = (command: string) => /^(?:D|DISPLAY)\s+(.*)$/.exec(command.trim().toUpperCase())?.[1] ?? '';
  return {
    name,
    matches: (command) => operands.test(operandsOf(command)),
    run: (command) => lines(operandsOf(command)),
  };
}

/** Time of a display: `hh.mm.ss`, and the date where `withDate`. */
export function localTime({ clock, site }: Pick<DisplayParts, 'clock' | 'site'>, format = 'HH.mm.ss'): string {
  return DateTime.fromMillis(clock.now(), { zone: site.system.timeZone }).toFormat(format);
}
