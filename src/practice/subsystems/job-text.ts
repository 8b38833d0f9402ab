import { ebcdic } from '../codepages/code-page.ts';
import type { DataSets } from '../datasets/data-sets.ts';

/**
 * Text of a member from the first library that has it. When it holds `//*%OPC SCAN`, names after `%` are substituted,
 * a period right after is swallowed, and the directive is marked as done (`//*>OPC SCAN`), as the scheduler does.
 *
 * @see IBM Z Workload Scheduler, Managing the Workload, Job tailoring
 */
export function jobText(
  dataSets: DataSets,
  libraries: readonly string[],
  member: string,
  variables: Readonly<Record<string, string>>,
): readonly string[] | undefined {
  const library = libraries.find(
    (one) => dataSets.find(one) !== undefined && dataSets.member(one, member) !== undefined,
  );
  if (library === undefined) return undefined;
  const lines = dataSets.read(library, member).map((record) => ebcdic.decode(record).trimEnd());
  if (!lines.some((line) => line.startsWith('//*%OPC SCAN'))) return lines;
  return lines.map((line) =>
    line.startsWith('//*%OPC')
      ? line.replace('//*%OPC', '//*>OPC')
      : line.replaceAll(/%([A-Z][A-Z0-9]{0,7})\.?/g, (written, name: string) => variables[name] ?? written),
  );
}
