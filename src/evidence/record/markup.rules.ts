/** Markup that may be sent as it is; every other text is escaped when it is put into markup. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Piece = Markup | string | number | boolean | undefined | readonly Piece[];

/**
 * Builds markup: what stands in the template is kept, what is put in is escaped, for elements and for quoted attributes
 * alike. Nothing is put in for `undefined`, `true` and `false`; a list is joined without separator.
 */
export function html(template: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const text = template.reduce((before, after, index) => before + textOf(pieces[index - 1]) + after);
  return new Markup(text);
}

/** Markup pieces with something between them. */
export function joined(pieces: readonly Piece[], between: Piece): Markup {
  return new Markup(pieces.map(textOf).join(textOf(between)));
}

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string') return escaped(piece);
  if (typeof piece === 'number') return String(piece);
  if (piece === undefined || typeof piece === 'boolean') return '';
  return piece.map(textOf).join('');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters go, but for tab and line ends: HTML allows no others, and spool text may hold them. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex
  const plain = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd');
  return plain.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
}
