import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Root of the sources. */
export const home = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(home, 'test', 'mutants');

/**
 * The break of one rule: a patch whose first lines name the rule, what the patch does, and the test that must fail.
 *
 *     Rule: 2.4 only the adopted job is released
 *     Breaks: the release goes to the first job with the correlator
 *     Test: test/runs/protocol.test.ts
 *     Named: releases only the adopted job
 */
export const Mutant = z.strictObject({
  /** File name without `.patch`. */
  name: z.string(),
  /** Absolute path. */
  file: z.string(),
  rule: z.string().regex(/^\d\.\d+ |^(?:5|notices) /, 'must begin with the number of a rule'),
  breaks: z.string().min(10),
  test: z.string().regex(/^test\/.+\.test\.ts$/, 'must be a test file'),
  /** Part of the names of the tests that must fail; all tests of the file where absent. */
  named: z.string().optional(),
});
export type Mutant = z.infer<typeof Mutant>;

/** All mutants, in the order of the rules. @throws {z.ZodError} when one does not say what it is */
export function allMutants(): Mutant[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.patch'));
  return files.map((file) => mutantOf(join(folder, file))).sort((a, b) => order(a).localeCompare(order(b)));
}

function mutantOf(file: string): Mutant {
  const [head = ''] = readFileSync(file, 'utf8').split(/^(?:diff --git|---) /m);
  const says = (field: string): string | undefined => new RegExp(`^${field}: (.+)$`, 'm').exec(head)?.[1]?.trim();
  const [rule, breaks, test, named] = ['Rule', 'Breaks', 'Test', 'Named'].map(says);
  const read = { name: basename(file, '.patch'), file, rule, breaks, test, ...(named === undefined ? {} : { named }) };
  return Mutant.parse(read, { error: () => `${file}: the lines Rule, Breaks and Test are needed` });
}

const order = ({ rule, name }: Mutant): string =>
  `${rule.replace(/\d+/g, (digits) => digits.padStart(3, '0'))} ${name}`;
