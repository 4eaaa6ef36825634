// Pictures of the page for looking at: `node scripts/screenshots.mjs BASE_URL FOLDER`. Needs Chromium (Debian's package
// `chromium`, or $CHROMIUM). Fails when the page logs an error, breaks its Content-Security-Policy or asks another host.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, watch } from '../test/browser/browser.mjs';

const [base, folder] = process.argv.slice(2);
if (!base || !folder) throw new Error('usage: node scripts/screenshots.mjs BASE_URL FOLDER');
mkdirSync(folder, { recursive: true });

const first = await (await fetch(`${base}/api/v1/applications?limit=1`)).json();
const one = first.items[0];
const places = { fleet: '/', applications: '/apps' };
if (one) {
  places.cluster = `/clusters/${encodeURIComponent(one.cluster)}`;
  places.application = `${places.cluster}/apps/${encodeURIComponent(one.namespace)}/${encodeURIComponent(one.name)}`;
}
const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 740 } },
];

const browser = await launch();
const faults = [];
try {
  for (const { name, ...look } of looks) {
    const context = await browser.newContext(look);
    for (const [place, path] of Object.entries(places)) {
      const page = await context.newPage();
      watch(page, base, faults);
      await page.goto(base + path);
      await page
        .getByRole('status')
        .filter({ hasText: /^Live$/ })
        .waitFor();
      if (place !== 'fleet' || one) await page.getByRole('table').first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      if (wide) faults.push(`${path} is wider than ${look.viewport.width} px`);
      await page.screenshot({ path: join(folder, `${place}-${name}.png`), fullPage: name === 'phone' });
      await page.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
}
for (const fault of new Set(faults)) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
