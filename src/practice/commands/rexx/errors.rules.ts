/** What the language processor finds wrong (z/OS TSO/E REXX Reference and TSO/E Messages: IRX0003I to IRX0049I). */

const texts: Readonly<Record<number, string>> = {
  3: 'Program is unreadable',
  4: 'Program interrupted',
  5: 'Machine resources exhausted',
  6: 'Unmatched "/*" or quote',
  7: 'WHEN or OTHERWISE expected',
  8: 'Unexpected THEN or ELSE',
  9: 'Unexpected WHEN or OTHERWISE',
  10: 'Unexpected or unmatched END',
  11: 'Control stack full',
  13: 'Invalid character in program',
  14: 'Incomplete DO/SELECT/IF',
  15: 'Invalid hexadecimal or binary string',
  16: 'Label not found',
  17: 'Unexpected PROCEDURE',
  18: 'THEN expected',
  19: 'String or symbol expected',
  20: 'Symbol expected',
  21: 'Invalid data on end of clause',
  23: 'Invalid SBCS/DBCS mixed string',
  24: 'Invalid TRACE request',
  25: 'Invalid sub-keyword found',
  26: 'Invalid whole number',
  27: 'Invalid DO syntax',
  28: 'Invalid LEAVE or ITERATE',
  29: 'Environment name too long',
  30: 'Name or string > 250 characters',
  31: 'Name starts with number or "."',
  33: 'Invalid expression result',
  34: 'Logical value not 0 or 1',
  35: 'Invalid expression',
  36: 'Unmatched "(" in expression',
  37: 'Unexpected "," or ")"',
  38: 'Invalid template or pattern',
  39: 'Evaluation stack overflow',
  40: 'Incorrect call to routine',
  41: 'Bad arithmetic conversion',
  42: 'Arithmetic overflow/underflow',
  43: 'Routine not found',
  44: 'Function did not return data',
  45: 'No data specified on function RETURN',
  46: 'Invalid variable reference',
  48: 'Failure in system service',
  49: 'Language processor failure',
};

export const errorText = (code: number): string => texts[code] ?? 'Language processor failure';

/** An error with its number; the line is filled in by the clause that was running. */
export class RexxError extends Error {
  override readonly name = 'RexxError';
  line: number | undefined;
  constructor(readonly code: number) {
    super(errorText(code));
  }
}
