import { runAms } from './idcams.ts';
import type { TsoCommand } from './tso.ts';

/** Access method services commands are TSO commands too; their messages go to SYSTSPRT. */
export const amsCommand: TsoCommand = {
  matches: (command) => /^(DELETE|DEL|DEFINE|DEF|LISTCAT|LISTC|REPRO|ALTER|ALT)\b/i.test(command),
  run: (command, { step, listing, timeZone }) => ({
    code: runAms(step, [` ${command}`], { print: (text) => listing.line(text), echo: false, timeZone }),
  }),
};
