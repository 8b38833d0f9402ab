import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const nowhere = 'src/runs/nowhere.ts';
const packages = ['express', 'lmdb', 'mongodb', 'zod', '@zowe/imperative'];

/** For each rule, files that import what it forbids: `importer → imported`. */
const planted: Readonly<Record<string, readonly string[]>> = {
  'no-circular': ['src/runs/hen.ts → src/runs/egg.ts', 'src/runs/egg.ts → src/runs/hen.ts'],
  'nothing-unresolved': [`src/runs/hopeful.ts → ${nowhere}`],
  'shared-is-a-leaf': ['src/shared/curious.ts → src/ledger/deep.ts'],
  'schemas-are-leaves': ['src/runs/busy.schema.ts → src/runs/engine.ts'],
  'rules-and-views-are-pure': ['src/runs/impure.rules.ts → src/runs/engine.ts', 'src/runs/impure.views.ts → lmdb'],
  'rules-of-practice-are-pure': ['src/practice/impure.rules.ts → src/practice/room.ts'],
  'slices-meet-at-index': ['src/runs/prying.ts → src/releases/inner.ts'],
  'order-access': ['src/access/upward.ts → src/estate/index.ts'],
  'order-estate': ['src/estate/upward.ts → src/changes/index.ts'],
  'order-changes': ['src/changes/upward.ts → src/windows/index.ts'],
  'order-windows': ['src/windows/upward.ts → src/releases/index.ts'],
  'order-releases': ['src/releases/upward.ts → src/readiness/index.ts'],
  'order-readiness': ['src/readiness/upward.ts → src/runs/index.ts'],
  'order-runs': ['src/runs/upward.ts → src/evidence/index.ts'],
  'nobody-imports-readers': ['src/insight/nosy.ts → src/evidence/index.ts'],
  'edges-know-no-slice': ['src/http/partial.ts → src/runs/index.ts'],
  layers: ['src/store/high.ts → src/ledger/deep.ts'],
  'only-routes-meet-http': ['src/runs/chatty.service.ts → src/http/edge.ts', 'src/runs/web.ts → express'],
  'only-the-store-meets-databases': ['src/ledger/direct.ts → mongodb'],
  'only-zosmf-meets-zowe': ['src/runs/direct.ts → @zowe/imperative'],
  'only-assembly-meets-config': ['src/http/settings.ts → src/config/config.ts'],
  'only-the-ledger-meets-the-store': ['src/runs/storing.ts → src/store/disk.ts'],
  'assembly-has-two-callers': ['src/http/boss.ts → src/service/serve.ts'],
  'nobody-imports-the-command': ['src/service/caller.ts → src/main.ts', 'src/lab/caller.ts → src/main/part.ts'],
  'console-sees-schemas': ['src/console/greedy.ts → src/runs/index.ts'],
  'practice-stays-apart': ['src/practice/tempted.ts → src/zosmf/client.ts'],
  'practice-enters-by-a-door': ['src/service/shortcut.ts → src/practice/index.ts'],
  'the-door-of-practice-is-its-index': ['src/lab/burglar.ts → src/practice/room.ts'],
  'plug-in-sees-types': ['plugins/zowe-cli/src/handler.ts → src/runs/engine.ts'],
};

/** Imports that the design needs. */
const legal: readonly string[] = [
  'src/runs/run.schema.ts → zod',
  'src/runs/run.schema.ts → src/access/caller.schema.ts',
  'src/runs/run.rules.ts → src/jcl/parse.rules.ts',
  'src/runs/run.service.ts → src/releases/index.ts',
  'src/runs/run.routes.ts → src/http/edge.ts',
  'src/http/router.ts → src/access/caller.schema.ts',
  'src/ledger/open.ts → src/store/disk.ts',
  'src/store/disk.ts → lmdb',
  'src/zosmf/client.ts → @zowe/imperative',
  'src/service/assemble.ts → src/config/config.ts',
  'src/lab/demo.ts → src/practice/index.ts',
  'src/lab/demo.ts → src/service/serve.ts',
  'src/main/command.ts → src/practice/index.ts',
  'src/practice/machine.ts → src/shared/clock.ts',
];

interface Found {
  readonly code: number | null;
  readonly said: string;
}

const check = join(import.meta.dirname, '../../scripts/check-imports.js');
const run = (folder: string): Found => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [check, folder], { encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
};

function grow(folder: string, imports: readonly string[]): void {
  const files = new Map<string, string[]>();
  for (const [from = '', to = ''] of imports.map((one) => one.split(' → '))) {
    files.set(from, [...(files.get(from) ?? []), to]);
    if (to.startsWith('src/') && to !== nowhere) files.set(to, files.get(to) ?? []);
  }
  for (const name of packages) files.set(`node_modules/${name}/index.js`, []);
  for (const [file, targets] of files) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    const lines = targets.map((to) => `import '${specifier(file, to)}';\n`);
    writeFileSync(path, `${lines.join('')}export {};\n`);
  }
}

function specifier(from: string, to: string): string {
  if (!to.startsWith('src/')) return to;
  const path = relative(dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-imports-'));
  for (const tree of ['bad', 'good', 'empty']) {
    mkdirSync(join(folder, tree, 'src'), { recursive: true });
    writeFileSync(join(folder, tree, 'tsconfig.json'), '{}');
    writeFileSync(join(folder, tree, 'beside.ts'), 'export {};\n');
  }
  grow(join(folder, 'bad'), Object.values(planted).flat());
  grow(join(folder, 'good'), legal);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the import rules', () => {
  it('catch every import that was planted, each by its own rule', () => {
    const { code, said } = run(join(folder, 'bad'));
    expect(code).toBe(1);
    const lines = said.split('\n');
    for (const [rule, imports] of Object.entries(planted)) {
      for (const one of rule === 'no-circular' ? imports.slice(1) : imports) {
        const [from = ''] = one.split(' → ');
        const caught = lines.some((line) => line.startsWith(`${rule}: ${from} → `));
        expect({ rule, from, caught }).toEqual({ rule, from, caught: true });
      }
    }
  });

  it('have a planted import each', () => {
    const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
      forbidden: { name: string }[];
    };
    expect(Object.keys(planted).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it('allow what the design needs, and count what they read', () => {
    const { code, said } = run(join(folder, 'good'));
    expect(said).toMatch(/^\d\d modules read, 0 forbidden imports\n$/);
    expect(code).toBe(0);
  });

  it('fail when they have read nothing', () => {
    const { code, said } = run(join(folder, 'empty'));
    expect(said).toContain('no module was read');
    expect(code).toBe(1);
  });
});
