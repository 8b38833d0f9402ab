import { readCommands } from '../../commands/ams/reader.rules.ts';
import type { AmsNode } from '../../commands/ams/reader.rules.ts';
import { compares } from '../../jcl/conditions.rules.ts';
import { ddMissing, localTime, openListing } from '../listing.ts';
import type { Listing } from '../listing.ts';
import { ended } from '../program.ts';
import type { Completion, Program, Step } from '../program.ts';
import { readDssCommand } from './dss-command.rules.ts';
import { DssTask } from './dss-task.ts';

const syntax = 12;
const cannotStart = 16;

/**
 * Dumps, restores and copies data sets. The dump is a container of this system's own.
 *
 * @see z/OS DFSMSdss Storage Administration; z/OS MVS System Messages Vol 1 (ADR): 0; 4 warning; 8 some data sets not
 *   processed; 12 nothing done; 16 cannot go on
 */
export function adrdssu(timeZone: string): Program {
  return { names: ['ADRDSSU'], run: (step) => Promise.resolve(run(step, timeZone)) };
}

function run(step: Step, timeZone: string): Completion {
  const listing = openListing(step, 'SYSPRINT', { recfm: 'VBA', lrecl: 125 });
  if (listing === undefined) return ended(cannotStart);
  const at = localTime(step, timeZone);
  listing.line(
    `PAGE 0001     5650-ZOS   z/OS DFSMSDSS V2R4.0 DATA SET SERVICES     ${at.toFormat('yyyy.ooo HH:mm')}`,
    '1',
  );
  const stream = new DssStream(step, listing, timeZone);
  const control = step.dd('SYSIN');
  if (control === undefined) {
    ddMissing(step, 'SYSIN');
    listing.line('ADR005T (SCH)-DSSU (01), NO SYSIN FILE');
    return stream.end(cannotStart);
  }
  const typrun = /\bTYPRUN=(\w*)/i.exec(step.parm)?.[1]?.toUpperCase();
  if (typrun !== undefined && !['NORUN', 'SCAN'].includes(typrun)) {
    listing.line('ADR009T (SCH)-DSSU (01), INVALID TYPRUN VALUE SPECIFIED IN PARM STATEMENT');
    return stream.end(cannotStart);
  }
  return stream.end(stream.run(readCommands(control.kind === 'dummy' ? [] : control.lines()), typrun !== undefined));
}

class DssStream {
  private last = 0;
  private max = 0;
  private abandoned = false;
  private tasks = 0;

  constructor(
    private readonly step: Step,
    private readonly listing: Listing,
    private readonly timeZone: string,
  ) {}

  private get moment(): string {
    return localTime(this.step, this.timeZone).toFormat('yyyy.ooo HH:mm:ss');
  }

  /** @param scan reads commands and does nothing */
  run(nodes: readonly AmsNode[], scan: boolean): number {
    for (const node of nodes) if (!this.abandoned) this.node(node, scan);
    return this.max;
  }

  end(code: number): Completion {
    const text = `DFSMSDSS PROCESSING COMPLETE. HIGHEST RETURN CODE IS ${String(code).padStart(4, '0')}`;
    this.listing.line(`ADR012I (SCH)-DSSU (01), ${this.moment} ${text}`, '0');
    return ended(code);
  }

  private node(node: AmsNode, scan: boolean): void {
    node.lines.forEach((line, at) => this.listing.line(line, at === 0 ? '-' : ' '));
    switch (node.kind) {
      case 'error':
        this.listing.line(`ADR131E (R/I)-RI03 (01), ABOVE TEXT BYPASSED UNTIL NEXT COMMAND`);
        this.last = this.max = cannotStart;
        this.abandoned = true;
        return;
      case 'set':
        if (node.variable === 'MAXCC') this.max = node.value;
        else this.max = Math.max(this.max, (this.last = node.value));
        this.abandoned = node.value >= cannotStart;
        return;
      case 'if': {
        const left = node.variable === 'MAXCC' ? this.max : this.last;
        this.run(compares(left, node.comparison, node.value) ? node.then : node.otherwise, scan);
        return;
      }
      case 'command':
        if (node.verb !== '') this.command(node.verb, node.text, scan);
    }
  }

  private command(verb: string, text: string, scan: boolean): void {
    const command = readDssCommand(verb, text);
    if ('wrong' in command) {
      const message =
        command.wrong === verb
          ? `ADR139E (R/I)-RI03 (01), VERB NAME '${verb}' UNKNOWN OR NOT AVAILABLE`
          : `ADR129E (R/I)-RI03 (01), KEYWORD '${command.wrong}' IS IMPROPER OR MISSING`;
      this.listing.line(message);
      this.listing.line('ADR131E (R/I)-RI03 (01), ABOVE TEXT BYPASSED UNTIL NEXT COMMAND');
      this.ended(syntax);
      return;
    }
    this.tasks += 1;
    const task = String(this.tasks).padStart(3, '0');
    const { listing } = this;
    listing.line(`ADR101I (R/I)-RI01 (01), TASKID ${task} HAS BEEN ASSIGNED TO COMMAND '${verb} '`);
    listing.line(`ADR109I (R/I)-RI01 (01), ${this.moment} INITIAL SCAN OF USER CONTROL STATEMENTS COMPLETED`);
    if (scan) return;
    listing.line(`ADR006I (${task})-STEND(01), ${this.moment} EXECUTION BEGINS`, '0');
    const code = new DssTask(this.step, command, task, (line, control) => listing.line(line, control)).run();
    listing.line(`ADR006I (${task})-STEND(02), ${this.moment} EXECUTION ENDS`, '0');
    const text_ = `TASK COMPLETED WITH RETURN CODE ${String(code).padStart(4, '0')}`;
    listing.line(`ADR013I (${task})-CLTSK(01), ${this.moment} ${text_}`, '0');
    this.ended(code);
  }

  private ended(code: number): void {
    this.last = code;
    this.max = Math.max(this.max, code);
    this.abandoned = code >= cannotStart;
  }
}
