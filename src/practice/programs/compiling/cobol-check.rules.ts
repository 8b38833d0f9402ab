/** What can be judged of a COBOL program without compiling it. */

import { codeIn, type CompilerMessage, type SourceLine, withoutLiterals } from './cobol-source.rules.ts';

export interface CheckedProgram {
  /** From PROGRAM-ID. */
  name: string | undefined;
  /** Literals of CALL statements. */
  calls: readonly string[];
  usesCics: boolean;
  usesSql: boolean;
  messages: readonly CompilerMessage[];
}

const verbs =
  'ACCEPT ADD ALLOCATE ALTER CALL CANCEL CLOSE COMPUTE CONTINUE COPY DELETE DISPLAY DIVIDE ELSE END END-ADD END-CALL END-COMPUTE END-DELETE END-DIVIDE END-EVALUATE END-EXEC END-IF END-JSON END-MULTIPLY END-PERFORM END-READ END-RETURN END-REWRITE END-SEARCH END-START END-STRING END-SUBTRACT END-UNSTRING END-WRITE END-XML ENTRY EVALUATE EXEC EXECUTE EXIT FREE GENERATE GO GOBACK IF INITIALIZE INITIATE INSPECT INVOKE JSON MERGE MOVE MULTIPLY NEXT OPEN PERFORM READ READY RELEASE REPLACE RESET RETURN REWRITE SEARCH SERVICE SET SKIP1 SKIP2 SKIP3 EJECT TITLE SORT START STOP STRING SUBTRACT TERMINATE UNSTRING USE WHEN WRITE XML'.split(
    ' ',
  );
const figures =
  'ZERO ZEROS ZEROES SPACE SPACES HIGH-VALUE HIGH-VALUES LOW-VALUE LOW-VALUES QUOTE QUOTES NULL NULLS ALL TO OF IN CORR CORRESPONDING FUNCTION LENGTH ADDRESS RETURN-CODE TALLY SORT-RETURN SORT-FILE-SIZE SORT-CORE-SIZE SORT-MESSAGE SORT-MODE-SIZE SORT-CONTROL WHEN-COMPILED SHIFT-IN SHIFT-OUT XML-CODE XML-EVENT XML-TEXT XML-NTEXT JSON-CODE JSON-STATUS DEBUG-ITEM'.split(
    ' ',
  );
/** Words of phrases that end the statement before them, such as NOT INVALID KEY. */
const phrases = 'NOT INVALID AT ON SIZE EXCEPTION OVERFLOW'.split(' ');
const text2121 = (name: string) => `"${name}" was not defined as a data-name. The statement was discarded.`;
const text2072 = (word: string) =>
  `"${word}" was invalid. Skipped to the next verb, period or procedure-name definition.`;

interface Word {
  text: string;
  line: number;
  /** Stands in area A, columns 8 to 11. */
  areaA: boolean;
}

/**
 * Looks for divisions, PROGRAM-ID, verbs that are none at the start of sentences, and operands of MOVE that nothing
 * declares. Names are not judged when a copybook is missing. Messages on divisions and PROGRAM-ID are worded as far as
 * known (numbers not looked up).
 */
