/** Control statements and options of the binder. */

export interface BinderStatement {
  verb: string;
  operands: string;
}

/**
 * Joins card images: column 1 must be blank (`*` is a comment), a non-blank column 72 goes on in column 16. A comma at
 * the end goes on too.
 *
 * @see z/OS MVS Program Management: User's Guide and Reference, Binder control statement reference
 */
export function binderStatements(lines: readonly string[]): BinderStatement[] {
  const statements: BinderStatement[] = [];
  let open: string | undefined;
  for (const line of lines) {
    if (line.startsWith('*') || line.slice(0, 71).trim() === '') continue;
    const body = line.slice(0, 71).trim();
    const text: string = open === undefined ? body : `${open}${body}`;
    const goesOn = line.charAt(71).trim() !== '' || /,\s*$/.test(body);
    open = goesOn ? text : undefined;
    if (open === undefined) statements.push(statementOf(text));
  }
  if (open !== undefined) statements.push(statementOf(open));
  return statements;
}

function statementOf(text: string): BinderStatement {
  const parts = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  return {
    verb: (parts[1] ?? '').toUpperCase(),
    operands: (/^((?:\([^)]*\)|'[^']*'|[^\s(])+)/.exec(parts[2] ?? '')?.[1] ?? '').trim(),
  };
}

/** `name(a,b),other` as names with what stands in parentheses. */
export function namesWith(operands: string): { name: string; inside: string[] }[] {
  const parts = operands.match(/[^,()\s]*\([^)]*\)|[^,()\s]+/g) ?? [];
  return parts.map((part) => {
    const [, name = '', inside] = /^([^(]*)(?:\(([^)]*)\))?$/.exec(part) ?? [];
    return { name, inside: inside === undefined ? [] : inside.split(',').map((one) => one.trim()) };
  });
}

export interface BinderOptions {
  /** Severity up to which a module is marked executable. */
  let: number;
  call: boolean;
  map: boolean;
  xref: boolean;
  list: boolean;
  attributes: readonly string[];
  amode: string | undefined;
  rmode: string | undefined;
  ac: number;
  ssi: string | undefined;
  /** As given, for the listing. */
  text: string;
  /** Words that are no options. */
  invalid: readonly string[];
}

const known =
  'ALIASES ALIGN2 AMODE CALL CASE COMPAT DC DCBS DYNAM EDIT EP EXITS FETCHOPT FILL GID HOBSET INFO KEEPALIAS LET LINECT LINENO LIST LISTPRIV MAP MAXBLK MODMAP MSGLEVEL NAME NCAL NE OL OPTIONS OVLY PATHMODE PRINT RENT REFR REUS RES RMODE RMODEX SCTR SIGN SIZE SSI STORENX STRIPCL STRIPSEC SYMTRACE TERM TEST TRAP UID UPCASE WKSPACE XCAL XREF AC NX HIAR DCBS PAD'.split(
    ' ',
  );

/** They would change the module, and are not imitated: the binder says that it ignores them. */
const notImitated = ['ALIASES', 'EP', 'EXITS', 'OVLY', 'SCTR', 'SIGN', 'STRIPCL', 'STRIPSEC'];

/** PARM and SETOPT PARM(). Later options win. */
export function binderOptions(parm: string): BinderOptions {
  const words = parm.match(/[A-Z0-9#@$]+(?:=(?:\([^)]*\)|[^,()\s]*)|\([^)]*\))?/gi) ?? [];
  const options = new Map<string, string>();
  const invalid: string[] = [];
  for (const word of words) {
    const parts = /^([A-Z0-9#@$]+)(?:=(.*)|\((.*)\))?$/i.exec(word) ?? [];
    const name = (parts[1] ?? '').toUpperCase();
    const bare = name.startsWith('NO') && known.includes(name.slice(2)) ? name.slice(2) : name;
    if (!known.includes(bare) || (bare === name && notImitated.includes(name) && !/[=(]NO\b/i.test(word)))
      invalid.push(word);
    else options.set(bare, bare === name ? (parts[2] ?? parts[3] ?? 'YES').replaceAll(/[()]/g, '') : 'NO');
  }
  const value = (name: string) => options.get(name);
  const limit = value('LET');
  return {
    let: limit === undefined ? 4 : limit === 'YES' ? 8 : limit === 'NO' ? 0 : Number(limit),
    call: value('CALL') !== 'NO' && (value('NCAL') ?? 'NO') === 'NO',
    map: (value('MAP') ?? 'NO') !== 'NO',
    xref: (value('XREF') ?? 'NO') !== 'NO',
    list: (value('LIST') ?? 'NO') !== 'NO',
    attributes: attributesOf(value('RENT'), value('REUS'), value('REFR')),
    amode: value('AMODE'),
    rmode: value('RMODE'),
    ac: Number(value('AC') ?? '0'),
    ssi: value('SSI'),
    text: parm,
    invalid,
  };
}

function attributesOf(rent: string | undefined, reus: string | undefined, refr: string | undefined): string[] {
  if (refr === 'YES' || reus === 'REFR') return ['RF', 'RN', 'RU'];
  if (rent === 'YES' || reus === 'RENT') return ['RN', 'RU'];
  return reus === 'YES' || reus === 'SERIAL' ? ['RU'] : [];
}
