// Drives the built page in a real browser against the stand-in: `npm run build && npm run browser`.
// Needs Chromium, so that it is no part of `mvn verify`.
import assert from 'node:assert/strict';
import { serve } from '../plane/serve.mjs';
import { launch, watch } from './browser.mjs';

let plane = await serve({ clusters: 2, changeEveryMs: 500 });
const base = plane.url;
const port = Number(new URL(base).port);
const browser = await launch();
const faults = [];
const light = (page, word) =>
  page
    .getByRole('status')
    .filter({ hasText: new RegExp(`^${word}$`) })
    .waitFor();

const checks = {
  async 'one cluster by keyboard alone, and back'(page) {
    await page.goto(base);
    await light(page, 'Live');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
    const row = page.getByRole('rowheader').filter({ hasText: 'edge.factory-7' });
    await row.getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'edge.factory-7' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/clusters/edge.factory-7');
    await page.waitForFunction(() => document.activeElement.tagName === 'H1');
    await page.keyboard.press('/');
    await page.keyboard.type('root');
    await page.waitForURL(/q=root/);
    await page.getByText('1 application matching').waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Fleet' }).waitFor();
  },

  async 'a deep link shows what was linked'(page) {
    await page.goto(`${base}/apps?health=Degraded&q=cert`);
    await page.getByText('1 application matching').waitFor();
    assert.ok(await page.getByRole('checkbox', { name: 'Degraded' }).isChecked());
    assert.equal(await page.getByRole('searchbox').inputValue(), 'cert');
  },

  async 'texts from a cluster run nothing'(page) {
    page.on('dialog', () => faults.push('a script of a report ran'));
    await page.goto(`${base}/clusters/xss-lab`);
    await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
  },

  async 'a storm of changes asks seldom'(page) {
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(base);
    await light(page, 'Live');
    // The time over which is counted, not a wait for something.
    await page.waitForTimeout(6_000);
    const clusters = asked.filter((path) => path === '/api/v1/clusters').length;
    assert.ok(clusters >= 2 && clusters <= 5, `asked ${clusters} times in 6 s`);
    assert.equal(asked.filter((path) => path === '/api/v1/events').length, 1);
  },

  async 'the chosen theme stays'(page) {
    await page.goto(base);
    await page.getByRole('combobox').selectOption('dark');
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  },

  async 'a stopped plane shows as unreachable and then everything as stale; a started one as live'(page) {
    await page.clock.install();
    await page.goto(base);
    await light(page, 'Live');
    await plane.close();
    await page.clock.runFor(6_000);
    await light(page, 'Plane unreachable');
    await page.getByRole('alert').filter({ hasText: 'last answer' }).waitFor();
    await page.clock.runFor(70_000);
    await page.getByRole('alert').filter({ hasText: 'Every cluster is shown as stale' }).waitFor();
    const states = await page
      .getByRole('cell')
      .filter({ hasText: /^(OK|Degraded)$/ })
      .count();
    assert.equal(states, 0, 'a cluster still looks live');
    plane = await serve({ port, clusters: 2 });
    await page.clock.runFor(60_000);
    await light(page, 'Live');
    await page.getByRole('cell', { name: 'OK', exact: true }).first().waitFor();
  },
};

let failed = 0;
try {
  for (const [name, check] of Object.entries(checks)) {
    const page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    watch(page, base, faults);
    try {
      await check(page);
      console.log(`ok    ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAIL  ${name}\n${error.stack}`);
    }
    await page.close();
  }
} finally {
  await browser.close();
  await plane.close();
}
for (const fault of new Set(faults)) console.log(`FAIL  ${fault}`);
console.log(`${Object.keys(checks).length - failed} passed, ${failed + faults.length} failed`);
process.exitCode = failed + faults.length > 0 ? 1 : 0;
