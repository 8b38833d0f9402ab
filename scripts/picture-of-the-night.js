/**
 * Takes the README's picture of the night from a running service.
 *
 *   node scripts/picture-of-the-night.js http://127.0.0.1:<port>/ <token> [docs/night.png] [light|dark]
 *
 * Needs a Chromium on this machine; it is looked for where systems put it.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromium } from 'playwright-core';

const [, , address, token, file = 'docs/night.png', colorScheme = 'dark'] = process.argv;
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const executablePath = places.find((place) => existsSync(place));

if (address === undefined || token === undefined) fail('say the address of the page, and a token that may look');
if (executablePath === undefined) fail(`no Chromium in ${places.join(', ')}`);

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1230 },
    deviceScaleFactor: 1.5,
    colorScheme,
    reducedMotion: 'reduce',
    extraHTTPHeaders: { Authorization: `Bearer ${token}` },
  });
  const page = await context.newPage();
  const answer = await page.goto(address);
  if (answer?.ok() !== true) fail(`${address} answered ${answer?.status() ?? 'nothing'}`);
  await page.waitForSelector('main .graph');
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  process.stdout.write(`${file}: ${await page.title()}\n`);
} finally {
  await browser.close();
}

function fail(why) {
  process.stderr.write(`picture-of-the-night: ${why}\n`);
  process.exit(2);
}
