import type { Csd, Definition } from '../subsystems/cics-csd.ts';
import { openListing, type Listing } from './listing.ts';
import { ended, type Program, type Step } from './program.ts';

interface Run {
  csd: Csd;
  listing: Listing;
  step: Step;
  /** After an error the rest is checked only. */
  checkOnly: boolean;
}

const types = [
  ...[
    'PROGRAM',
    'TRANSACTION',
    'FILE',
    'MAPSET',
    'TDQUEUE',
    'TSMODEL',
    'PROFILE',
    'TRANCLASS',
    'DB2CONN',
    'DB2ENTRY',
    'DB2TRAN',
  ],
  ...[
    'TERMINAL',
    'TYPETERM',
    'CONNECTION',
    'SESSIONS',
    'LIBRARY',
    'JOURNALMODEL',
    'LSRPOOL',
    'PARTITIONSET',
    'URIMAP',
    'WEBSERVICE',
    'PIPELINE',
  ],
  ...[
    'TCPIPSERVICE',
    'BUNDLE',
    'ENQMODEL',
    'PROCESSTYPE',
    'DOCTEMPLATE',
    'IPCONN',
    'MQCONN',
    'MQMONITOR',
    'JVMSERVER',
    'ATOMSERVICE',
    'DUMPCODE',
  ],
];

/**
 * The CSD update batch utility. The region sees nothing of it until the group is installed.
 *
 * @see CICS TS, DFHCSDUP utility: return codes; CICS Messages, DFH5101, DFH5109. DFH5120, DFH5124, DFH5125, DFH5150 and
 *   DFH5172 are worded after their use, not looked up
 */
export const dfhcsdup: Program = {
  names: ['DFHCSDUP'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    if (listing === undefined) return Promise.resolve(ended(16));
    const dsname = step.dd('DFHCSD')?.dsname;
    const csd = dsname === undefined ? undefined : step.subsystems.csd?.(dsname);
    if (csd === undefined) {
      listing.line('DFH5176 S OPEN FOR DFHCSD FAILED. DD STATEMENT IS MISSING OR THE FILE IS NOT USABLE.');
      listing.line('DFH5109 I END OF DFHCSDUP UTILITY JOB. HIGHEST RETURN CODE WAS: 16');
      return Promise.resolve(ended(16));
    }
    const run: Run = { csd, listing, step, checkOnly: false };
    let highest = 0;
    for (const command of commandsOf(step.dd('SYSIN')?.lines() ?? [])) {
      listing.line('');
      for (const part of command.match(/.{1,100}(?:\s|$)/g) ?? []) listing.line(part.trim());
      const code = perform(run, command);
      highest = Math.max(highest, code);
      if (code >= 8) run.checkOnly = true;
    }
    listing.line(`DFH5109 I END OF DFHCSDUP UTILITY JOB. HIGHEST RETURN CODE WAS: ${String(highest)}`);
    return Promise.resolve(ended(highest));
  },
};

const verbs =
  /^(DEFINE|ALTER|DELETE|COPY|ADD|REMOVE|LIST|EXTRACT|INITIALI[SZ]E|UPGRADE|VERIFY|SCAN|APPEND|SERVICE|USERDEFINE|PROCESS|MIGRATE)\b/i;

/** A command starts with its verb and goes on until the next; `*` in column 1 is a comment. */
function commandsOf(lines: readonly string[]): string[] {
  const commands: string[] = [];
  for (const line of lines) {
    const text = line.slice(0, 72).trim();
    if (line.startsWith('*') || text === '') continue;
    if (verbs.test(text) || commands.length === 0) commands.push(text);
    else commands.push(`${commands.pop() ?? ''} ${text}`);
  }
  return commands.map((one) => one.replaceAll(/\s+/g, ' ').toUpperCase());
}

