/** Converter messages (z/OS MVS System Messages, IEF: IEFC001I–IEFC662I). Wordings without a published sample are marked. */

export interface Message {
  /** Statement number in the listing; 0 when it is about the job as a whole. */
  readonly statement: number;
  readonly text: string;
  readonly severity: 'error' | 'information';
}

export const texts = {
  continuation: 'IEFC621I EXPECTED CONTINUATION NOT RECEIVED',
  operation: 'IEFC605I UNIDENTIFIED OPERATION FIELD',
  misplacedDd: 'IEFC606I MISPLACED DD STATEMENT',
  noSteps: 'IEFC607I JOB HAS NO STEPS',
  tooManySteps: 'IEFC602I EXCESSIVE NUMBER OF EXECUTE STATEMENTS',
  /** Wording unconfirmed. */
  badJob: 'IEFC601I JOB STATEMENT IN ERROR',
  undefinedCharacters: 'IEFC623I SOURCE TEXT CONTAINS UNDEFINED OR ILLEGAL CHARACTERS',
  /** No number is known; a program that sends mail is not part of this system. */
  noMail: 'NOTIFY EMAIL: NO MAIL IS SENT BY THIS SYSTEM',
  /** Wording unconfirmed. */
  misplacedProc: 'IEFC603I MISPLACED PROC STATEMENT',
  /** Wording unconfirmed. */
  procInProc: 'IEFC609I PROC STATEMENT WITHIN A PROCEDURE',
  /** Wording unconfirmed. */
  noPend: 'IEFC610I PEND STATEMENT MISSING',
  overriddenStep: 'IEFC611I OVERRIDDEN STEP NOT FOUND IN PROCEDURE',
  label: 'IEFC662I INVALID LABEL',
  /** Wording unconfirmed. */
  nesting: 'IEFC615I NESTING LEVEL OF STATEMENTS EXCEEDS 15',
  procedureMissing: (name: string) => `IEFC612I PROCEDURE ${name} WAS NOT FOUND`,
  /** Wording unconfirmed. */
  includeMissing: (name: string) => `IEFC026I INCLUDE MEMBER ${name} WAS NOT FOUND`,
  /** Wording unconfirmed. */
  libraryMissing: (dsname: string) => `IEFC026I JCLLIB DATA SET ${dsname} WAS NOT FOUND`,
  /** Wording unconfirmed. */
  duplicate: (keyword: string, statement: string) =>
    `IEFC010I DUPLICATE KEYWORD ${keyword} ON THE ${statement} STATEMENT`,
  /** Number and wording unconfirmed. */
  obsolete: (ddname: string) => `IEFC165I ${ddname} DD STATEMENT IS IGNORED`,
  /** Wording unconfirmed: this JES2 has neither job groups nor other nodes. */
  unsupported: (operation: string) => `IEFC605I UNIDENTIFIED OPERATION FIELD - ${operation} IS NOT SUPPORTED`,
  misplaced: (operation: string) => `IEFC019I MISPLACED ${operation} STATEMENT`,
  character: (character: string, field: string) =>
    `IEFC620I UNIDENTIFIABLE CHARACTER ${character} IN THE ${field} FIELD`,
  parenthesis: (field: string) => `IEFC622I UNBALANCED PARENTHESIS IN THE ${field} FIELD`,
  period: (field: string) => `IEFC624I INCORRECT USE OF PERIOD IN THE ${field} FIELD`,
  ampersand: (field: string) => `IEFC627I INCORRECT USE OF AMPERSAND IN THE ${field} FIELD`,
  leftParenthesis: (field: string) => `IEFC625I INCORRECT USE OF LEFT PARENTHESIS IN THE ${field} FIELD`,
  plus: (field: string) => `IEFC626I INCORRECT USE OF PLUS IN THE ${field} FIELD`,
  asterisk: (field: string) => `IEFC628I INCORRECT USE OF ASTERISK IN THE ${field} FIELD`,
  notSign: (field: string) => `IEFC631I INCORRECT USE OF NOT SIGN IN THE ${field} FIELD`,
  /** Wording unconfirmed. */
  format: (field: string) => `IEFC632I FORMAT ERROR IN THE ${field} FIELD`,
  /** Wording unconfirmed. */
  classDesignation: (field: string) => `IEFC639I INVALID CLASS DESIGNATION IN THE ${field} FIELD`,
  /** Wording unconfirmed. */
  manyPositional: (field: string) => `IEFC640I EXCESSIVE NUMBER OF POSITIONAL PARAMETERS IN THE ${field} FIELD`,
  apostrophe: (field: string) => `IEFC629I INCORRECT USE OF APOSTROPHE IN THE ${field} FIELD`,
  keyword: (keyword: string) => `IEFC630I UNIDENTIFIED KEYWORD ${keyword}`,
  /** Number unconfirmed. */
  programmer: 'IEFC633I PROGRAMMER NAME TOO LONG',
  subparameters: (field: string) => `IEFC641I IMPROPER SUBPARAMETER LIST IN THE ${field} FIELD`,
  length: (field: string) => `IEFC642I EXCESSIVE PARAMETER LENGTH IN THE ${field} FIELD`,
  positional: (field: string) => `IEFC643I UNIDENTIFIED POSITIONAL PARAMETER IN THE ${field} FIELD`,
  numeric: (field: string) => `IEFC644I INVALID NUMERIC IN THE ${field} FIELD`,
  referBack: (field: string) => `IEFC645I INVALID REFER BACK IN THE ${field} FIELD`,
  firstCharacter: (field: string) =>
    `IEFC647I FIRST CHARACTER OF NAME NOT ALPHABETIC OR NATIONAL IN THE ${field} FIELD`,
  syntax: (field: string) => `IEFC650I INCORRECT SYNTAX IN THE ${field} FIELD`,
  unused: (symbol: string) => `IEFC657I THE SYMBOL ${symbol} WAS NOT USED`,
  exclusive: (first: string, second: string, statement: string) =>
    `IEFC009I KEYWORD ${first} IS MUTUALLY EXCLUSIVE WITH KEYWORD ${second} ON THE ${statement} STATEMENT`,
  /** Number and wording unconfirmed. */
  jobClass: (jobClass: string) => `IEFC637I INVALID VALUE ${jobClass} IN THE CLASS FIELD`,
  expanded: (what: 'PROCEDURE' | 'INCLUDE GROUP', name: string, source: string) =>
    `${what === 'PROCEDURE' ? 'IEFC001I' : 'IEFC002I'} ${what} ${name} WAS EXPANDED USING ${source}`,
  substitution: (operands: string) => `IEFC653I SUBSTITUTION JCL - ${operands}`,
} as const;
