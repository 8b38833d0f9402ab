/** How a template takes a string apart (z/OS TSO/E REXX Reference, Parsing). */

export type ReadyPart =
  | { kind: 'target'; name: string | undefined }
  | { kind: 'literal'; value: string }
  | { kind: 'absolute'; column: number }
  | { kind: 'relative'; columns: number };

/** Gives each target of the template its part of the string. */
export function takeApart(text: string, parts: readonly ReadyPart[], set: (name: string, value: string) => void): void {
  let from = 0;
  let last = 0;
  let waiting: (string | undefined)[] = [];
  const fill = (end: number) => {
    giveWords(text.slice(from, Math.max(from, end)), waiting, set);
    waiting = [];
  };
  for (const part of parts) {
    if (part.kind === 'target') {
      waiting.push(part.name);
      continue;
    }
    if (part.kind === 'literal') {
      const found = part.value === '' ? -1 : text.indexOf(part.value, from);
      const end = found < 0 ? text.length : found;
      fill(end);
      last = end;
      from = found < 0 ? text.length : found + part.value.length;
      continue;
    }
    const wanted = part.kind === 'absolute' ? Math.max(0, part.column - 1) : Math.max(0, last + part.columns);
    const at = Math.min(wanted, text.length);
    fill(at > from ? at : text.length);
    from = at;
    last = at;
  }
  fill(text.length);
}

/** All but the last target get one word each; the last gets the rest as it stands. */
function giveWords(
  text: string,
  targets: readonly (string | undefined)[],
  set: (name: string, value: string) => void,
): void {
  let rest = text;
  for (const [at, name] of targets.entries()) {
    if (at === targets.length - 1) {
      const value = targets.length === 1 ? rest : rest.replace(/^ /, '');
      if (name !== undefined) set(name, value);
      return;
    }
    rest = rest.replace(/^ +/, '');
    const end = rest.indexOf(' ');
    const word = end < 0 ? rest : rest.slice(0, end);
    rest = end < 0 ? '' : rest.slice(end);
    if (name !== undefined) set(name, word);
  }
}
