import { TaskStage, type IHandlerParameters, type ITaskWithStatus } from '@zowe/imperative';
import { progress, stepsInForce, type Night } from './night.ts';
import { stepRow } from './step-row.ts';
import { cutOffText, headline, nightTable } from './table.ts';

/** Where a watched night is shown. */
export interface Display {
  show(night: Night): void;
  /** The connection was lost and is being made again. */
  lost(reason: string): void;
  close(): void;
}

type Response = IHandlerParameters['response'];

/** A table that updates in place on a terminal; anywhere else one line a change. */
export function displayFor({ response, arguments: args }: IHandlerParameters): Display {
  const onTerminal = process.stdout.isTTY && args['responseFormatJson'] !== true;
  return onTerminal ? tableOn(response) : linesOn(response);
}

const upAndClear = (lines: number): string => (lines === 0 ? '' : `\u001B[${lines}A\u001B[0J`);

function tableOn(response: Response): Display {
  const task: ITaskWithStatus = { percentComplete: 0, statusMessage: '', stageName: TaskStage.IN_PROGRESS };
  let drawn: readonly string[] = [];
  return {
    show(night) {
      const { done, of } = progress(night);
      task.percentComplete = of === 0 ? 0 : Math.floor((100 * done) / of);
      task.statusMessage = `${done} of ${of} steps, ${cutOffText(night)}`;
      const lines = nightTable(night, { columns: process.stdout.columns, rows: process.stdout.rows });
      if (lines.join('\n') === drawn.join('\n')) return;
      response.progress.endBar();
      response.console.log(upAndClear(drawn.length) + lines.join('\n'));
      drawn = lines;
      response.progress.startBar({ task });
    },
    lost(reason) {
      task.statusMessage = `connection lost (${reason}), trying again`;
    },
    close() {
      response.progress.endBar();
    },
  };
}

function linesOn(response: Response): Display {
  const said = new Map<string, string>();
  const say = (key: string, text: string, { clock }: Night, more = ''): void => {
    if (said.get(key) === text) return;
    said.set(key, text);
    response.console.log(`${clock.local} ${text}${more}`);
  };
  return {
    show(night) {
      if (said.size === 0) say('headline', headline(night), night);
      for (const step of stepsInForce(night)) {
        const { job, jobid, step: id, state, codes, what } = stepRow(step);
        if (step.state === 'pending' && !said.has(id)) continue;
        const text = [job, jobid, id, state, codes, `(${what})`].filter((part) => part !== '').join(' ');
        say(id, text, night, `, ${cutOffText(night)}`);
      }
      const { id, state } = night.run;
      if (said.has('run') || state !== 'in-progress') say('run', `${id} is ${state.replaceAll('-', ' ')}`, night);
      else said.set('run', `${id} is in progress`);
    },
    lost: (reason) => {
      response.console.error(`The connection was lost (${reason}); trying again.`);
    },
    close: () => undefined,
  };
}
