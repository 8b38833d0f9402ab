/** Parameters of AMS commands (z/OS DFSMS Access Method Services Commands, How to Code AMS Commands). */

/** One word with the values in parentheses behind it; `word` is empty for a bare list. */
export interface Item {
  word: string;
  quoted: boolean;
  items: readonly Item[] | undefined;
}

export interface Given {
  positional: readonly Item[];
  /** By full keyword. */
  keywords: ReadonlyMap<string, Item>;
}

/** @returns undefined when parentheses or apostrophes do not match */
export function itemsOf(text: string): Item[] | undefined {
  const reader = new ItemReader(text);
  const items = reader.list();
  return items !== undefined && reader.atEnd ? items : undefined;
}

class ItemReader {
  private at = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  list(): Item[] | undefined {
    const items: Item[] = [];
    for (;;) {
      this.blanks();
      const next = this.text.charAt(this.at);
      if (next === '' || next === ')') return items;
      const item = this.item();
      if (item === undefined) return undefined;
      items.push(item);
    }
  }

  private blanks(): void {
    while (/[\s,]/.test(this.text.charAt(this.at))) this.at += 1;
  }

  private item(): Item | undefined {
    const head = this.text.charAt(this.at) === '(' ? { word: '', quoted: false } : this.word();
    if (head === undefined) return undefined;
    const start = this.at;
    if (!head.quoted && /^[A-Z]+$/.test(head.word)) this.blanksOnly();
    if (this.text.charAt(this.at) !== '(') {
      this.at = start;
      return { ...head, items: undefined };
    }
    this.at += 1;
    const items = this.list();
    if (items === undefined || this.text.charAt(this.at) !== ')') return undefined;
    this.at += 1;
    return { ...head, items };
  }

  private blanksOnly(): void {
    while (this.text.charAt(this.at) === ' ') this.at += 1;
  }

  /** A word, `'quoted'`, `X'C1C2'` or `C'text'`; the hexadecimal mark stays before the value. */
  private word(): { word: string; quoted: boolean } | undefined {
    const rest = this.text.slice(this.at);
    const quoted = /^([XCB]?)'((?:[^']|'')*)'/i.exec(rest);
    if (quoted !== null) {
      this.at += quoted[0].length;
      const value = (quoted[2] ?? '').replaceAll("''", "'");
      return { word: /^X$/i.test(quoted[1] ?? '') ? `X'${value.toUpperCase()}'` : value, quoted: true };
    }
    const word = /^[^\s,()']+/.exec(rest)?.[0];
    if (word === undefined) return undefined;
    this.at += word.length;
    return { word: word.toUpperCase(), quoted: false };
  }
}

/**
 * Sorts items into keywords and the rest.
 *
 * @param keywords full keywords with their abbreviations
 * @returns the first keyword that nobody knows, when `positional` words are not allowed
 */
export function sortOut(
  items: readonly Item[],
  keywords: Readonly<Record<string, readonly string[]>>,
  positionals: number,
): Given | { improper: string } {
  const names = new Map(
    Object.entries(keywords).flatMap(([full, short]) => [full, ...short].map((one) => [one, full])),
  );
  const positional: Item[] = [];
  const found = new Map<string, Item>();
  for (const item of items) {
    const full = item.quoted ? undefined : names.get(item.word);
    if (full !== undefined) found.set(full, item);
    else if (positional.length < positionals) positional.push(item);
    else return { improper: item.word === '' ? '(' : item.word };
  }
  return { positional, keywords: found };
}

/** `A`, `LIB(MEM)`: the text of an entry name. */
export const nameOf = (item: Item | undefined): string | undefined => {
  if (item === undefined) return undefined;
  const inner = item.items?.map(({ word }) => word).join(' ');
  return inner === undefined ? item.word : `${item.word}(${inner})`;
};

/** The single value of a keyword: `NAME(X)` gives X, `NAME(LIB(M))` gives LIB(M). */
export const valueOf = (given: Given, keyword: string): string | undefined =>
  nameOf(given.keywords.get(keyword)?.items?.[0]);

/** All values of a keyword. */
export const valuesOf = (given: Given, keyword: string): string[] =>
  (given.keywords.get(keyword)?.items ?? []).flatMap((item) =>
    item.word === '' ? (item.items ?? []).map(({ word }) => word) : [nameOf(item) ?? ''],
  );

/** Entry names of a positional parameter: one name or a list in parentheses. */
export const entryNames = (item: Item | undefined): string[] =>
  item === undefined
    ? []
    : item.word === ''
      ? (item.items ?? []).map((one) => nameOf(one) ?? '')
      : [nameOf(item) ?? ''];
