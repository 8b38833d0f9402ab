/** Options of the COBOL compiler from PARM and from CBL or PROCESS statements. */

const known =
  'ADATA ADV AFP APOST ARCH ARITH AWO BLOCK0 BUFSIZE CICS CODEPAGE COMPILE COPYLOC COPYRIGHT CURRENCY DATA DATEPROC DBCS DECK DEFINE DIAGTRUNC DISPSIGN DLL DUMP DYNAM EXIT EXPORTALL FASTSRT FLAG FLAGSTD HGPR INITCHECK INITIAL INLINE INTDATE INVDATA LANGUAGE LIB LINECOUNT LIST LP MAP MAXPCF MDECK NAME NSYMBOL NUMBER NUMCHECK NUMPROC OBJECT OBJ OFFSET OPTFILE OPTIMIZE OPT OUTDD PARMCHECK PGMNAME QUALIFY QUOTE RENT RES RESIDENT RMODE RULES SEQUENCE SEQ SERVICE SIZE SMARTBIN SOURCE SPACE SQL SQLCCSID SQLIMS SSRANGE STGOPT SUPPRESS TERM TERMINAL TEST THREAD TRUNC TUNE TYPECHK VBREF VLR VSAMOPENFS WORD XMLPARSE XREF YEARWINDOW ZONECHECK ZONEDATA ZWB'.split(
    ' ',
  );

const defaults =
  'NOADATA ADV AFP(NOVOLATILE) QUOTE ARCH(8) ARITH(COMPAT) NOAWO NOBLOCK0 BUFSIZE(4096) NOCICS CODEPAGE(1140) NOCOMPILE(S) NOCOPYLOC NOCOPYRIGHT NOCURRENCY DATA(31) DBCS NODECK NODEFINE NODIAGTRUNC DISPSIGN(COMPAT) NODLL NODUMP NODYNAM NOEXIT NOEXPORTALL NOFASTSRT FLAG(I,I) NOFLAGSTD HGPR(PRESERVE) NOINITCHECK NOINITIAL INLINE INTDATE(ANSI) NOINVDATA LANGUAGE(EN) LINECOUNT(60) NOLIST LP(32) NOMAP MAXPCF(100000) NOMDECK NONAME NSYMBOL(NATIONAL) NONUMBER NONUMCHECK NUMPROC(NOPFD) OBJECT NOOFFSET OPTIMIZE(0) OUTDD(SYSOUT) NOPARMCHECK PGMNAME(COMPAT) QUALIFY(COMPAT) RENT RMODE(AUTO) NORULES NOSERVICE SEQUENCE SOURCE(DEC) SPACE(1) NOSQL SQLCCSID NOSQLIMS NOSSRANGE NOSTGOPT SUPPRESS NOTERM NOTEST(NODWARF,NOSOURCE,NOSEPARATE) NOTHREAD TRUNC(STD) TUNE(8) NOVBREF VLR(STANDARD) VSAMOPENFS(COMPAT) NOWORD XMLPARSE(XMLSS) XREF(FULL) ZWB'.split(
    ' ',
  );

export interface CobolOptions {
  /** By name without NO: the text in effect. */
  inEffect: ReadonlyMap<string, string>;
  invalid: readonly string[];
}

/** Enterprise COBOL Programming Guide, Compiler options: abbreviations. */
const abbreviations: Readonly<Record<string, string>> = {
  ...{ APOST: 'QUOTE', Q: 'QUOTE', OBJ: 'OBJECT', OPT: 'OPTIMIZE', SEQ: 'SEQUENCE', TERMINAL: 'TERM', DYN: 'DYNAM' },
  ...{ C: 'COMPILE', D: 'DECK', F: 'FLAG', LC: 'LINECOUNT', NUM: 'NUMBER', OFF: 'OFFSET', OUT: 'OUTDD', S: 'SOURCE' },
  ...{ SSR: 'SSRANGE', WD: 'WORD', X: 'XREF', DU: 'DUMP', EXP: 'EXPORTALL', FSRT: 'FASTSRT', AR: 'ARITH' },
  ...{ BUF: 'BUFSIZE', CP: 'CODEPAGE', DP: 'DATEPROC', DTR: 'DIAGTRUNC', DS: 'DISPSIGN', EX: 'EXIT', LANG: 'LANGUAGE' },
  ...{
    MD: 'MDECK',
    NS: 'NSYMBOL',
    NC: 'NUMCHECK',
    PGMN: 'PGMNAME',
    SZ: 'SIZE',
    SQLC: 'SQLCCSID',
    SUPP: 'SUPPRESS',
    YW: 'YEARWINDOW',
  },
};

