/** ADD, REMOVE and LIST of DFHCSDUP: groups and their lists. */

import { validName } from './control.rules.ts';
import { done, fails, type Run } from './run.ts';

export function group(run: Run, verb: 'ADD' | 'REMOVE', operands: ReadonlyMap<string, string>): number {
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

export function list(run: Run, operands: ReadonlyMap<string, string>): number {
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
