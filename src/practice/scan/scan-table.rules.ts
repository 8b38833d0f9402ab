/** A scan as a table for people. */

import type { ScannedFile, ScannedMessage } from './scanned-text.rules.ts';
import type { ScanReport } from './scan-folder.ts';

/** Files with their counts, the messages of each below it, and a summary line. Lines end in their own line feed. */
export function scanTable({ files, summary }: ScanReport): string {
  const shown = files.filter(({ kind }) => kind !== 'other');
  const width = Math.max(4, ...shown.map(({ file }) => file.length));
  const head = row(width, ['FILE', 'KIND', 'JOBS', 'STEPS', 'EXEC', 'DD', 'STATEMENTS', 'ERRORS']);
  const lines = [head, ...shown.flatMap((file) => [row(width, cells(file)), ...file.messages.flatMap(told)])];
  const { job, procedure, include, other, jobs, steps, statements, errors, filesWithErrors } = summary;
  const counts = `${count(job, 'job file')}, ${count(procedure, 'procedure')}, ${count(include, 'include group')}, ${other} other`;
  const found = `${count(jobs, 'job')} with ${count(steps, 'step')}, ${count(statements, 'statement')}`;
  const result = errors === 0 ? 'no errors' : `${count(errors, 'error')} in ${count(filesWithErrors, 'file')}`;
  return `${[...lines, '', `${counts}; ${found}; ${result}`].join('\n')}\n`;
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

function cells({ file, kind, jobs, steps, statements, messages }: ScannedFile): string[] {
  const total = Object.values(statements).reduce((sum, number) => sum + number, 0);
  const errors = messages.filter(({ severity }) => severity === 'error').length;
  const numbers = [jobs, steps, statements['EXEC'] ?? 0, statements['DD'] ?? 0, total, errors];
  return [file, kind, ...numbers.map(String)];
}

function row(width: number, [file = '', kind = '', ...numbers]: readonly string[]): string {
  return [file.padEnd(width), kind.padEnd(9), ...numbers.map((number) => number.padStart(10))].join(' ').trimEnd();
}

const told = ({ severity, line, statement, job, text }: ScannedMessage): string[] =>
  severity === 'error'
    ? [`  ${line === undefined ? `statement ${statement}` : `line ${line}`} (${job || 'no name'}): ${text}`]
    : [];
