/** The TSO commands of batch jobs, execs and TSO address spaces: one door for all of them. */

import { Listing } from '../../programs/listing.ts';
import { Abend } from '../../programs/program.ts';
import type { CommandEnd, TsoCommand, TsoSession } from '../../programs/tso.ts';
import { LineDd } from './dynamic-dd.ts';

/** A listing that hands each line on, without carriage control. */
export function listingTo(sink: (text: string) => void): Listing {
  return new Listing(new LineDd('SYSTSPRT', 'sysout', (text) => sink(text.slice(1))));
}

export interface CommandTable {
  /** Runs one command; its messages go to the session's listing. */
  run(command: string, session: TsoSession): Promise<CommandEnd>;
}

/** @param commands are asked in order; `fallback` is asked last, for execs that are called by their name alone */
export function commandTable(
  commands: readonly TsoCommand[],
  fallback: (command: string, session: TsoSession) => Promise<CommandEnd | undefined>,
): CommandTable {
  return {
    async run(command, session) {
      const text = command.trim();
      if (text === '') return { code: 0 };
      const known = text.startsWith('%') ? undefined : commands.find((one) => one.matches(text));
      try {
        if (known !== undefined) return await known.run(text, session);
        const end = await fallback(text, session);
        if (end !== undefined) return end;
        const shipped = commands.find((one) => text.startsWith('%') && one.matches(text));
        if (shipped !== undefined) return await shipped.run(text, session);
      } catch (error) {
        return abended(error, session);
      }
      const verb = text.replace(/^%/, '').split(/[\s(,]/)[0] ?? '';
      session.listing.line(`IKJ56500I COMMAND ${verb.toUpperCase()} NOT FOUND`);
      return { code: 12, unknown: true };
    },
  };
}

/** @throws what is no abend, such as a job that was cancelled */
function abended(error: unknown, session: TsoSession): CommandEnd {
  if (!(error instanceof Abend)) throw error;
  const { completion } = error;
  for (const message of error.messages) session.step.wto(message, { system: true });
  const text =
    completion.kind === 'system-abend' ? `S${completion.code}` : `U${String(completion.code).padStart(4, '0')}`;
  const code = completion.kind === 'system-abend' ? 12 : completion.code;
  return { abend: completion.kind === 'system-abend' ? 'system' : 'user', code, text };
}

/** A command with its full name and the shorter forms that TSO/E knows. */
export function named(
  names: readonly string[],
  run: (operands: string, session: TsoSession) => CommandEnd | Promise<CommandEnd>,
): TsoCommand {
  const verb = (command: string) => /^[A-Z#@$][A-Z0-9#@$]*/i.exec(command)?.[0] ?? '';
  return {
    matches: (command) => names.includes(verb(command).toUpperCase()),
    run: (command, session) => run(command.slice(verb(command).length).trim(), session),
  };
}

/** A command that exists on z/OS and not here: its own words and 12. */
export const refused = (names: readonly string[], message: string): TsoCommand =>
  named(names, (_, { listing }) => {
    listing.line(message);
    return { code: 12 };
  });
