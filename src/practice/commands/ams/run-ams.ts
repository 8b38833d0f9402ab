import { DataSetError } from '../../datasets/data-sets.ts';
import { compares } from '../../jcl/conditions.rules.ts';
import { AmsFailure, catalogSays, SyntaxFault } from './ams.ts';
import type { AmsCommand, AmsRun, AmsStep } from './ams.ts';
import { commands, refusalOf } from './commands.ts';
import { itemsOf, sortOut } from './operands.rules.ts';
import type { Given } from './operands.rules.ts';
import { readCommands } from './reader.rules.ts';
import type { AmsNode, Margins } from './reader.rules.ts';

export interface AmsOutput {
  print(text: string, control?: string): void;
  /** Whether commands are printed before their messages. */
  echo: boolean;
  timeZone: string;
  margins?: Margins;
  /** PARM('TEST')-like checking is not offered; names that ALLOCATE gave outlive one command. */
  allocated?: Map<string, string>;
}

interface Codes {
  last: number;
  max: number;
  abandoned: boolean;
}

/**
 * Runs a stream of access method services commands. LASTCC is the code of the command before, MAXCC the highest; 16
 * ends the stream.
 *
 * @see z/OS DFSMS Access Method Services Commands, Condition codes and modal commands
 * @returns MAXCC
 */
export function runAms(step: AmsStep, lines: readonly string[], output: AmsOutput): number {
  return new Stream(step, output).run(readCommands(lines, output.margins));
}

class Stream {
  private readonly codes: Codes = { last: 0, max: 0, abandoned: false };
  private readonly commandRun: AmsRun;

  constructor(
    private readonly step: AmsStep,
    private readonly output: AmsOutput,
  ) {
    const allocated = output.allocated ?? new Map<string, string>();
    this.commandRun = { print: (text, control) => output.print(text, control), timeZone: output.timeZone, allocated };
  }

  run(nodes: readonly AmsNode[]): number {
    this.runAll(nodes);
    return this.codes.max;
  }

  private runAll(nodes: readonly AmsNode[]): void {
    for (const node of nodes) {
      if (this.codes.abandoned) return;
      this.runNode(node);
    }
  }

  private runNode(node: AmsNode): void {
    this.echo(node.lines);
    switch (node.kind) {
      case 'set':
        this.set(node.variable, node.value);
        return;
      case 'if': {
        const left = node.variable === 'MAXCC' ? this.codes.max : this.codes.last;
        const taken = compares(left, node.comparison, node.value);
        this.runOrPass(node.then, taken);
        this.runOrPass(node.otherwise, !taken);
        return;
      }
      case 'error':
        this.output.print(node.message, '0');
        this.codes.last = this.codes.max = 16;
        this.codes.abandoned = true;
        return;
      case 'command':
        if (node.verb !== '') this.command(node.verb, node.text);
    }
  }

  /** The branch that is not taken is read and printed all the same. */
  private runOrPass(nodes: readonly AmsNode[], taken: boolean): void {
    if (taken) this.runAll(nodes);
    else for (const node of nodes) this.pass(node);
  }

  private pass(node: AmsNode): void {
    this.echo(node.lines);
    if (node.kind === 'if') for (const inner of [...node.then, ...node.otherwise]) this.pass(inner);
    if (node.kind === 'error') this.runNode({ ...node, lines: [] });
  }

  private set(variable: 'LASTCC' | 'MAXCC', value: number): void {
    if (variable === 'MAXCC') this.codes.max = value;
    else {
      this.codes.last = value;
      this.codes.max = Math.max(this.codes.max, value);
    }
    this.codes.abandoned = value >= 16;
  }

  private echo(lines: readonly string[]): void {
    if (!this.output.echo || lines.length === 0) return;
    this.output.print('', '0');
    for (const line of lines) this.output.print(line);
  }

  private command(verb: string, text: string): void {
    const code = this.commandCode(verb, text);
    this.codes.last = code;
    this.codes.max = Math.max(this.codes.max, code);
    this.codes.abandoned = code >= 16;
  }

  private commandCode(verb: string, text: string): number {
    const print = (line: string, control?: string) => this.output.print(line, control);
    try {
      const refusal = refusalOf(verb);
      const code = refusal === undefined ? this.carriedOut(parsed(verb, text)) : this.failed(refusal);
      if (code < 12) print(`IDC0001I FUNCTION COMPLETED, HIGHEST CONDITION CODE WAS ${String(code)}`, '0');
      else print(`IDC3003I FUNCTION TERMINATED. CONDITION CODE IS ${String(code)}`, '0');
      return code;
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      print(error.message, '0');
      print('IDC3202I ABOVE TEXT BYPASSED UNTIL NEXT COMMAND. CONDITION CODE IS 12', '0');
      return 12;
    }
  }

  private carriedOut({ command, given }: { command: AmsCommand; given: Given }): number {
    try {
      return command.run(this.step, given, this.commandRun);
    } catch (error) {
      if (error instanceof SyntaxFault) throw error;
      return this.failed(error instanceof AmsFailure ? error : failureOf(error));
    }
  }

  private failed({ lines, code }: AmsFailure): number {
    lines.forEach((line, at) => this.output.print(line, at === 0 ? '0' : ' '));
    return code;
  }
}

/** Commands whose first operand is a name without a keyword. */
const withEntryName = ['ALTER', 'ALT', 'DELETE', 'DEL', 'EXPORT', 'EXP', 'VERIFY', 'VFY'];

function parsed(verb: string, text: string): { command: AmsCommand; given: Given } {
  const command = commands.find(({ verbs }) => verbs.includes(verb));
  if (command === undefined) throw new SyntaxFault(`IDC3219I VERB NAME '${verb}' UNKNOWN`);
  const items = itemsOf(text);
  if (items === undefined) throw new SyntaxFault(`IDC3208I PARENTHESES OR APOSTROPHES DO NOT MATCH IN '${verb}'`);
  const given = sortOut(items, { ...command.keywords, ...command.objects }, withEntryName.includes(verb) ? 1 : 0);
  if ('improper' in given) throw new SyntaxFault(`IDC3211I KEYWORD '${given.improper}' IS IMPROPER`);
  return { command, given };
}

/** Faults of catalog and disk that a command did not word itself. */
function failureOf(error: unknown): AmsFailure {
  if (!(error instanceof DataSetError)) throw error;
  const { fault } = error;
  switch (fault.kind) {
    case 'not-catalogued':
      return new AmsFailure(catalogSays.notFound(fault.dsname), 12);
    case 'exists':
      return new AmsFailure(catalogSays.duplicate(fault.dsname), 12);
    case 'no-space':
    case 'no-volume':
      return new AmsFailure(catalogSays.noSpace(), 12);
    case 'recall-failed':
      return new AmsFailure([`IDC3300I  ERROR OPENING ${fault.dsname}`, 'IDC3350I RECALL FAILED'], 12);
    case 'duplicate-key':
    case 'record-missing':
    case 'record-length':
    case 'member-missing':
    case 'directory-full':
    case 'not-partitioned':
    case 'generations-exist':
    case 'wrong-organisation':
      return new AmsFailure([`IDC3302I  ACTION ERROR ON ${fault.dsname}`], 12);
    default:
      throw error;
  }
}