export function checked(lines: readonly SourceLine[], { complete }: { complete: boolean }): CheckedProgram {
  const words = wordsOf(lines);
  const messages: CompilerMessage[] = [];
  const at = (first: string, second: string) =>
    words.findIndex(({ text }, index) => text === first && words[index + 1]?.text === second);
  const divisions = [at('IDENTIFICATION', 'DIVISION'), at('ID', 'DIVISION')];
  if (Math.max(...divisions) < 0)
    messages.push({
      line: 1,
      code: 'IGYDS1102-S',
      text: 'Expected "IDENTIFICATION DIVISION". Scanning was resumed at the next area "A" item.',
    });
  const id = words.findIndex(({ text }) => text === 'PROGRAM-ID');
  const name =
    id < 0
      ? undefined
      : words
          .slice(id + 1)
          .find(({ text }) => text !== '.')
          ?.text.replaceAll(/["']/g, '');
  if (name === undefined)
    messages.push({
      line: 1,
      code: 'IGYDS1040-S',
      text: 'The "PROGRAM-ID" paragraph or its program-name was missing.',
    });
  const procedure = at('PROCEDURE', 'DIVISION');
  if (procedure >= 0) {
    const body = words.slice(procedure);
    messages.push(...sentences(body));
    if (complete) messages.push(...undeclared(body, declared(words.slice(0, procedure))));
  }
  const code = lines.map(({ text }) => codeIn(text)).join('\n');
  return {
    name,
    calls: [
      ...new Set([...code.matchAll(/(?<![A-Z0-9-])CALL\s+["']([A-Z0-9#@$]+)["']/g)].map(([, called = '']) => called)),
    ],
    usesCics: /(?<![A-Z0-9-])EXEC\s+CICS\b/.test(withoutLiterals(code)),
    usesSql: /(?<![A-Z0-9-])EXEC\s+SQL\b/.test(withoutLiterals(code)),
    messages,
  };
}

function wordsOf(lines: readonly SourceLine[]): Word[] {
  return lines.flatMap(({ text }, index) => {
    if (/^.{6}-/.test(text)) return [];
    const code = withoutOpenLiteral(withoutLiterals(codeIn(text))).toUpperCase();
    return [...code.matchAll(/[A-Z0-9][A-Z0-9-]*|\+\+[A-Z]+|-[A-Z]+|\.(?=\s|$)|[()]/g)].map((one) => ({
      text: one[0],
      line: index + 1,
      areaA: one.index < 4,
    }));
  });
}

/** A literal that goes on in the next line ends with this one. */
const withoutOpenLiteral = (code: string): string => code.replace(/["'].*$/, '');

/** What may stand in area B after a name in area A. */
const headings = ['SECTION', 'DECLARATIVES'];

/** First words of sentences that stand in area B and are no verbs. */
function sentences(words: readonly Word[]): CompilerMessage[] {
  const messages: CompilerMessage[] = [];
  let start = false;
  let inExec = false;
  for (const word of words) {
    if (
      start &&
      !word.areaA &&
      !inExec &&
      !headings.includes(word.text) &&
      word.text !== '.' &&
      !verbs.includes(word.text) &&
      /^[A-Z+-]/.test(word.text)
    )
      messages.push({ line: word.line, code: 'IGYPS2072-S', text: text2072(word.text) });
    if (word.text === 'EXEC' || word.text === 'EXECUTE') inExec = true;
    if (word.text === 'END-EXEC') inExec = false;
    start = word.text === '.' || (start && word.areaA && !verbs.includes(word.text));
  }
  return messages;
}

/** Every word of the data division that may be a name. */
function declared(words: readonly Word[]): ReadonlySet<string> {
  return new Set(words.map(({ text }) => text));
}

function undeclared(words: readonly Word[], names: ReadonlySet<string>): CompilerMessage[] {
  const messages: CompilerMessage[] = [];
  let inMove = false;
  let inExec = false;
  let depth = 0;
  for (const { text, line } of words) {
    if (text === '(') depth += 1;
    else if (text === ')') depth -= 1;
    else if (text === 'EXEC') inExec = true;
    else if (text === 'END-EXEC') inExec = false;
    if (depth > 0 || inExec) continue;
    if (text === 'MOVE') inMove = true;
    else if (text === '.' || verbs.includes(text) || phrases.includes(text)) inMove = false;
    else if (text === 'FUNCTION') inMove = false;
    else if (inMove && isUnknown(text, names)) messages.push({ line, code: 'IGYPS2121-S', text: text2121(text) });
  }
  return messages;
}

const isUnknown = (text: string, names: ReadonlySet<string>): boolean =>
  /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$|^\d+-[A-Z][A-Z0-9-]*$/.test(text) &&
  !figures.includes(text) &&
  !names.has(text) &&
  !/^(SQL|EIB|DFH)/.test(text);
