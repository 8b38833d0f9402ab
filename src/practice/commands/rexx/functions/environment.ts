import { RexxError } from '../errors.rules.ts';
import { type Arguments, builtin, type Builtin, wrong } from './arguments.ts';

const isSymbol = (name: string): boolean => /^[A-Z0-9@#$¢.!?_]+$/.test(name);

/** The variable that a name given as text stands for, tails put in. */
function named(args: Arguments, text: string): string {
  const name = text.toUpperCase();
  const dot = name.indexOf('.');
  if (dot < 0 || dot === name.length - 1) return name;
  return args.exec.nameOf({ kind: 'compound', stem: name.slice(0, dot + 1), tail: name.slice(dot + 1).split('.') });
}

function valueOf(args: Arguments): string {
  const text = args.text(0);
  if (!isSymbol(text.toUpperCase())) wrong();
  if (/^[0-9.]/.test(text)) return args.has(1) ? wrong() : text.toUpperCase();
  const name = named(args, text);
  const { variables } = args.exec.frame;
  const before = variables.get(name) ?? name;
  if (args.has(1)) variables.set(name, args.text(1));
  return before;
}

function symbolOf(args: Arguments): string {
  const text = args.text(0).toUpperCase();
  if (!isSymbol(text)) return 'BAD';
  if (/^[0-9.]/.test(text)) return 'LIT';
  return args.exec.frame.variables.get(named(args, text)) === undefined ? 'LIT' : 'VAR';
}

function argOf(args: Arguments): string {
  const given = args.exec.frame.args;
  if (!args.has(0)) return String(given.length);
  const at = args.whole(0, undefined, 1) - 1;
  if (!args.has(1)) return given[at] ?? '';
  const exists = given[at] !== undefined;
  return (args.option(1, 'EO', 'E') === 'E') === exists ? '1' : '0';
}

function sourceLine(args: Arguments): string {
  const { lines } = args.exec.program;
  return args.has(0) ? (lines[args.whole(0, undefined, 1) - 1] ?? wrong()) : String(lines.length);
}

function conditionOf(args: Arguments): string {
  const { condition } = args.exec.frame;
  if (condition === undefined) return '';
  switch (args.option(0, 'CDIS', 'I')) {
    case 'C':
      return condition.name;
    case 'D':
      return condition.description;
    case 'I':
      return condition.how.toUpperCase();
    default:
      return condition.how === 'call' ? 'DELAY' : 'OFF';
  }
}

export const environmentFunctions: Readonly<Record<string, Builtin>> = {
  ADDRESS: builtin(0, 0, (args) => args.exec.frame.environment),
  ARG: builtin(0, 2, argOf),
  CONDITION: builtin(0, 1, conditionOf),
  QUEUED: builtin(0, 0, (args) => String(args.exec.host.stack.queued)),
  SOURCELINE: builtin(0, 1, sourceLine),
  SYMBOL: builtin(1, 1, symbolOf),
  TRACE: builtin(0, 1, () => 'N'),
  USERID: builtin(0, 0, (args) => args.exec.host.user),
  VALUE: builtin(1, 2, valueOf),
  STORAGE: builtin(1, 3, () => {
    throw new RexxError(48);
  }),
};
