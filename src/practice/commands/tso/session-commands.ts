import { DateTime } from 'luxon';
import type { TsoSession } from '../../programs/tso.ts';
import { keyedWord, wordsOfCommand } from './names.rules.ts';
import { named } from './table.ts';

/** What PROFILE lists of the switches that nothing here acts on. */
const usual: readonly (readonly [string, string])[] = [
  ...([
    ['CHAR', 'CHAR(0)'],
    ['LINE', 'LINE(0)'],
    ['INTERCOM', 'INTERCOM'],
    ['PAUSE', 'NOPAUSE'],
  ] as const),
  ...([
    ['MODE', 'NOMODE'],
    ['WTPMSG', 'NOWTPMSG'],
    ['RECOVER', 'NORECOVER'],
    ['TRAPMSG', ''],
    ['VARSTORAGE', 'VARSTORAGE(LOW)'],
  ] as const),
  ...([
    ['PLANGUAGE', 'PLANGUAGE(ENU)'],
    ['SLANGUAGE', 'SLANGUAGE(ENU)'],
  ] as const),
];

/** PROFILE: PREFIX, NOPREFIX, MSGID, NOMSGID, PROMPT; other switches are kept and listed, and change nothing else. */
export const profile = named(['PROFILE', 'PROF'], (text, { profile: now, listing, step }) => {
  const words = wordsOfCommand(text);
  for (const word of words) {
    const { key, value } = keyedWord(word);
    if (key === 'PREFIX') now.prefix = (value ?? '').toUpperCase();
    else if (key === 'NOPREFIX') now.prefix = '';
    else if (key === 'MSGID' || key === 'NOMSGID') now.messageIds = key === 'MSGID';
    else if (key === 'PROMPT' || key === 'NOPROMPT') now.prompt = key === 'PROMPT';
    else if (usual.some(([name]) => key === name || key === `NO${name}`))
      now.switches = new Map(now.switches).set(key.replace(/^NO/, ''), word.toUpperCase());
    else if (key !== 'LIST') {
      listing.line(`IKJ56712I INVALID KEYWORD, ${key}`);
      return { code: 12 };
    }
  }
  if (words.length === 0 || words.some((word) => /^LIST$/i.test(word))) {
    const is = (name: string) => now.switches?.get(name) ?? usual.find(([one]) => one === name)?.[1] ?? '';
    listing.line(
      `IKJ56688I ${is('CHAR')}  ${is('LINE')}  ${now.prompt ? 'PROMPT' : 'NOPROMPT'}  ${is('INTERCOM')}  ${is('PAUSE')} ${now.messageIds ? 'MSGID' : 'NOMSGID'} ${is('MODE')}  ${is('WTPMSG')} ${is('RECOVER')} ${now.prefix === '' ? 'NOPREFIX' : `PREFIX(${now.prefix})`} ${is('PLANGUAGE')} ${is('SLANGUAGE')} ${is('VARSTORAGE')}`,
    );
  }
  if (words.length === 0)
    listing.line(`IKJ56689I DEFAULT LINE/CHARACTER DELETE CHARACTERS IN EFFECT FOR THIS TERMINAL`);
  return { code: step.user === '' ? 12 : 0 };
});

const clockText = (seconds: number) =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');

/**
 * TIME, in the words of IKJ56650I. A twentieth of the session's time counts as CPU time, and a service unit as a
 * millisecond of that: programs of this system have no others.
 */
export const time = named(['TIME'], (_, { listing, step, timeZone, began = step.now() }) => {
  const seconds = Math.max(0, step.now() - began) / 1000;
  const now = DateTime.fromMillis(step.now(), { zone: timeZone, locale: 'en' });
  listing.line(
    `IKJ56650I TIME-${now.toFormat('hh:mm:ss a')}. CPU-${clockText(seconds / 20)} SERVICE-${String(Math.round(seconds * 50))} SESSION-${clockText(seconds)} ${now.toFormat('LLLL d,yyyy').toUpperCase()}`,
  );
  return { code: 0 };
});

/**
 * EXECUTIL: what changes the search for execs or the tracing of one that runs is not imitated; the rest finds nothing to do,
 * because no exec is being traced or stopped.
 */
export const executil = named(['EXECUTIL'], (text, { listing }) => {
  if (/^(?:TE|RT|SEARCHDD\(YES\)|EXECDD\((?:NO)?CLOSE\))$/i.test(text.trim())) return { code: 0 };
  listing.line('IKJ56500I COMMAND NOT IMITATED BY THE PRACTICE SYSTEM');
  return { code: 12 };
});

/** SEND to the operator writes to the console, to oneself to the terminal. No other user reads messages here: 12. */
export const send = named(['SEND', 'SE'], async (text, session) => {
  const message = /^'((?:[^']|'')*)'/.exec(text)?.[1]?.replaceAll("''", "'");
  if (message === undefined) {
    session.listing.line('IKJ55005I MESSAGE TEXT MISSING');
    return { code: 12 };
  }
  const users = /\bUSER\(([^)]*)\)/i
    .exec(text)?.[1]
    ?.toUpperCase()
    .split(/[\s,]+/);
  const { user } = session.step;
  const others = (users ?? []).filter((name) => name !== user && name !== '*' && name !== '');
  if (users === undefined) await toConsole(session, message);
  else if (users.length > others.length) session.listing.line(`${message} ${user}`);
  if (others.length === 0) return { code: 0 };
  session.listing.line(
    `IKJ55072I USER(S) ${others.join(', ')} NOT LOGGED ON OR TERMINAL DISCONNECTED, MESSAGE CANCELLED`,
  );
  return { code: 12 };
});

async function toConsole({ step }: TsoSession, message: string): Promise<void> {
  step.wto(`${message} ${step.user}`.slice(0, 120), { system: true });
  await Promise.resolve();
}
