export interface SuperCOptions {
  kind: 'compare' | 'search';
  unit: 'FILE' | 'LINE' | 'WORD';
  listing: 'OVSUM' | 'DELTA' | 'CHNG' | 'LONG' | 'NONE';
  /** Columns that are compared, from 1; all without them. */
  columns: { from: number; to: number } | undefined;
  ignoreCase: boolean;
  skipBlank: boolean;
  skipComments: boolean;
  /** The section of totals is left out. */
  noSummary: boolean;
  titles: { newer: string | undefined; older: string | undefined };
  /** Members that are compared; all when empty. */
  select: readonly string[];
  used: readonly string[];
  unknown: readonly string[];
}

const units: Readonly<Record<string, SuperCOptions['unit']>> = { FILECMP: 'FILE', LINECMP: 'LINE', WORDCMP: 'WORD' };
const listings: Readonly<Record<string, SuperCOptions['listing']>> = {
  ...{ OVSUML: 'OVSUM', DELTAL: 'DELTA', CHNGL: 'CHNG', LONGL: 'LONG', NOLISTL: 'NONE' },
};
/**
 * Options that ask for what this listing is anyway. All others that are not imitated (WIDE, FMVLNS, REFMOVR, FMSTOP,
 * DLREFM, GWCBL, APNDLST, LOCS, CKPACKL, NOPRTCC) are warned of and make the code 4.
 */
const harmless = ['NARROW', 'ALLMEMS', 'MIXED', 'LMTO', 'EMPTYOK'];

/**
 * PARM and process statements of SuperC.
 *
 * @see z/OS ISPF User's Guide Vol II, SuperC process options and process statements
 */
export function readSuperCOptions(parm: string, statements: readonly string[]): SuperCOptions {
  const words = parm
    .toUpperCase()
    .split(/[\s,'()]+/)
    .filter((word) => word !== '');
  const unknown: string[] = [];
  const used: string[] = [];
  const options = {
    ...{ kind: 'compare' as SuperCOptions['kind'], unit: 'LINE' as SuperCOptions['unit'] },
    ...{ listing: 'DELTA' as SuperCOptions['listing'], columns: undefined as SuperCOptions['columns'] },
    ...{
      ignoreCase: false,
      skipBlank: false,
      skipComments: false,
      noSummary: false,
      select: [] as string[],
      used,
      unknown,
    },
    titles: { newer: undefined as string | undefined, older: undefined as string | undefined },
  };
  for (const word of words) {
    const unit = units[word];
    const listing = listings[word];
    if (unit !== undefined) options.unit = unit;
    else if (listing !== undefined) options.listing = listing;
    else if (/^(SRCHCMP|SRCHFOR|BYTECMP)$/.test(word)) options.kind = 'search';
    else if (word === 'SEQ') options.columns = { from: 1, to: 72 };
    else if (word === 'COBOL') options.columns = { from: 7, to: 72 };
    else if (word === 'NOSEQ') options.columns = undefined;
    else if (word === 'ANYC') options.ignoreCase = true;
    else if (word === 'DPBLKCL' || word === 'DPBLKL') options.skipBlank = true;
    else if (word === 'DPCBCMT') options.skipComments = true;
    else if (word === 'NOSUMS') options.noSummary = true;
    else if (!harmless.includes(word)) unknown.push(word);
    if (unit === undefined && listing === undefined) used.push(word);
  }
  for (const line of statements) statement(options, line.slice(0, 72).trim());
  return options;
}

function statement(
  options: { columns: SuperCOptions['columns']; select: string[]; unknown: string[]; titles: SuperCOptions['titles'] },
  line: string,
): void {
  const text = line.toUpperCase();
  if (text === '' || text.startsWith('*')) return;
  const columns = /^CMPCOLM?N?O?\s+(\d+):(\d+)/.exec(text);
  if (columns !== null) options.columns = { from: Number(columns[1]), to: Number(columns[2]) };
  else if (/^[NO]TITLE\s/.test(text))
    options.titles[text.startsWith('N') ? 'newer' : 'older'] = line.slice(7).trim().replaceAll(/^'|'$/g, '');
  else if (/^SELECT\s/.test(text))
    options.select.push(
      ...text
        .slice(7)
        .split(/[\s,]+/)
        .map((name) => name.split(':')[0] ?? '')
        .filter((name) => name !== ''),
    );
  else if (!/^(LNCT|SLIST)\s/.test(text)) options.unknown.push(text.split(/\s/)[0] ?? '');
}