function perform(run: Run, command: string): number {
  const verb = /^[A-Z]+/.exec(command)?.[0] ?? '';
  const operands = operandsOf(command.slice(verb.length));
  switch (verb) {
    case 'DEFINE':
      return define(run, operands);
    case 'ALTER':
      return alter(run, operands);
    case 'DELETE':
      return remove(run, operands);
    case 'COPY':
      return copy(run, operands);
    case 'ADD':
    case 'REMOVE':
      return group(run, verb, operands);
    case 'LIST':
      return list(run, operands);
    case 'INITIALIZE':
    case 'INITIALISE':
      return done(run, verb, () => run.csd.initialize());
    default:
      return fails(run, `DFH5104 W ${verb} COMMAND IS NOT IMITATED BY THE PRACTICE SYSTEM`);
  }
}

function operandsOf(text: string): Map<string, string> {
  const operands = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(/([A-Z0-9]+)\s*(?:\(([^()]*(?:\([^()]*\))?[^()]*)\))?/g))
    operands.set(key, value.trim());
  return operands;
}

function fails({ listing }: Run, message: string, code = 8): number {
  listing.line(message);
  return code;
}

function done(run: Run, verb: string, act: () => void): number {
  if (run.checkOnly) {
    run.listing.line(`DFH5123 W ${verb} COMMAND NOT EXECUTED BECAUSE OF PREVIOUS ERRORS.`);
    return 4;
  }
  act();
  run.listing.line(`DFH5101 I ${verb} COMMAND EXECUTED SUCCESSFULLY.`);
  return 0;
}

function resource(operands: ReadonlyMap<string, string>): { type: string; name: string } | undefined {
  for (const [key, value] of operands) {
    const type = types.find((one) => one === key || (key.length >= 4 && one.startsWith(key)));
    if (type !== undefined) return { type, name: value };
  }
  return undefined;
}

