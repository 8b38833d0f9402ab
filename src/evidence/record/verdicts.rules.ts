import type { Verdict } from '../../readiness/readiness.schema.ts';
import type { Sign } from './states.rules.ts';

const signs: Readonly<Record<Verdict, Sign>> = {
  pass: { words: 'pass', tone: 'ok', shape: 'passed' },
  fail: { words: 'fail', tone: 'bad', shape: 'failed' },
  unknown: { words: 'unknown', tone: 'warn', shape: 'unknown' },
  'not-applicable': { words: 'not applicable', tone: 'idle', shape: 'skipped' },
};

export const verdictSign = (verdict: Verdict): Sign => signs[verdict];
