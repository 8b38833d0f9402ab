import type { TsoCommand, TsoSession } from '../../programs/tso.ts';
import { keyedWord, wordsOfCommand } from './names.rules.ts';
import { named, refused } from './table.ts';

/** LISTUSER: the site file's users; others than oneself only with authority over FACILITY IRR.LISTUSER. */
const listuser = named(['LISTUSER', 'LU'], (text, { step, listing }) => {
  const [names = step.user] = wordsOfCommand(text);
  let code = 0;
  for (const id of wordsOfCommand(names.replace(/^\((.*)\)$/, '$1')).map((one) => one.toUpperCase())) {
    const { operations } = step.subsystems;
    const user = operations?.users.find(({ userid }) => userid === id);
    if (user === undefined) {
      listing.line(`ICH30001I UNABLE TO LOCATE USER    ENTRY ${id}`);
      code = 4;
    } else if (id !== step.user && operations?.allows(step.user, 'FACILITY', 'IRR.LISTUSER', 'READ') !== true) {
      listing.line(`ICH30010I NOT AUTHORIZED TO LIST ${id}`);
      code = 4;
    } else {
      listing.line(`USER=${id}  NAME=${user.name}  OWNER=SYS1`);
      listing.line(` DEFAULT-GROUP=${user.groups[0] ?? 'SYS1'} PASSDATE=N/A PASS-INTERVAL=N/A`);
      for (const group of user.groups) listing.line(`  GROUP=${group}  AUTH=USE`);
    }
  }
  return { code };
});

/** LISTDSD: the profile that covers a data set, or the one that is named. */
const listdsd = named(['LISTDSD', 'LD'], (text, { step, listing, profile }) => {
  const operands = new Map(
    wordsOfCommand(text)
      .map(keyedWord)
      .map(({ key, value }) => [key, value ?? '']),
  );
  const given = operands.get('DATASET') ?? operands.get('DA') ?? operands.get('PREFIX') ?? '';
  const name = given.startsWith("'")
    ? given.replaceAll("'", '').toUpperCase()
    : `${profile.prefix}.${given}`.toUpperCase();
  const found = (step.subsystems.operations?.profiles ?? []).filter(
    (one) => one.class === 'DATASET' && (one.name === name || (operands.has('PREFIX') && one.name.startsWith(name))),
  );
  for (const one of found) {
    listing.line(`INFORMATION FOR DATASET ${one.name}${/[*%]/.test(one.name) ? ' (G)' : ''}`);
    listing.line('LEVEL  OWNER    UNIVERSAL ACCESS   WARNING   ERASE');
    listing.line(` 00    SYS1     ${one.uacc.padEnd(16)}   NO      NO`);
    for (const [id, access] of Object.entries(one.access)) listing.line(`${id.padEnd(8)} ${access}`);
  }
  if (found.length > 0) return { code: 0 };
  listing.line(`ICH35003I NO RACF DESCRIPTION FOUND FOR ${name}`);
  return { code: 4 };
});

/** SEARCH CLASS(…) MASK(…): names of profiles. */
const search = named(['SEARCH', 'SR'], (text, { step, listing }: TsoSession) => {
  const operands = new Map(
    wordsOfCommand(text)
      .map(keyedWord)
      .map(({ key, value }) => [key, value ?? '']),
  );
  const wanted = (operands.get('CLASS') ?? 'DATASET').toUpperCase();
  const mask = (operands.get('MASK') ?? operands.get('FILTER') ?? '')
    .replaceAll("'", '')
    .toUpperCase()
    .replace(/[*%].*$/, '');
  const names =
    wanted === 'USER'
      ? (step.subsystems.operations?.users ?? []).map(({ userid }) => userid)
      : (step.subsystems.operations?.profiles ?? []).filter((one) => one.class === wanted).map(({ name }) => name);
  const found = names.filter((name) => name.startsWith(mask));
  for (const name of found) listing.line(name);
  if (found.length > 0) return { code: 0 };
  listing.line('ICH31005I NO ENTRIES MEET SEARCH CRITERIA');
  return { code: 4 };
});

const changing = [
  ...[
    'PERMIT',
    'PE',
    'ADDSD',
    'AD',
    'ALTDSD',
    'ALD',
    'DELDSD',
    'DD',
    'RDEFINE',
    'RDEF',
    'RALTER',
    'RALT',
    'RDELETE',
    'RDEL',
  ],
  ...[
    'ADDUSER',
    'AU',
    'ALTUSER',
    'ALU',
    'DELUSER',
    'DU',
    'ADDGROUP',
    'AG',
    'DELGROUP',
    'DG',
    'CONNECT',
    'CO',
    'REMOVE',
    'RE',
  ],
  ...['SETROPTS', 'SETR', 'PASSWORD', 'PW', 'RLIST', 'RL', 'LISTGRP', 'LG', 'RACDCERT'],
];

/** RACF commands: profiles stand in the site file, so what would change them is refused. */
export const racfCommands: readonly TsoCommand[] = [
  listuser,
  listdsd,
  search,
  refused(changing, 'ICH00001I NOT AUTHORIZED: PROFILES OF THE PRACTICE SYSTEM STAND IN ITS SITE FILE'),
];
