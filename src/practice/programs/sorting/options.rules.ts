/** OPTION, DEBUG and the options that SORT and MERGE take. */

import { notImitated, SortError } from './control-error.rules.ts';
import { keyword, numberOf, splitOperands } from './operands.rules.ts';
import { nullReturn } from './outfil.rules.ts';
import type { PlanSetting, SortPlan } from './sort-plan.rules.ts';
import type { ControlStatement } from './statements.rules.ts';

const flags = [
  'COPY',
  'EQUALS',
  'NOEQUALS',
  'DYNALLOC',
  'LIST',
  'NOLIST',
  'LISTX',
  'NOLISTX',
  'VLSHRT',
  'NOVLSHRT',
  'VLSCMP',
  'NOVLSCMP',
  'ZDPRINT',
  'NOZDPRINT',
  'SOLRF',
  'NOSOLRF',
  'CHALT',
  'NOCHALT',
  'CINV',
  'NOCINV',
  'VERIFY',
  'NOVERIFY',
  'RESET',
  'NORESET',
  'SZERO',
  'NOSZERO',
  'WRKREL',
  'NOWRKREL',
  'WRKSEC',
  'NOWRKSEC',
  'OUTREL',
  'NOOUTREL',
  'CHECK',
  'NOCHECK',
  'CKPT',
  'STIMER',
  'NOSTIMER',
  'EXITCK',
  'NOBLKSET',
  'NOOUTSEC',
  'ABEND',
  'NOABEND',
  'ESTAE',
  'VSAMIO',
  'NOVSAMIO',
  'VLLONG',
  'NOVLLONG',
];

const valued = [
  'SKIPREC',
  'STOPAFT',
  'Y2PAST',
  'NULLOUT',
  'OVFLO',
  'PAD',
  'TRUNC',
  'SPANINC',
  'SORTIN',
  'SORTOUT',
  'SORTDD',
  'DYNALLOC',
  'MAINSIZE',
  'SIZE',
  'FILSZ',
  'MSGPRT',
  'MSGDDN',
  'MSGDD',
  'ARESALL',
  'ARESINV',
  'AVGRLEN',
  'DSPSIZE',
  'DSA',
  'HIPRMAX',
  'MOSIZE',
  'MOWRK',
  'RESALL',
  'RESINV',
  'EFS',
  'EXITCK',
  'ODMAXBF',
  'DYNAPCT',
  'DYNSPC',
  'LOCALE',
  'SDB',
  'VSAMEMT',
  'FSZEST',
  'COBEXIT',
  'USEWKDD',
  'TUNE',
  'EXPMAX',
  'EXPOLD',
  'EXPRES',
  'ZSORT',
];

/** Exits, locales and another place for messages would change what a run does, and are not imitated. */
const refused: Readonly<Record<string, RegExp>> = {
  ...{ EFS: /^(?!NONE)/, LOCALE: /^(?!NONE)/, MSGDDN: /^(?!SYSOUT)/, MSGDD: /^(?!SYSOUT)/, VSAMEMT: /^(?!Y)/ },
  EXITCK: /^(?!STRONG)/,
};

/** Values of the options by name. @throws {SortError} ICE013A for an operand that is none */
function readOptions(statements: readonly ControlStatement[]): Map<string, string> {
  const options = new Map<string, string>();
  for (const { verb, operands } of statements) {
    if (verb !== 'OPTION' && verb !== 'SORT' && verb !== 'MERGE' && verb !== 'DEBUG') continue;
    for (const operand of splitOperands(operands)) {
      const { key, value } = keyword(operand);
      if (verb !== 'OPTION' && verb !== 'DEBUG' && (key === 'FIELDS' || key === 'FORMAT')) continue;
      const known = value === '' ? flags.includes(key) : valued.includes(key);
      if (!known)
        throw verb === 'DEBUG'
          ? notImitated(`DEBUG ${operand}`)
          : new SortError('ICE013A 0 INVALID SORT OR MERGE STATEMENT OPERAND', 16, operand);
      if (refused[key]?.test(value) === true) throw notImitated(operand);
      options.set(key, value);
    }
  }
  return options;
}

/** A plan with the options of its statements, and nothing yet of fields and records. @throws {SortError} */
export function optionsOf(statements: readonly ControlStatement[], { now, input, output }: PlanSetting): SortPlan {
  const options = readOptions(statements);
  const sortDd = options.get('SORTDD');
  const renamed = (name: string) => (sortDd === undefined ? name : name.replace('SORT', sortDd));
  const past = Number(options.get('Y2PAST') ?? '80');
  const count = (key: string, otherwise: number) => (options.has(key) ? numberOf(options.get(key)) : otherwise);
  return {
    mode: options.has('COPY') ? 'COPY' : 'SORT',
    keys: [],
    skip: count('SKIPREC', 0),
    stopAfter: count('STOPAFT', Infinity),
    include: undefined,
    inrec: undefined,
    outrec: undefined,
    sum: undefined,
    outfils: [],
    centuryStart: past >= 1000 ? past : now.year - past,
    nullReturn: nullReturn(options.get('NULLOUT')),
    overflow: nullReturn(options.get('OVFLO')),
    pad: nullReturn(options.get('PAD')),
    truncate: nullReturn(options.get('TRUNC')),
    input: options.get('SORTIN') ?? renamed(input),
    output: options.get('SORTOUT') ?? renamed(output),
    abend: options.has('ABEND'),
    list: !options.has('NOLIST'),
  };
}
