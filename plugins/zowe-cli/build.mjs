import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Builds the plug-in into lib/, a CommonJS file a source. Types of the service's schemas are imported as types only,
 * so nothing of them is left; `tsc -p plugins/zowe-cli` checks them.
 */
const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, 'src');
const target = join(here, 'lib');

const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  isolatedModules: true,
  rewriteRelativeImportExtensions: true,
};

rmSync(target, { recursive: true, force: true });
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
for (const name of files) {
  const { outputText } = ts.transpileModule(readFileSync(join(source, name), 'utf8'), {
    fileName: join(source, name),
    compilerOptions,
  });
  const built = join(target, name.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(built), { recursive: true });
  writeFileSync(built, outputText);
}
console.log(`${files.length} files in ${target}`);
