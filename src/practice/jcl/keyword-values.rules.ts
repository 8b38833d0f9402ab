/** Values that each keyword takes (z/OS MVS JCL Reference, the syntax of each JOB, EXEC, DD and OUTPUT parameter). */

import { isBlankList, subparameters, withoutLiterals } from './operands.rules.ts';
import { texts } from './messages.rules.ts';

type Check = (key: string, raw: string) => string | undefined;

const name = '[A-Z@#$][A-Z0-9@#$]{0,7}';
const reference = new RegExp(`\\*(\\.${name}){1,3}`);

function shaped(pattern: string, message: (key: string) => string = texts.syntax): Check {
  const form = new RegExp(`^(?:${pattern})$`);
  return (key, raw) => (form.test(raw) ? undefined : message(key));
}

const oneOf = (words: string): Check => shaped(words.split(' ').join('|'));

const within =
  (from: number, to: number): Check =>
  (key, raw) => {
    const value = raw.replace(/^\((\d+)\)$/, '$1');
    if (!/^\d{1,9}$/.test(value)) return texts.numeric(key);
    return Number(value) < from || Number(value) > to ? texts.numeric(key) : undefined;
  };

const time = shaped('NOLIMIT|MAXIMUM|\\d{1,6}|\\(\\d{0,6}(,\\d{0,2})?\\)', texts.format);
const region = shaped('\\d{1,7}[KM]', texts.format);
const memory = shaped('NOLIMIT|\\d{1,5}[MGTP]', texts.format);
const output = shaped('\\d{1,8}|\\(\\d{0,8}(,(CANCEL|DUMP|WARNING))?\\)', texts.format);
const named = shaped(name);
const yesNo = oneOf('Y N YES NO');
const restart = oneOf('R RNC NR NC');
const anything: Check = () => undefined;

const job: Readonly<Record<string, Check>> = {
  ADDRSPC: oneOf('VIRT REAL'),
  BYTES: output,
  CARDS: output,
  LINES: output,
  PAGES: output,
  CCSID: within(1, 65_535),
  CLASS: shaped('[A-Z0-9]{1,8}', texts.classDesignation),
  DSENQSHR: oneOf('ALLOW USEJC DISALLOW'),
  GDGBIAS: oneOf('JOB STEP'),
  GROUP: named,
  JESLOG: shaped("NOSPIN|SUPPRESS|SPIN|\\(SPIN(,.+)?\\)|'?SPIN,.+"),
  MEMLIMIT: memory,
  NOTIFY: shaped(`(${name}\\.)?${name}|'(${name}\\.)?${name}'`),
  PERFORM: within(1, 999),
  PRTY: within(0, 15),
  RD: restart,
  REGION: region,
  REGIONX: shaped('\\d{1,7}[KM]|\\(\\d{0,7}[KM]?(,\\d{1,7}[KM])?\\)', texts.format),
  SCHENV: shaped("[A-Z0-9@#$_]{1,16}|'[A-Z0-9@#$_]{1,16}'"),
  SECLABEL: named,
  SYSSYM: oneOf('ALLOW DISALLOW'),
  TIME: time,
  USER: named,
};

const exec: Readonly<Record<string, Check>> = {
  ABDISPCC: shaped('\\d{1,4}|\\(\\d{1,4}(,(GT|GE))?\\)'),
  ADDRSPC: oneOf('VIRT REAL'),
  CCSID: within(1, 65_535),
  DYNAMNBR: within(0, 3273),
  MEMLIMIT: memory,
  PARMDD: named,
  PERFORM: within(1, 999),
  RD: restart,
  REGION: region,
  REGIONX: shaped('\\d{1,7}[KM]|\\(\\d{0,7}[KM]?(,\\d{1,7}[KM])?\\)', texts.format),
  RLSTMOUT: within(0, 9999),
  TIME: time,
};

