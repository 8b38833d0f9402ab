import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Time and chance enter only through `src/shared/`: a night can then be replayed, and an interleaving shrunk. */
const clockAndChance = [
  { object: 'Date', property: 'now', message: 'Take a Clock (src/shared/clock.ts).' },
  { object: 'Math', property: 'random', message: 'Take the source in src/shared/ids.ts.' },
  { object: 'DateTime', property: 'now', message: 'Take a Clock (src/shared/clock.ts).' },
  { object: 'DateTime', property: 'utc', message: 'Take a Clock, then DateTime.fromMillis.' },
  { object: 'DateTime', property: 'local', message: 'Take a Clock, then DateTime.fromMillis.' },
  { object: 'crypto', property: 'randomUUID', message: 'Take the source in src/shared/ids.ts.' },
  { object: 'performance', property: 'now', message: 'Take a Clock (src/shared/clock.ts).' },
];
const timers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Take a Clock (src/shared/clock.ts).',
}));

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'plugins/zowe-cli/lib/', 'coverage/', '.lockstep/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/shared/**'],
    rules: {
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-globals': ['error', ...timers],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take a Clock.' },
        { selector: "ImportSpecifier[imported.name='randomUUID']", message: 'Take the source in src/shared/ids.ts.' },
        { selector: "ImportDeclaration[source.value='node:timers']", message: 'Take a Clock.' },
        { selector: "ImportDeclaration[source.value='node:timers/promises']", message: 'Take a Clock.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config/**'],
    rules: {
      'no-restricted-globals': ['error', ...timers],
    },
  },
  { files: ['src/shared/**/*.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'prove/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);
