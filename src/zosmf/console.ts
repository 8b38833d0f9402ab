import { ConsoleConstants } from '@zowe/zos-console-for-zowe-sdk';
import { z } from 'zod';
import type { Clock } from '../shared/clock.ts';
import { isProblem } from '../shared/errors.ts';
import { parsed } from './answers.ts';
import type { Transport } from './transport.ts';
import type { WireRequest } from './wire.ts';
import type { Zosmf } from './zosmf.schema.ts';

const CommandAnswer = z.looseObject({ 'cmd-response': z.string(), 'cmd-response-key': z.string().optional() });
const FollowUp = z.looseObject({ 'cmd-response': z.string() });

/** z/OSMF waits about three seconds for output; slower answers are fetched by their key, so often and so far apart. */
const followUps = 5;
const followUpEveryMs = 1000;
const defaultConsole = `${ConsoleConstants.RESOURCE}/${ConsoleConstants.RES_DEF_CN}`;

/** The console services (z/OSMF Programming Guide, Issue a command), on the user's default console. */
export function consoleCalls({ system, ask }: Transport, clock: Clock): Pick<Zosmf, 'command'> {
  async function more(key: string): Promise<string> {
    const request: WireRequest = {
      operation: 'read the answer to a command',
      service: 'console',
      method: 'GET',
      resource: `${defaultConsole}${ConsoleConstants.SOL_MSGS}/${encodeURIComponent(key)}`,
      changes: false,
    };
    return parsed(FollowUp, await ask(request), request, system)['cmd-response'];
  }

  /** Lines that came later. A command was accepted by then: a fault in here takes nothing back. */
  async function rest(key: string, first: string): Promise<string> {
    let text = first;
    for (let look = 0; look < followUps; look += 1)
      try {
        const lines = await more(key);
        if (lines === '' && text !== '') break;
        text += lines === '' ? '' : `\r${lines}`;
        if (text === '') await clock.sleep(followUpEveryMs);
      } catch (error) {
        if (isProblem(error, 'zosmf.credential')) throw error;
        break;
      }
    return text;
  }

  return {
    async command(text) {
      const request: WireRequest = {
        operation: 'issue a command',
        service: 'console',
        method: 'PUT',
        resource: defaultConsole,
        headers: { 'Content-Type': 'application/json' },
        body: { cmd: text },
        changes: true,
      };
      const answer = parsed(CommandAnswer, await ask(request), request, system);
      const key = answer['cmd-response-key'];
      const all = key === undefined ? answer['cmd-response'] : await rest(key, answer['cmd-response']);
      return all
        .split(/\r\n|\r|\n/)
        .map((line) => line.trimEnd())
        .join('\n')
        .trim();
    },
  };
}
