// A browser that behaves like everybody's, and what every page has to keep.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

export const BASE = process.env.PAGES_URL;
// Without what it would otherwise tell its maker.
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
];

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: FLAGS,
});

// A reader: without JavaScript, unless axe needs it. `leaks` gets every request to
// elsewhere, `troubles` what the console complains of.
export async function reader(options = {}) {
  const context = await browser.newContext(
      {javaScriptEnabled: false, acceptDownloads: true, ...options});
  const page = await context.newPage();
  const leaks = [];
  const troubles = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(BASE + '/')) leaks.push(request.url());
  });
  page.on('console', (message) => {
    // A page of an error is asked for by its status.
    if (message.type() === 'error' &&
        !message.text().startsWith('Failed to load resource')) {
      troubles.push(message.text());
    }
  });
  return {context, page, leaks, troubles};
}

// What axe has to say against the page as it stands.
export async function violations(page) {
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
              'best-practice'],
    resultTypes: ['violations'],
  }));
  return results.violations.map(
      (found) => `${found.id}: ${found.help}: ` +
          found.nodes.slice(0, 3).map((node) => node.html).join(' | '));
}

// By how much it is wider than its window.
export async function overflow(page) {
  return page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth);
}

// Presses Tab until `matches` holds of what has the focus.
export async function tabTo(page, matches, most = 80) {
  for (let presses = 1; presses <= most; ++presses) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      return {
        id: element.id,
        tag: element.tagName,
        text: element.innerText ?? '',
        href: element.getAttribute('href') ?? '',
        visible: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
      };
    });
    assert.ok(focused.visible, `focus cannot be seen: ${focused.text}`);
    if (matches(focused)) return presses;
  }
  return assert.fail('the keyboard does not get there');
}
