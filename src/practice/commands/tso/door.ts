import { Listing } from '../../programs/listing.ts';
import { dsnCommand } from '../../programs/dsn.ts';
import type { Step } from '../../programs/program.ts';
import { waplCommand } from '../../programs/scheduling/wapl.ts';
import type { CommandEnd, TsoCommand, TsoSession } from '../../programs/tso.ts';
import { xmitCommands } from '../../programs/xmit.ts';
import { DataStack } from '../rexx/stack.ts';
import { allocate } from './allocate.ts';
import { noAllocations } from './allocations.ts';
import { altlib, call, exec, implicitExec, ispstart, tsoexec } from './call.ts';
import { ams, listds, rename } from './data-sets.ts';
import { attrib, free, listalc } from './free.ts';
import { cancel, status, submit } from './jobs.ts';
import { racfCommands } from './racf.ts';
import { executil, profile, send, time } from './session-commands.ts';
import { sessionStep } from './session-step.ts';
import { commandTable, listingTo, refused } from './table.ts';
import { unixCommands } from './unix.ts';

const commands: readonly TsoCommand[] = [
  ...[dsnCommand, waplCommand, ams, allocate, free, attrib, listalc, listds, rename, submit, status, cancel],
  ...[call, tsoexec, exec, altlib, ispstart, profile, send, time, executil],
  ...unixCommands,
  ...racfCommands,
  ...xmitCommands,
  refused(['OUTPUT', 'OUT'], 'IKJ56302I OUTPUT COMMAND NOT IMITATED, OUTPUT OF JOBS IS READ WITH SDSF OR Z/OSMF'),
  refused(['EDIT', 'E', 'TEST', 'LINK', 'LOADGO', 'COBTEST'], 'IKJ56500I COMMAND NOT IMITATED BY THE PRACTICE SYSTEM'),
];

const table = commandTable(commands, implicitExec);

export interface SessionParts {
  step: Step;
  listing: Listing;
  timeZone: string;
  /** Commands to come, and what PULL of an exec reads. @default none */
  input?: string[];
}

/** Opens a TSO session over a step: of a job, or one that a TSO address space made for itself. */
export function tsoSession({ step, listing, timeZone, input = [] }: SessionParts): TsoSession {
  const allocations = noAllocations();
  return {
    ...{ listing, timeZone, began: step.now(), input, allocations, nesting: 0, stack: new DataStack() },
    step: sessionStep(step, allocations),
    profile: { prefix: step.user, messageIds: true, messages: true, prompt: false },
    command: (text, session) => table.run(text, session),
  };
}

/** Frees what the session allocated: files are written, DELETE is done. @throws the first failure, after all were freed */
export function endSession({ allocations }: TsoSession): void {
  const failures: unknown[] = [];
  for (const file of allocations.files.values()) {
    try {
      file.release();
    } catch (error) {
      failures.push(error);
    }
  }
  allocations.files.clear();
  if (failures.length > 0) throw failures[0];
}

/** Runs one command of a session and gives its code and its lines. @throws what is no abend of the command */
export async function runTsoCommand(
  session: TsoSession,
  text: string,
): Promise<{ rc: number; lines: readonly string[]; end: CommandEnd }> {
  const lines: string[] = [];
  const end = await session.command(text, { ...session, listing: listingTo((line) => lines.push(line)) });
  return { rc: 'abend' in end ? 12 : end.code, lines, end };
}
