const slices = 'estate|changes|releases|windows|readiness|runs|evidence|insight|notices|access';
const order = ['access', 'estate', 'changes', 'windows', 'releases', 'readiness', 'runs'];
const readers = 'evidence|insight|notices';
const command = '^src/main(\\.ts$|/)';
const pure = ['^src/shared/', '\\.(schema|rules|views)\\.ts$', 'node_modules/(luxon|@types/luxon|zod)/'];
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

/** Who may import whom. Every rule has a planted import in test/structure that it must catch. */
module.exports = {
  forbidden: [
    rule('no-circular', {}, { circular: true }),
    rule('nothing-unresolved', {}, { couldNotResolve: true, pathNot: '^tsx/' }),
    rule('shared-is-a-leaf', { path: '^src/shared/' }, { path: '^src/(?!shared/)' }),
    rule(
      'schemas-are-leaves',
      { path: '\\.schema\\.ts$' },
      { pathNot: ['^src/shared/', '\\.schema\\.ts$', 'node_modules/zod/'] },
    ),
    rule('rules-and-views-are-pure', { path: '\\.(rules|views)\\.ts$', pathNot: '^src/practice/' }, { pathNot: pure }),
    rule(
      'rules-of-practice-are-pure',
      { path: '^src/practice/.*\\.rules\\.ts$' },
      { pathNot: [...pure, '^src/practice/codepages/'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'slices-meet-at-index',
      { path: `^src/(${slices})/`, pathNot: '\\.(rules|views)\\.ts$' },
      { path: `^src/(${slices})/`, pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', '\\.schema\\.ts$'] },
    ),
    ...order.map((slice, place) =>
      rule(
        `order-${slice}`,
        { path: `^src/${slice}/` },
        { path: `^src/(${[...order.slice(place + 1), ...readers.split('|')].join('|')})/` },
      ),
    ),
    rule('nobody-imports-readers', { path: `^src/(${readers})/` }, { path: `^src/(${readers})/`, pathNot: '^src/$1/' }),
    rule(
      'edges-know-no-slice',
      { path: '^src/(http|store|zosmf|jcl|ledger|config)/' },
      { path: `^src/(${slices})/`, pathNot: '\\.schema\\.ts$' },
    ),
    rule(
      'layers',
      { path: '^src/(store|ledger|zosmf|jcl|config)/' },
      {
        path: '^src/(http|service|config|ledger|zosmf|jcl)/',
        pathNot: ['^src/$1/', '\\.(schema|rules)\\.ts$'],
      },
    ),
    rule(
      'only-routes-meet-http',
      { path: `^src/(${slices})/`, pathNot: '\\.routes\\.ts$' },
      { path: '^(src/http/|node_modules/(@types/)?express)' },
    ),
    rule(
      'only-the-store-meets-databases',
      { path: '^src/', pathNot: '^src/(store|practice)/' },
      { path: 'node_modules/(mongodb|bson|lmdb)/' },
    ),
    rule('only-zosmf-meets-zowe', { path: '^src/', pathNot: '^src/zosmf/' }, { path: 'node_modules/@zowe/' }),
    rule(
      'only-assembly-meets-config',
      { path: `^src/(${slices}|http|store|zosmf|jcl|ledger|practice)/` },
      { path: '^src/config/' },
    ),
    rule('only-the-ledger-meets-the-store', { path: `^src/(${slices}|zosmf|jcl|http)/` }, { path: '^src/store/' }),
    rule(
      'assembly-has-two-callers',
      { path: '^src/', pathNot: ['^src/(service|lab)/', command] },
      { path: '^src/service/' },
    ),
    rule('nobody-imports-the-command', { path: '^src/', pathNot: command }, { path: command }),
    rule(
      'console-sees-schemas',
      { path: '^src/console/' },
      { path: '^src/(?!console/|shared/)', pathNot: '\\.schema\\.ts$' },
    ),
    rule('practice-stays-apart', { path: '^src/practice/' }, { path: '^src/(?!practice/|shared/)' }),
    rule(
      'practice-enters-by-a-door',
      { path: '^src/', pathNot: ['^src/(lab|practice)/', command] },
      { path: '^src/(lab|practice)/' },
    ),
    rule(
      'the-door-of-practice-is-its-index',
      { path: '^src/', pathNot: '^src/practice/' },
      { path: '^src/practice/', pathNot: '^src/practice/index\\.ts$' },
    ),
    rule('plug-in-sees-types', { path: '^plugins/' }, { path: '^src/', pathNot: '\\.schema\\.ts$' }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
