/** One element of a page: its name, attributes, and all text in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

const voids = new Set(['meta', 'link', 'br', 'img', 'input', 'hr']);
const tag = /<!doctype html>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>|<|[^<]+/g;

/**
 * Reads a page as strictly as it is written: every attribute in double quotes, every element closed where it belongs,
 * no `<` in text.
 *
 * @throws {Error} naming what is out of place
 */
export function readHtml(page: string): readonly Element[] {
  const all: Element[] = [];
  const open: Element[] = [];
  for (const [piece, closing, name = '', attributes = '', selfClosed] of page.matchAll(tag)) {
    if (piece === '<!doctype html>') continue;
    if (piece === '<') throw new Error('a "<" stands in text');
    if (name === '') for (const each of open) each.text += plain(piece);
    else if (closing === '/') {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name ?? 'nothing'}>`);
    } else {
      const element = { name, attributes: attributesOf(attributes), text: '' };
      all.push(element);
      if (selfClosed !== '/' && !voids.has(name)) open.push(element);
    }
  }
  if (open.length > 0) throw new Error(`<${open.map(({ name }) => name).join('> <')}> is left open`);
  return all;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  );
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text: string) => text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');

/** Text with each run of white space as one blank, as a browser shows it. */
export const shown = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
