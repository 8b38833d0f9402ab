// Starts the writer: the source through tsx in a checkout, the built file in an installed package.
import { existsSync } from 'node:fs';

const source = new URL('./writer.ts', import.meta.url);
if (existsSync(source)) {
  const { register } = await import('tsx/esm/api');
  register();
  await import(source.href);
} else {
  await import(new URL('./writer.js', import.meta.url).href);
}
