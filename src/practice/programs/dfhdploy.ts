import type { CicsRegion } from '../subsystems/subsystems.ts';
import { openListing, type Listing } from './listing.ts';
import { ended, type Program, type Step } from './program.ts';

/**
 * DFHDPLOY SET PROGRAM(x) SCOPE(y) NEWCOPY|PHASEIN TIMEOUT(n). A scope is a region, or `*` for all of them.
 *
 * @see CICS TS, DFHDPLOY utility: commands and return codes. Messages are worded after their use, not looked up
 */
export const dfhdploy: Program = {
  names: ['DFHDPLOY'],
  async run(step) {
    const listing = openListing(step, 'SYSTSPRT') ?? openListing(step, 'SYSPRINT');
    if (listing === undefined) return ended(12);
    const text = (step.dd('SYSIN') ?? step.dd('SYSTSIN'))?.lines() ?? [];
    const commands = text
      .map((line) =>
        line
          .slice(0, 72)
          .replace(/^\*.*/, '')
          .replaceAll(/\/\*.*?(\*\/|$)/g, ' '),
      )
      .join(' ')
      .split(';')
      .map((one) => one.replaceAll(/\s+/g, ' ').trim().toUpperCase())
      .filter((one) => one !== '');
    let code = 0;
    for (const command of commands) {
      listing.line(`DFHRL2300 ${command}`.slice(0, 120));
      const rc = await perform(step, listing, command);
      code = rc >= 8 ? rc : Math.max(code, rc);
      if (rc >= 8) break;
    }
    listing.line(`DFHRL2301 DFHDPLOY ENDED WITH RETURN CODE ${String(code)}`);
    return ended(code);
  },
};

async function perform(step: Step, listing: Listing, command: string): Promise<number> {
  if (/^SET CICSPLEX\([^)]+\)( CMAS\([^)]+\))?$/.test(command)) return 0;
  const value = (key: string) => new RegExp(`\\b${key}\\(([^)]*)\\)`).exec(command)?.[1]?.trim();
  const program = value('PROGRAM');
  const how = /\bPHASEIN\b/.test(command) ? 'PHASEIN' : /\bNEWCOPY\b/.test(command) ? 'NEWCOPY' : undefined;
  if (!command.startsWith('SET PROGRAM(') || program === undefined || how === undefined) {
    listing.line('DFHRL2302 COMMAND IS NOT VALID, OR NOT IMITATED BY THE PRACTICE SYSTEM');
    return 12;
  }
  const scope = value('SCOPE') ?? '*';
  const regions = step.subsystems.regions().filter(({ applid }) => scope === '*' || applid === scope);
  const having = regions.filter((region) => region.program(program) !== undefined);
  if (having.length === 0) {
    listing.line(`DFHRL2303 PROGRAM ${program} NOT FOUND IN SCOPE ${scope}`);
    return 8;
  }
  const seconds = Number(value('TIMEOUT') ?? '300');
  const codes = [];
  for (const region of having) codes.push(await oneRegion(step, listing, { region, program, how, seconds }));
  return Math.max(...codes);
}

interface Request {
  region: CicsRegion;
  program: string;
  how: 'NEWCOPY' | 'PHASEIN';
  seconds: number;
}

/** NEWCOPY is tried again until no task runs the program, or time is up. */
async function oneRegion(step: Step, listing: Listing, { region, program, how, seconds }: Request): Promise<number> {
  const refresh = () => region.refresh?.(program, how) ?? region.phaseIn(program);
  const until = step.now() + seconds * 1000;
  let answer = refresh();
  while (answer === 'IN USE' && step.now() < until) {
    await step.wait(Math.max(0.1, Math.min(1, (until - step.now()) / 1000)));
    answer = refresh();
  }
  listing.line(
    `DFHRL2304 ${how} OF PROGRAM ${program} IN ${region.applid}: ${answer === 'IN USE' ? 'TIMED OUT, THE PROGRAM IS IN USE' : answer}`,
  );
  if (answer === 'NORMAL') return 0;
  return answer === 'IN USE' ? 4 : 8;
}
