import { DateTime } from 'luxon';
import type { LoggedMessage } from '../../console/operator-log.ts';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { consoleError } from './errors.ts';

const unitMs = { s: 1000, m: 60_000, h: 3_600_000 } as const;
const mostItems = 10_000;

/**
 * `GET /zosmf/restconsoles/v1/log?time=…&timeRange=10m&direction=backward|forward`: messages of a stretch of time.
 *
 * Source: z/OSMF Programming Guide, z/OS console services, «Get messages from a hardcopy log».
 */
export function hardcopyLog(parts: WireParts, request: WireRequest): WireAnswer {
  const { query } = request;
  const asked = query.get('time') ?? query.get('timestamp');
  const from = asked === null ? parts.clock.now() : timeOf(asked);
  const range = rangeOf(query.get('timeRange') ?? '10m');
  const backward = (query.get('direction') ?? 'backward').toLowerCase() !== 'forward';
  const [first, last] = backward ? [from - range, from] : [from, from + range];
  const found = parts.log.since(first).filter(({ at }) => at <= last);
  const ordered = backward ? found.toReversed() : found;
  const items = ordered.slice(0, mostItems);
  return json(200, {
    timezone: -DateTime.fromMillis(from, { zone: parts.site.system.timeZone }).offset / 60,
    nextTimestamp: items.at(-1)?.at ?? from,
    source: 'OPERLOG',
    totalitems: items.length,
    items: items.map((message) => item(message, parts)),
  });
}

function timeOf(text: string): number {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(new Date(at).valueOf())) throw consoleError(400, 1, 20, 'The time is not valid.');
  return at;
}

function rangeOf(text: string): number {
  const match = /^(\d{1,3})([smh])$/i.exec(text);
  if (match === null) throw consoleError(400, 1, 20, 'The timeRange is not valid.');
  return Number(match[1]) * unitMs[(match[2]?.toLowerCase() ?? 's') as keyof typeof unitMs];
}

const colours = { message: 'green', command: 'white', response: 'green' } as const;

function item({ at, text, source, kind }: LoggedMessage, { site }: WireParts): object {
  return {
    cart: '0',
    color: colours[kind],
    jobName: source,
    message: text,
    messageId: '0',
    replyId: /^\*?(\d{2,4}) /.exec(text)?.[1] ?? '0',
    system: site.system.name,
    type: 'HARDCOPY',
    subType: kind === 'command' ? 'CMD' : 'NULL',
    time: DateTime.fromMillis(at, { zone: 'UTC', locale: 'en' }).toFormat("ccc LLL dd HH:mm:ss 'GMT' yyyy"),
    timestamp: at,
  };
}
