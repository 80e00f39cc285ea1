import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Whether tests that need a browser are left out: `./dev test --no-browser`. */
export const noBrowser: boolean = (process.env['OPENJD_NO_BROWSER'] ?? '') !== '';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
}

/** Opens a page and gathers everything that it complains of or asks for. */
export async function openPage(browser: Browser, file: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  const complaints: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => request.url() !== url && complaints.push(`asked for ${request.url()}`));
  await page.goto(url);
  return { page, complaints };
}

// What runs in the page is text: the names of a browser are no names of these tests.

/** The colour behind the first element of a selector, as the browser computes it. */
export function backgroundOf(page: Page, selector: string): Promise<string> {
  return page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).backgroundColor`);
}

/** How far the page is wider than its window, in pixels: what would be cut on paper or needs scrolling. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}
