import type { IHandlerParameters } from '@zowe/imperative';

type Arguments = IHandlerParameters['arguments'];

/** An option or positional as text; undefined where it was not given. Numbers in a profile become text. */
export function textOf(args: Arguments, name: string): string | undefined {
  const value: unknown = args[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A positional that the definition requires. */
export function requiredText(args: Arguments, name: string): string {
  const text = textOf(args, name);
  if (text === undefined) throw new Error(`${name} is missing`);
  return text;
}

export function numberOf(args: Arguments, name: string): number | undefined {
  const value: unknown = args[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function isSet(args: Arguments, name: string): boolean {
  return args[name] === true;
}
