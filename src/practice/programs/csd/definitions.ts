/** DEFINE, ALTER, DELETE and COPY of DFHCSDUP. */

import type { Definition } from '../../subsystems/cics-csd.ts';
import { resource, types, validName } from './control.rules.ts';
import { done, fails, type Run } from './run.ts';

export function define(run: Run, operands: ReadonlyMap<string, string>): number {
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

export function alter(run: Run, operands: ReadonlyMap<string, string>): number {
  const all = found(run, operands);
  if (all.length === 0) return fails(run, `DFH5172 E NO DEFINITION FOUND IN GROUP ${operands.get('GROUP') ?? ''}.`);
  const changes = Object.fromEntries([...operands].filter(([key]) => !['GROUP', 'G', ...types].includes(key)));
  return done(run, 'ALTER', () => {
    for (const one of all) run.csd.put({ ...one, attributes: { ...one.attributes, ...changes } });
  });
}

export function remove(run: Run, operands: ReadonlyMap<string, string>): number {
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

export function copy(run: Run, operands: ReadonlyMap<string, string>): number {
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
