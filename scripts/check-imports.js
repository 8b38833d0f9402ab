import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Checks who imports whom. Reading no module at all is a failure: a compiler that cannot be used passes silently. */
const home = dirname(dirname(fileURLToPath(import.meta.url)));
const tool = join(home, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const folder = process.argv[2] ?? home;
const trees = ['src', 'plugins/zowe-cli/src'].filter((tree) => existsSync(join(folder, tree)));
const config = join(home, '.dependency-cruiser.cjs');
const { stdout, stderr } = spawnSync(process.execPath, [tool, '--config', config, '--output-type', 'json', ...trees], {
  cwd: folder,
  encoding: 'utf8',
  maxBuffer: 256 * 1024 * 1024,
});
if (stdout === '') {
  console.error(stderr);
  process.exit(2);
}
const { summary } = JSON.parse(stdout);
for (const { rule, from, to, cycle } of summary.violations) {
  const way = cycle === undefined || cycle.length === 0 ? to : cycle.map(({ name }) => name).join(' → ');
  console.error(`${rule.name}: ${from} → ${way}`);
}
console.log(`${summary.totalCruised} modules read, ${summary.violations.length} forbidden imports`);
if (summary.totalCruised === 0) console.error('no module was read: the rules have checked nothing');
process.exitCode = summary.totalCruised === 0 || summary.violations.length > 0 ? 1 : 0;