const baseOf = (option: string): string => {
  const name = /^[A-Z0-9]+/.exec(option)?.[0] ?? option;
  const bare = name.startsWith('NO') && !known.includes(name) ? name.slice(2) : name;
  return abbreviations[bare] ?? bare;
};

/** Later options win. Old options without meaning (LIB, SIZE, RES) are taken without a word. */
export function optionsOf(texts: readonly string[]): CobolOptions {
  const inEffect = new Map(defaults.map((option) => [baseOf(option), option]));
  const invalid: string[] = [];
  for (const option of texts.flatMap(optionWords)) {
    const base = baseOf(option);
    if (!known.includes(base) && !known.includes(option)) invalid.push(option);
    else if (!['LIB', 'SIZE', 'RES', 'RESIDENT'].includes(base)) inEffect.set(base, option);
  }
  return { inEffect, invalid };
}

const optionWords = (text: string): string[] =>
  text.toUpperCase().match(/[A-Z0-9#@$]+(?:\((?:[^()']|'[^']*'|\([^()]*\))*\))?/g) ?? [];

/** Whether an option is on: its name, not NO and its name. */
export const isOn = ({ inEffect }: CobolOptions, name: string): boolean => {
  const text = inEffect.get(name);
  return text !== undefined && !text.startsWith(`NO${name}`);
};

/** The severity at which no object is produced: 12 by default, 8 and 4 for NOCOMPILE(E) and (W), 0 for NOCOMPILE. */
export function compileLimit({ inEffect }: CobolOptions): number {
  const text = inEffect.get('COMPILE') ?? 'NOCOMPILE(S)';
  if (!text.startsWith('NO')) return 16;
  const letter = /\(([WES])\)/.exec(text)?.[1];
  return letter === undefined ? 0 : letter === 'W' ? 4 : letter === 'E' ? 8 : 12;
}

/** Programs of one input: parted by CBL or PROCESS statements and after END PROGRAM; each with its own options. */
export function batches(lines: readonly string[]): { options: string[]; source: string[] }[] {
  const programs: { options: string[]; source: string[] }[] = [];
  let current = { options: [] as string[], source: [] as string[] };
  let name: string | undefined;
  let wanted = false;
  const close = () => {
    if (current.source.some((line) => line.trim() !== '')) programs.push(current);
    current = { options: [], source: [] };
    name = undefined;
    wanted = false;
  };
  for (const line of lines) {
    const card = /^(?:.{0,6}\s|\s*)(?:CBL|PROCESS)\s+(.*)$/i.exec(line.slice(0, 72));
    if (card !== null && !/^.{6}[*/]/.test(line) && (name === undefined || /^\s{0,7}(CBL|PROCESS)\s/i.test(line))) {
      if (name !== undefined) close();
      current.options.push((card[1] ?? '').trim());
      continue;
    }
    current.source.push(line);
    const code = line.slice(7, 72);
    const isId = /(^|\s)PROGRAM-ID\s*\.?/i.exec(code);
    const after = isId === null ? code : code.slice(isId.index + isId[0].length);
    if (isId !== null) wanted = name === undefined;
    const found = wanted ? /["']?([A-Z0-9#@$-]+)/i.exec(after)?.[1] : undefined;
    if (found !== undefined) {
      name = found.toUpperCase();
      wanted = false;
    }
    const ended = /END\s+PROGRAM\s+["']?([A-Z0-9#@$-]+)/i.exec(code)?.[1];
    if (ended !== undefined && ended.toUpperCase() === name) close();
  }
  close();
  return programs;
}
