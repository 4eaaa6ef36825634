// Lets a test in another language look at the page of a plane: `node test/browser/drive.mjs BASE_URL`. Reads commands
// from standard input, one JSON object per line, answers each with one line of JSON, and ends with its input:
//   {"open": PATH}        shows a place
//   {"table": CAPTION}    the rows of a table, each an object of its cells' texts by label; the row's own name is ""
//   {"text": true}        everything that can be read on the page
//   {"loads": true}       how often the browser has loaded a document since the last open
//   {"faults": true}      what the page did that it must never do
// It only looks: what is right is the caller's business.
import { createInterface } from 'node:readline';
import { launch, watch } from './browser.mjs';

const [base] = process.argv.slice(2);
if (!base) throw new Error('usage: node test/browser/drive.mjs BASE_URL');
const browser = await launch();
const page = await browser.newPage();
const faults = [];
let loads = 0;
watch(page, base, faults);
page.on('load', () => loads++);

const commands = {
  async open(path) {
    loads = 0;
    await page.goto(base + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
  table: (caption) =>
    page
      .getByRole('table', { name: caption })
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          Object.fromEntries([...row.cells].map((cell) => [cell.dataset.label ?? '', cell.innerText])),
        ),
      ),
  text: () => page.locator('body').innerText(),
  loads: () => loads,
  faults: () => faults,
};

try {
  for await (const line of createInterface({ input: process.stdin })) {
    const [[name, argument]] = Object.entries(JSON.parse(line));
    try {
      console.log(JSON.stringify({ answer: (await commands[name](argument)) ?? null }));
    } catch (error) {
      console.log(JSON.stringify({ error: error.message }));
    }
  }
} finally {
  await browser.close();
}