const dd: Readonly<Record<string, Check>> = {
  AVGREC: oneOf('U K M'),
  BLKSIZE: shaped('\\d{1,6}[KMG]?', texts.numeric),
  BLKSZLIM: shaped('\\d{1,10}[KMG]?', texts.numeric),
  BURST: yesNo,
  CCSID: within(1, 65_535),
  CHKPT: oneOf('EOV'),
  COPIES: shaped('\\d{1,3}|\\(\\d{0,3}(,\\(\\d{1,3}(,\\d{1,3})*\\))?\\)', texts.numeric),
  DATACLAS: named,
  MGMTCLAS: named,
  STORCLAS: shaped(`${name}|''`),
  DDNAME: named,
  DSNTYPE: shaped(
    'LIBRARY|\\(LIBRARY(,[12])?\\)|PDS|BASIC|LARGE|EXTREQ|EXTPREF|\\((EXTREQ|EXTPREF)(,[12])?\\)|HFS|PIPE',
  ),
  EATTR: oneOf('NO OPT'),
  EXPDT: shaped("'?\\d{5}'?|'?\\d{4}/\\d{3}'?", texts.numeric),
  FILEDATA: oneOf('BINARY TEXT RECORD'),
  FREE: oneOf('END CLOSE'),
  FREEVOL: oneOf('EOV END'),
  GDGORDER: oneOf('USECATLG LIFO FIFO'),
  HOLD: yesNo,
  KEYLEN: within(0, 255),
  KEYOFF: within(0, 32_760),
  LRECL: shaped('\\d{1,6}K?|X', texts.numeric),
  MAXGENS: within(0, 2_000_000_000),
  OUTLIM: within(0, 16_777_215),
  PROTECT: oneOf('Y YES'),
  RECFM: shaped('(U|D|F|V)[BST]*[AM]?'),
  RECORG: oneOf('KS ES RR LS'),
  RETPD: within(0, 9999),
  RLS: oneOf('NR CR CRE'),
  ROACCESS: shaped('ALLOW|DISALLOW|\\(ALLOW(,(EXTLOCK|TRKLOCK))?\\)'),
  SEGMENT: within(1, 99_999),
  SPIN: shaped("NO|UNALLOC|'.*'|\\((UNALLOC|NO)?(,.*)?\\)"),
  SYMBOLS: shaped(`JCLONLY|EXECSYS|CNVTSYS|\\((JCLONLY|EXECSYS|CNVTSYS)(,${name})?\\)`),
  TERM: oneOf('TS'),
  UNIT: shaped(`\\(?(/?[A-Z0-9@#$/-]{1,8})?(,(\\d{1,2}|P|SMSHONOR)?)?(,DEFER)?(,SMSHONOR)?\\)?|\\(?AFF=${name}\\)?`),
  VOL: anything,
};

const tables = { JOB: job, EXEC: exec, DD: dd };

/** Message about a keyword's value, if it has a wrong one. An empty value takes the keyword away and is always right. */
export function valueFault(statement: keyof typeof tables, key: string, raw: string): string | undefined {
  if (raw === '' || isBlankList(raw)) return undefined;
  const symbol = undefinedSymbol(raw);
  if (symbol && key !== 'DSN' && key !== 'DSNAME') return texts.ampersand(key);
  if (/^'[^']*'$/.test(raw)) return undefined;
  const wrong = tables[statement][key]?.(key, raw);
  return wrong === undefined ? undefined : (misusedCharacter(key, raw) ?? wrong);
}

/** An ampersand that is neither doubled nor inside apostrophes: the symbol has no value. */
const undefinedSymbol = (raw: string): boolean => /(^|[^&])(&&)*&([A-Z@#$]|$)/.test(withoutLiterals(raw));

/** The message that names the character by which a value cannot be right, before one that only says so. */
function misusedCharacter(key: string, raw: string): string | undefined {
  const plain = withoutLiterals(raw);
  if (plain.includes('..')) return texts.period(key);
  if (plain.includes('+')) return texts.plus(key);
  if (plain.includes('*') && !reference.test(plain)) return texts.asterisk(key);
  if (/[^(,]\(/.test(plain)) return texts.leftParenthesis(key);
  if (subparameters(plain).length > 8) return texts.subparameters(key);
  return undefined;
}
