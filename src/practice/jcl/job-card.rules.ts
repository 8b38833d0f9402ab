/** The JOB statement (z/OS MVS JCL Reference: JOB statement). */

import { parseCond } from './conditions.rules.ts';
import type { JobCard, Typrun } from './job-model.rules.ts';
import { valueFault } from './keyword-values.rules.ts';
import { jobKeywords } from './keywords.rules.ts';
import { texts } from './messages.rules.ts';
import { parseOperands, plainText, splitList, subparameters, unquote } from './operands.rules.ts';

export interface JobDefaults {
  readonly jobClass: string;
  readonly messageClass: string;
}

const typruns: ReadonlySet<string> = new Set(['SCAN', 'HOLD', 'JCLHOLD', 'COPY']);

/** Reads a JOB statement whose symbols are resolved. Faults go to `fault`; a card comes back anyway. */
export function readJobCard(
  jobname: string,
  operands: string,
  defaults: JobDefaults,
  fault: (text: string) => void,
): JobCard {
  const positional: string[] = [];
  const keywords = new Map<string, string>();
  for (const { key, raw } of parseOperands(operands)) {
    if (key === '') positional.push(raw);
    else if (!jobKeywords.has(key)) fault(texts.keyword(key));
    else {
      if (keywords.has(key)) fault(texts.duplicate(key, 'JOB'));
      else checkValue(key, raw, fault);
      keywords.set(key, raw);
    }
  }
  if (positional.length > 2) fault(texts.manyPositional('JOB'));
  const programmer = unquote(positional[1] ?? '');
  if (programmer.length > 20) fault(texts.programmer);
  return {
    jobname,
    account: plainText(positional[0] ?? ''),
    programmer,
    jobClass: unquote(keywords.get('CLASS') ?? defaults.jobClass),
    messageClass: messageClass(keywords.get('MSGCLASS') ?? defaults.messageClass, fault),
    messageLevel: messageLevel(keywords.get('MSGLEVEL'), fault),
    jobrc: jobrc(keywords.get('JOBRC'), fault),
    gdgBias: keywords.get('GDGBIAS') === 'STEP' ? 'STEP' : 'JOB',
    keywords,
    priority: /^\d{1,2}$/.test(keywords.get('PRTY') ?? '') ? Number(keywords.get('PRTY')) : 9,
    ...optional(keywords, fault),
  };
}

function checkValue(key: string, raw: string, fault: (text: string) => void): void {
  const wrong = valueFault('JOB', key, raw);
  if (wrong !== undefined) fault(wrong);
}

/** TIME= in seconds: minutes, `(minutes,seconds)`, or no limit at all. */
export function readTime(raw: string | undefined): number | undefined {
  if (raw === undefined || raw === '') return undefined;
  if (raw === 'NOLIMIT' || raw === '1440' || raw === 'MAXIMUM') return Infinity;
  const [minutes = '', seconds = ''] = subparameters(raw);
  const total = Number(minutes) * 60 + Number(seconds);
  return Number.isNaN(total) ? undefined : total;
}

function optional(keywords: ReadonlyMap<string, string>, fault: (text: string) => void): Partial<JobCard> {
  const typrun = keywords.get('TYPRUN');
  if (typrun !== undefined && !typruns.has(typrun)) fault(texts.subparameters('TYPRUN'));
  const correlator = keywords.get('UJOBCORR');
  if (correlator !== undefined && !/^[A-Z#@$][A-Z0-9#@$_]{0,31}$/.test(unquote(correlator)))
    fault(texts.syntax('UJOBCORR'));
  const cond = keywords.has('COND') ? parseCond(keywords.get('COND') ?? '') : undefined;
  const wrong = cond === undefined || cond.even || cond.only || cond.tests.some(({ of }) => of !== undefined);
  if (keywords.has('COND') && wrong) fault(texts.subparameters('COND'));
  const restart = subparameters(keywords.get('RESTART') ?? '')[0] ?? '';
  const [step = '', procStep] = restart.split('.');
  const notify = keywords.get('NOTIFY');
  const user = keywords.get('USER');
  const cpuSeconds = readTime(keywords.get('TIME'));
  const rd = keywords.get('RD');
  return {
    ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
    ...(rd === undefined || rd === '' ? {} : { restartable: rd === 'R' || rd === 'RNC' }),
    ...(keywords.get('DSENQSHR') === 'ALLOW' ? { downgrades: true } : {}),
    ...(typrun === undefined || !typruns.has(typrun) ? {} : { typrun: typrun as Typrun }),
    ...(correlator === undefined ? {} : { userCorrelator: unquote(correlator) }),
    ...(cond === undefined ? {} : { cond }),
    ...(restart === '' || restart === '*' ? {} : { restart: { step, procStep } }),
    ...(notify === undefined ? {} : { notify: unquote(notify).split('.').at(-1) ?? '' }),
    ...(user === undefined ? {} : { user }),
  };
}

function messageClass(raw: string, fault: (text: string) => void): string {
  const value = unquote(raw);
  if (/^[A-Z0-9]$/.test(value)) return value;
  fault(value.includes('&') ? texts.ampersand('MSGCLASS') : texts.classDesignation('MSGCLASS'));
  return 'A';
}

function messageLevel(raw: string | undefined, fault: (text: string) => void): JobCard['messageLevel'] {
  const [statements = '', messages = ''] = raw === undefined ? [] : subparameters(raw);
  if (!/^[012]?$/.test(statements) || !/^[01]?$/.test(messages)) fault(texts.subparameters('MSGLEVEL'));
  return {
    statements: statements === '0' ? 0 : statements === '2' ? 2 : 1,
    messages: messages === '0' ? 0 : 1,
  };
}

function jobrc(raw: string | undefined, fault: (text: string) => void): JobCard['jobrc'] {
  if (raw === undefined || raw === 'MAXRC') return { kind: 'MAXRC' };
  if (raw === 'LASTRC') return { kind: 'LASTRC' };
  const [word, name = ''] = raw.startsWith('(') ? splitList(raw.slice(1, -1)) : [];
  const [step = '', procStep] = name.split('.');
  if (word !== 'STEP' || step === '') fault(texts.subparameters('JOBRC'));
  return { kind: 'STEP', of: { step, procStep } };
}
