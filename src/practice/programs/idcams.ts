import type { AmsRun, AmsStep } from './ams.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import { commands } from './idcams-commands.ts';
import { type AmsNode, type Comparison, readCommands } from './idcams-control.ts';
import { localTime, openListing } from './listing.ts';
import { ended, type Program } from './program.ts';

/**
 * Access method services: each command sets LASTCC, the step ends with MAXCC.
 *
 * @see DFSMS Access Method Services Commands
 */
export function idcams(timeZone: string): Program {
  return {
    names: ['IDCAMS'],
    run(step) {
      const listing = openListing(step, 'SYSPRINT');
      if (listing === undefined) return Promise.resolve(ended(16));
      const at = localTime(step, timeZone);
      listing.line(
        `IDCAMS  SYSTEM SERVICES${' '.repeat(43)}TIME: ${at.toFormat('HH:mm:ss')}        ${at.toFormat('MM/dd/yy')}     PAGE      1`,
        '1',
      );
      const input = step.dd('SYSIN');
      if (input === undefined) {
        listing.line('IDC3300I  ERROR OPENING SYSIN');
        listing.line('IDC0002I IDCAMS PROCESSING COMPLETE. MAXIMUM CONDITION CODE WAS 16');
        return Promise.resolve(ended(16));
      }
      const lines = input.kind === 'dummy' ? [] : input.lines();
      const print = (text: string) => listing.line(text);
      const code = runAms(step, lines, { print, echo: true, timeZone });
      print(`IDC0002I IDCAMS PROCESSING COMPLETE. MAXIMUM CONDITION CODE WAS ${String(code)}`);
      return Promise.resolve(ended(code));
    },
  };
}

interface Codes {
  last: number;
  max: number;
  abandoned: boolean;
}

/** Runs a stream of commands; also called for commands under TSO. @returns MAXCC */
export function runAms(step: AmsStep, lines: readonly string[], run: AmsRun): number {
  const codes: Codes = { last: 0, max: 0, abandoned: false };
  runNodes(step, readCommands(lines), run, codes);
  return codes.max;
}

function runNodes(step: AmsStep, nodes: readonly AmsNode[], run: AmsRun, codes: Codes): void {
  for (const node of nodes) {
    if (codes.abandoned) return;
    runNode(step, node, run, codes);
  }
}

function runNode(step: AmsStep, node: AmsNode, run: AmsRun, codes: Codes): void {
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
      runNodes(step, holds(left, node.comparison, node.value) ? node.then : node.otherwise, run, codes);
      return;
    }
    case 'error':
      run.print(`  ${node.text}`);
      run.print('IDC3226I NULL COMMAND OR MODAL COMMAND OUT OF PLACE');
      codes.last = codes.max = 16;
      codes.abandoned = true;
      return;
    case 'command':
      if (run.echo) run.print(`  ${node.text}`);
      codes.last = runCommand(step, node.verb, node.operands, run);
      codes.max = Math.max(codes.max, codes.last);
      run.print(`IDC0001I FUNCTION COMPLETED, HIGHEST CONDITION CODE WAS ${String(codes.last)}`);
  }
}

function runCommand(step: AmsStep, verb: string, operands: string, run: AmsRun): number {
  const command = commands.find(({ verbs }) => verbs.includes(verb));
  if (command !== undefined) return command.run(step, operands, run);
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

/** Access method services without a job step: no DD can be named. The listing holds no page heading. */
export function accessMethodServices(dataSets: DataSets, timeZone: string) {
  return (statements: readonly string[], user: string): Promise<{ listing: readonly string[]; code: number }> => {
    const listing: string[] = [];
    const lines = statements.map((line) => ` ${line}`);
    const code = runAms({ dataSets, user, dd: () => undefined }, lines, {
      print: (text) => listing.push(text),
      echo: true,
      timeZone,
    });
    listing.push(`IDC0002I IDCAMS PROCESSING COMPLETE. MAXIMUM CONDITION CODE WAS ${String(code)}`);
    return Promise.resolve({ listing, code });
  };
}
