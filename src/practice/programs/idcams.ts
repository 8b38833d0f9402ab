import { commands } from './idcams-commands.ts';
import { type AmsNode, type Comparison, readCommands } from './idcams-control.ts';
import { localTime, openListing } from './listing.ts';
import { ended, type Program, type Step } from './program.ts';

/**
 * Access method services: each command sets LASTCC, the step ends with MAXCC.
 *
 * @see DFSMS Access Method Services Commands
 */
export function idcams(timeZone: string): Program {
  return {
    names: ['IDCAMS'],
    async run(step) {
      const listing = openListing(step, 'SYSPRINT');
      if (listing === undefined) return ended(16);
      const at = localTime(step, timeZone);
      listing.line(
        `IDCAMS  SYSTEM SERVICES${' '.repeat(43)}TIME: ${at.toFormat('HH:mm:ss')}        ${at.toFormat('MM/dd/yy')}     PAGE      1`,
        '1',
      );
      const input = step.dd('SYSIN');
      if (input === undefined) {
        listing.line('IDC3300I  ERROR OPENING SYSIN');
        listing.line('IDC0002I IDCAMS PROCESSING COMPLETE. MAXIMUM CONDITION CODE WAS 16');
        return ended(16);
      }
      const lines = input.kind === 'dummy' ? [] : input.lines();
      const print = (text: string) => listing.line(text);
      const code = await runAms(step, lines, { print, echo: true, timeZone });
      print(`IDC0002I IDCAMS PROCESSING COMPLETE. MAXIMUM CONDITION CODE WAS ${String(code)}`);
      return ended(code);
    },
  };
}

export interface AmsRun {
  print(text: string): void;
  /** Whether the command is printed before its messages. */
  echo: boolean;
  timeZone: string;
}

interface Codes {
  last: number;
  max: number;
  abandoned: boolean;
}

/** Runs a stream of commands; also called for commands under TSO. @returns MAXCC */
export async function runAms(step: Step, lines: readonly string[], run: AmsRun): Promise<number> {
  const codes: Codes = { last: 0, max: 0, abandoned: false };
  await runNodes(step, readCommands(lines), run, codes);
  return codes.max;
}

async function runNodes(step: Step, nodes: readonly AmsNode[], run: AmsRun, codes: Codes): Promise<void> {
  for (const node of nodes) {
    if (codes.abandoned) return;
    await runNode(step, node, run, codes);
  }
}

async function runNode(step: Step, node: AmsNode, run: AmsRun, codes: Codes): Promise<void> {
  switch (node.kind) {
    case 'set':
      if (run.echo) run.print(`  SET ${node.variable}=${String(node.value)}`);
      if (node.variable === 'MAXCC') codes.max = node.value;
      else codes.last = node.value;
      codes.max = Math.max(codes.max, node.variable === 'LASTCC' ? node.value : 0);
      codes.abandoned = node.value >= 16;
      return;
    case 'if': {
      const left = node.variable === 'MAXCC' ? codes.max : codes.last;
      if (run.echo) run.print(`  IF ${node.variable} ${node.comparison} ${String(node.value)} THEN`);
      return runNodes(step, holds(left, node.comparison, node.value) ? node.then : node.otherwise, run, codes);
    }
    case 'error':
      run.print(`  ${node.text}`);
      run.print('IDC3226I NULL COMMAND OR MODAL COMMAND OUT OF PLACE');
      codes.last = codes.max = 16;
      codes.abandoned = true;
      return;
    case 'command':
      if (run.echo) run.print(`  ${node.text}`);
      codes.last = await runCommand(step, node.verb, node.operands, run);
      codes.max = Math.max(codes.max, codes.last);
      run.print(`IDC0001I FUNCTION COMPLETED, HIGHEST CONDITION CODE WAS ${String(codes.last)}`);
  }
}

async function runCommand(step: Step, verb: string, operands: string, run: AmsRun): Promise<number> {
  const command = commands.find(({ verbs }) => verbs.includes(verb));
  if (command !== undefined) return await command.run(step, operands, run);
  run.print(`IDC3221I VERB NAME '${verb}' UNKNOWN TO THE PRACTICE SYSTEM`);
  run.print('IDC3202I ABOVE TEXT BYPASSED UNTIL NEXT COMMAND. CONDITION CODE IS 12');
  return 12;
}

const holds = (left: number, comparison: Comparison, right: number): boolean =>
  ({
    EQ: left === right,
    NE: left !== right,
    GT: left > right,
    LT: left < right,
    GE: left >= right,
    LE: left <= right,
  })[comparison];
