import type { Exec, Running } from './exec.ts';
import { type ReadyPart, takeApart } from './parsing.rules.ts';
import type { ParseSource, Statement, TemplatePart } from './syntax.rules.ts';

export const version = 'REXX370 3.48 01 May 1992';

/** PARSE, ARG and PULL. */
export function* parseStatement(exec: Exec, statement: Extract<Statement, { kind: 'parse' }>): Running<void> {
  const { from: source, templates, upper } = statement;
  const texts = source.kind === 'arg' ? exec.frame.args : [yield* textOf(exec, source)];
  for (const [at, template] of templates.entries()) {
    const given = texts[at] ?? '';
    const parts: ReadyPart[] = [];
    for (const part of template) parts.push(yield* ready(exec, part));
    const targets = new Map(
      template.flatMap((part, place) =>
        part.kind === 'target' && part.target !== undefined ? [[String(place), part.target] as const] : [],
      ),
    );
    const keyed = parts.map((part, place) =>
      part.kind === 'target' && part.name !== undefined ? { ...part, name: String(place) } : part,
    );
    takeApart(upper ? given.toUpperCase() : given, keyed, (key, value) => {
      const target = targets.get(key);
      if (target !== undefined) exec.set(target, value);
    });
  }
}

function* ready(exec: Exec, part: TemplatePart): Running<ReadyPart> {
  switch (part.kind) {
    case 'target':
      return { kind: 'target', name: part.target === undefined ? undefined : '' };
    case 'literal':
      return { kind: 'literal', value: yield* exec.evaluate(part.value) };
    case 'absolute':
      return { kind: 'absolute', column: exec.whole(yield* exec.evaluate(part.column)) };
    case 'relative':
      return { kind: 'relative', columns: part.sign * exec.whole(yield* exec.evaluate(part.columns)) };
  }
}

function* textOf(exec: Exec, source: ParseSource): Running<string> {
  const { host, frame } = exec;
  switch (source.kind) {
    case 'value':
      return yield* exec.value(source.value);
    case 'var':
      return yield* exec.evaluate(source.target);
    case 'pull':
      return host.stack.pull() ?? host.readLine();
    case 'external':
      return host.readLine();
    case 'numeric':
      return `${frame.precision.digits} ${frame.precision.fuzz} ${frame.precision.form}`;
    case 'source':
      return `TSO ${frame.how} ${exec.name} ${host.source.ddname} ${host.source.dsname} ? ${host.environment} ${host.environment === 'MVS' ? 'MVS' : 'TSO/E'} ?`;
    default:
      return version;
  }
}
