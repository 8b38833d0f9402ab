import { DateTime } from 'luxon';
import type { TsoSession } from '../../programs/tso.ts';
import { keyedWord, wordsOfCommand } from './names.rules.ts';
import { named } from './table.ts';

/** PROFILE: PREFIX, NOPREFIX, MSGID, NOMSGID, PROMPT; other switches are taken and change nothing. */
export const profile = named(['PROFILE', 'PROF'], (text, { profile: now, listing, step }) => {
  const words = wordsOfCommand(text);
  for (const word of words) {
    const { key, value } = keyedWord(word);
    if (key === 'PREFIX') now.prefix = (value ?? '').toUpperCase();
    else if (key === 'NOPREFIX') now.prefix = '';
    else if (key === 'MSGID' || key === 'NOMSGID') now.messageIds = key === 'MSGID';
    else if (key === 'PROMPT' || key === 'NOPROMPT') now.prompt = key === 'PROMPT';
    else if (
      !/^(LIST|(NO)?(INTERCOM|PAUSE|MODE|WTPMSG|RECOVER|CHAR|LINE|TRAPMSG|VARSTORAGE)|PLANGUAGE|SLANGUAGE)$/.test(key)
    ) {
      listing.line(`IKJ56712I INVALID KEYWORD, ${key}`);
      return { code: 12 };
    }
  }
  if (words.length === 0 || words.some((word) => /^LIST$/i.test(word)))
    listing.line(
      `IKJ56688I CHAR(0)  LINE(0)  ${now.prompt ? 'PROMPT' : 'NOPROMPT'}  INTERCOM  NOPAUSE ${now.messageIds ? 'MSGID' : 'NOMSGID'} NOMODE  NOWTPMSG NORECOVER ${now.prefix === '' ? 'NOPREFIX' : `PREFIX(${now.prefix})`} PLANGUAGE(ENU) SLANGUAGE(ENU) VARSTORAGE(LOW)`,
    );
  if (words.length === 0)
    listing.line(`IKJ56689I DEFAULT LINE/CHARACTER DELETE CHARACTERS IN EFFECT FOR THIS TERMINAL`);
  return { code: step.user === '' ? 12 : 0 };
});

/** TIME, in the words of IKJ56650I. */
export const time = named(['TIME'], (_, { listing, step, timeZone }) => {
  const now = DateTime.fromMillis(step.now(), { zone: timeZone, locale: 'en' });
  listing.line(
    `IKJ56650I TIME-${now.toFormat('hh:mm:ss a')}. CPU-00:00:00 SERVICE-12345 SESSION-00:00:01 ${now.toFormat('LLLL d,yyyy').toUpperCase()}`,
  );
  return { code: 0 };
});

/** SEND to a user or the operator: the message is written to the console. */
export const send = named(['SEND', 'SE'], async (text, session) => {
  const message = /^'((?:[^']|'')*)'/.exec(text)?.[1]?.replaceAll("''", "'");
  if (message === undefined) {
    session.listing.line('IKJ55005I MESSAGE TEXT MISSING');
    return { code: 12 };
  }
  await toConsole(session, message);
  return { code: 0 };
});

async function toConsole({ step }: TsoSession, message: string): Promise<void> {
  step.wto(`${message} ${step.user}`.slice(0, 120), { system: true });
  await Promise.resolve();
}
