/** Where a bracket or quote closes, past what is nested or quoted in it; -1 when it does not. */
export function closing(text: string, from: number, end: string): number {
  const opens: Record<string, string> = { ')': '(', '}': '{' };
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const here = text.charAt(at);
    if (here === '\\') at += 1;
    else if (here === end && depth === 0) return at;
    else if (here === end) depth -= 1;
    else if (here === opens[end]) depth += 1;
    else if (end !== '`' && here === '$' && '({'.includes(text.charAt(at + 1)) && text.charAt(at + 1) !== '') {
      const inner = closing(text, at + 2, text.charAt(at + 1) === '(' ? ')' : '}');
      if (inner < 0) return -1;
      at = inner;
    } else if (end !== '"' && end !== '`' && here === "'") {
      const quote = text.indexOf("'", at + 1);
      if (quote < 0) return -1;
      at = quote;
    } else if (end !== '"' && end !== '`' && here === '"') {
      const quote = closing(text, at + 1, '"');
      if (quote < 0) return -1;
      at = quote;
    }
  }
  return -1;
}
