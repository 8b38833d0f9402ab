import type { TsoSession } from '../../programs/tso.ts';
import { parseError } from './allocate.ts';
import { DynamicDd } from './dynamic-dd.ts';
import { dataSetNamed, keyedWord, wordsOfCommand } from './names.rules.ts';
import { named } from './table.ts';

/** FREE of files, data sets, attribute lists or everything. */
export const free = named(['FREE', 'UNALLOC'], (text, session) => {
  let code = 0;
  for (const word of wordsOfCommand(text)) {
    const { key, value = '' } = keyedWord(word);
    if (key === 'ALL') for (const name of [...session.allocations.files.keys()]) release(session, name);
    else if (/^(F|FI|FILE|DD|DDNAME)$/.test(key))
      code = Math.max(code, ...wordsOfCommand(value).map((one) => freeFile(session, one.toUpperCase())));
    else if (/^(DA|DATASET|DSN|DSNAME)$/.test(key))
      code = Math.max(code, ...wordsOfCommand(value).map((one) => freeDataSet(session, one)));
    else if (/^ATTR/.test(key))
      for (const one of wordsOfCommand(value)) session.allocations.attributes.delete(one.toUpperCase());
    else if (!/^(DELETE|KEEP|CATALOG|UNCATALOG|SYSOUT|DEST|HOLD|NOHOLD|FORMS|SPIN)$/.test(key))
      return parseError(session, key);
  }
  return { code };
});

function release({ allocations }: TsoSession, name: string): void {
  allocations.files.get(name)?.release();
  allocations.files.delete(name);
  allocations.reading.delete(name);
}

function freeFile(session: TsoSession, name: string): number {
  if (session.allocations.files.has(name)) {
    release(session, name);
    return 0;
  }
  if (session.step.dd(name) !== undefined) return 0;
  session.listing.line(`IKJ56247I FILE ${name} NOT FREED, IS NOT ALLOCATED`);
  return 12;
}

function freeDataSet(session: TsoSession, text: string): number {
  const wanted = dataSetNamed(text, session.profile.prefix)?.dsname;
  const names = [...session.allocations.files.values()].filter(
    (file) => file instanceof DynamicDd && file.dsname === wanted,
  );
  for (const { name } of names) release(session, name);
  if (names.length > 0) return 0;
  session.listing.line(`IKJ56247I DATA SET ${wanted ?? text} NOT FREED, IS NOT ALLOCATED`);
  return 12;
}

/** ATTRIB: a list of attributes that ALLOCATE USING takes. */
export const attrib = named(['ATTRIB', 'ATTR'], (text, session) => {
  const [name, ...rest] = wordsOfCommand(text);
  if (name === undefined || name.includes('(')) return parseError(session, name ?? 'ATTRIB');
  session.allocations.attributes.set(
    name.toUpperCase(),
    new Map(rest.map(keyedWord).map(({ key, value }) => [key, value ?? ''])),
  );
  return { code: 0 };
});

/** LISTALC: data sets of the session, with their files under STATUS. */
export const listalc = named(['LISTALC', 'LISTA'], (text, { step, listing }) => {
  const status = /\bST(ATUS)?\b/i.test(text);
  if (status) listing.line('--DDNAME---DISP--');
  for (const dd of step.dds) {
    const names = dd.concatenation.map(({ dsname }) => dsname);
    const shown = names.length > 0 ? names : [dd.kind === 'dummy' ? 'NULLFILE' : 'JES2'];
    for (const [at, dsname] of shown.entries()) {
      listing.line(dsname);
      if (status) listing.line(`  ${(at === 0 ? dd.name : '').padEnd(8)}   KEEP`);
    }
  }
  return { code: 0 };
});
