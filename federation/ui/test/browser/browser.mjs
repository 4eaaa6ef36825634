import { chromium } from 'playwright-core';

/** Headless Chromium: Debian's package `chromium`, or $CHROMIUM. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Notes whatever a page must never do: errors, breaches of its security policy, other hosts, anything but GET. */
export function watch(page, base, faults) {
  page.on('console', (message) => {
    // A plane that is stopped on purpose is no fault of the page.
    if (message.type() === 'error' && !message.text().includes('ERR_'))
      faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`)) faults.push(`${page.url()} asks ${request.url()}`);
    if (request.method() !== 'GET') faults.push(`${page.url()} sends ${request.method()}`);
  });
}