const validName = (name: string): boolean => /^[A-Z0-9@#$]{1,8}$/.test(name);

function define(run: Run, operands: ReadonlyMap<string, string>): number {
  const of = resource(operands);
  const to = operands.get('GROUP') ?? operands.get('G') ?? '';
  if (of === undefined || !validName(of.name))
    return fails(run, 'DFH5120 S COMMAND IS NOT VALID. RESOURCE TYPE OR NAME IS MISSING.');
  if (!validName(to)) return fails(run, 'DFH5125 S GROUP NAME IS MISSING OR NOT VALID.');
  if (to.startsWith('DFH')) return fails(run, `DFH5150 S GROUP ${to} IS RESERVED FOR CICS AND CANNOT BE CHANGED.`);
  if (of.type === 'TRANSACTION' && !operands.has('PROGRAM') && !operands.has('REMOTESYSTEM'))
    return fails(run, `DFH5120 S TRANSACTION ${of.name} NEEDS PROGRAM.`);
  if (run.csd.find(of.type, of.name, to) !== undefined)
    return fails(run, `DFH5124 E ${of.type} ${of.name} ALREADY EXISTS IN GROUP ${to}.`);
  const attributes = Object.fromEntries(
    [...operands].filter(([key]) => key !== 'GROUP' && key !== 'G' && !of.type.startsWith(key)),
  );
  return done(run, 'DEFINE', () => run.csd.put({ ...of, group: to, attributes }));
}

function found(run: Run, operands: ReadonlyMap<string, string>): Definition[] {
  const of = resource(operands);
  const to = operands.get('GROUP') ?? operands.get('G') ?? '';
  const all = run.csd.definitions(to);
  return of === undefined ? [...all] : all.filter((one) => one.type === of.type && matches(of.name, one.name));
}

const matches = (mask: string, name: string): boolean =>
  new RegExp(`^${mask.replaceAll('$', '\\$').replaceAll(/\*+/g, '.*').replaceAll('+', '.')}$`).test(name);

function alter(run: Run, operands: ReadonlyMap<string, string>): number {
  const all = found(run, operands);
  if (all.length === 0) return fails(run, `DFH5172 E NO DEFINITION FOUND IN GROUP ${operands.get('GROUP') ?? ''}.`);
  const changes = Object.fromEntries([...operands].filter(([key]) => !['GROUP', 'G', ...types].includes(key)));
  return done(run, 'ALTER', () => {
    for (const one of all) run.csd.put({ ...one, attributes: { ...one.attributes, ...changes } });
  });
}

function remove(run: Run, operands: ReadonlyMap<string, string>): number {
  const name = operands.get('LIST');
  if (name !== undefined) {
    if (!run.csd.lists().has(name)) return fails(run, `DFH5172 E LIST ${name} NOT FOUND.`);
    return done(run, 'DELETE', () => run.csd.setList(name, []));
  }
  const all = found(run, operands);
  if (all.length === 0) return fails(run, `DFH5172 E NO DEFINITION FOUND IN GROUP ${operands.get('GROUP') ?? ''}.`);
  return done(run, 'DELETE', () => {
    for (const one of all) run.csd.remove(one);
  });
}

function copy(run: Run, operands: ReadonlyMap<string, string>): number {
  const all = found(run, operands);
  const to = operands.get('TO') ?? operands.get('AS') ?? '';
  if (all.length === 0) return fails(run, `DFH5172 E NO DEFINITION FOUND IN GROUP ${operands.get('GROUP') ?? ''}.`);
  if (!validName(to)) return fails(run, 'DFH5125 S GROUP NAME IS MISSING OR NOT VALID.');
  const taken = all.find((one) => run.csd.find(one.type, one.name, to) !== undefined);
  if (taken !== undefined && !operands.has('REPLACE') && !operands.has('MERGE'))
    return fails(run, `DFH5124 E ${taken.type} ${taken.name} ALREADY EXISTS IN GROUP ${to}.`);
  return done(run, 'COPY', () => {
    for (const one of all)
      if (!operands.has('MERGE') || run.csd.find(one.type, one.name, to) === undefined)
        run.csd.put({ ...one, group: to });
  });
}

function group(run: Run, verb: 'ADD' | 'REMOVE', operands: ReadonlyMap<string, string>): number {
  const name = operands.get('GROUP') ?? operands.get('G') ?? '';
  const to = operands.get('LIST') ?? '';
  if (!validName(name) || !validName(to)) return fails(run, 'DFH5120 S GROUP OR LIST IS MISSING OR NOT VALID.');
  const groups = run.csd.lists().get(to) ?? [];
  if (verb === 'REMOVE' && !groups.includes(name))
    return fails(run, `DFH5172 E GROUP ${name} NOT FOUND IN LIST ${to}.`);
  if (verb === 'ADD' && groups.includes(name))
    return fails(run, `DFH5124 E GROUP ${name} ALREADY EXISTS IN LIST ${to}.`);
  const next = verb === 'ADD' ? [...groups, name] : groups.filter((one) => one !== name);
  return done(run, verb, () => run.csd.setList(to, next));
}

function list(run: Run, operands: ReadonlyMap<string, string>): number {
  const name = operands.get('LIST');
  const groups =
    name !== undefined
      ? run.csd.lists().get(name)
      : operands.has('ALL')
        ? [...new Set(run.csd.definitions().map((one) => one.group))]
        : [operands.get('GROUP') ?? operands.get('G') ?? ''];
  if (groups === undefined) return fails(run, `DFH5172 W LIST ${name ?? ''} NOT FOUND.`, 4);
  if (name !== undefined) for (const one of groups) run.listing.line(`LIST ${name.padEnd(8)}  GROUP NAME: ${one}`);
  else
    for (const one of groups) {
      const definitions = run.csd.definitions(one);
      if (definitions.length === 0) return fails(run, `DFH5172 W GROUP ${one} NOT FOUND.`, 4);
      run.listing.line(`GROUP NAME: ${one}`);
      for (const { type, name: of, attributes } of definitions) {
        run.listing.line(` ${type}(${of.padEnd(8)}) GROUP(${one})`);
        for (const [key, value] of Object.entries(attributes)) run.listing.line(`     ${key}(${value})`);
      }
    }
  run.listing.line('DFH5101 I LIST COMMAND EXECUTED SUCCESSFULLY.');
  return 0;
}
