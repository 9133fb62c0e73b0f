// What holds of every page.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import {
  BASE, browser, overflow, reader, tabTo, violations,
} from './browser.mjs';

after(() => browser.close());

const withdrawn = process.env.PAGES_WITHDRAWN.match(
    /^authorities\/([^/]+)\/entries\/(.+)$/);
const SEARCH = '/?need=somewhere+to+stay+overnight&postcode=BS1&age=7';
const LISTED = '/listed?provider=9900001&postcode=BS1&miles=40' +
    '&says_name=Short+breaks+at+our+hospice&says_to=19';

const BY_NAME = '/listed?name=Example+Children%27s+Hospice&postcode=BS1&miles=40';

const today = new Date().toISOString().slice(0, 10);

async function entryPath() {
  const text = await (await fetch(BASE + SEARCH)).text();
  return text.match(/href="(\/entries\/[^"]+)"/)[1];
}

const PAGES = {
  'find support': '/',
  'its answers': SEARCH,
  'its answers by distance': SEARCH + '&where=50&free=1',
  'no answers': '/?need=zzzzzz&postcode=BS1',
  'no answers for a filter': SEARCH + '&where=home&setting=SCHOOL&free=1',
  'miles around no postcode': '/?need=breaks&where=25&no_plan=1',
  'a question with two errors': '/?postcode=!!&age=200&need=breaks',
  'an entry': await entryPath(),
  'a withdrawn entry': `/entries/${withdrawn[1]}/${withdrawn[2]}`,
  'no entry': '/entries/E06000023/00000000-0000-4000-8000-00000000dead',
  'is our service listed': '/listed',
  'where it is listed': LISTED,
  'all of England': '/listed?provider=9900001',
  'a check by name alone': BY_NAME,
  'a check of councils by name': '/listed?provider=9900001' +
      '&councils=Bristol,+Hull,+Bournemouth,+Christchurch+and+Poole',
  'a check of a council that may be two':
      '/listed?provider=9900001&councils=Isle',
  'a check with errors': '/listed?provider=x&miles=-1&councils=Nowhere',
  'the councils': '/authorities',
  'a council': '/authorities/E06000023',
  'a council since a day': `/authorities/E06000022?since=${today}`,
  'a council since an edition': '/authorities/E06000023?edition=2026-09-01',
  'a council since no edition': '/authorities/E06000023?edition=2026-09-02',
  'a council since no day': '/authorities/E06000023?since=soon',
  'a council without an offer': '/authorities/E09000001',
  'all of England, by component': '/england',
  'England, of a component': '/england?component=SHORT_BREAKS',
  'England, of an item': '/england?item=LO-C9',
  'England, asked for nothing there is': '/england?component=X&item=LO-B3',
  'no page': '/nowhere/at/all',
  'a proof that cannot be made':
      '/proofs/absent?authority=E06000023&provider=GB-CHC-9900001',
  'the search in a frame': '/embed' + SEARCH.slice(1),
  'an entry in a frame': '/embed' + await entryPath() + SEARCH.slice(1),
  'a withdrawn entry in a frame':
      `/embed/entries/${withdrawn[1]}/${withdrawn[2]}`,
  'a question with two errors in a frame': '/embed?postcode=!!&age=200',
  'no question in a frame': '/embed?misspelt=1',
  'no entry in a frame':
      '/embed/entries/E06000023/00000000-0000-4000-8000-00000000dead' +
      SEARCH.slice(1),
  'no page in a frame': '/embed/nowhere/at/all',
};

for (const [name, path] of Object.entries(PAGES)) {
  // Proofs are the same in every language.
  for (const prefix of path.startsWith('/proofs') ? [''] : ['', '/cy']) {
    const target = prefix === '' ? path : '/cy' + path.replace(/^\/(?=\?|$)/, '');
    test(`${name} in ${prefix === '' ? 'English' : 'Welsh'}`, async () => {
      const {context, page, leaks, troubles} = await reader(
          {viewport: {width: 1000, height: 900}, javaScriptEnabled: true});
      const response = await page.goto(BASE + target);
      assert.match(response.headers()['content-security-policy'],
                   /^default-src 'none'; style-src 'self';/);
      assert.equal(response.headers()['referrer-policy'], 'no-referrer');
      assert.equal(response.headers()['x-content-type-options'], 'nosniff');
      assert.equal(response.headers()['set-cookie'], undefined);
      assert.equal(await page.locator('html').getAttribute('lang'),
                   prefix === '' ? 'en' : 'cy');
      assert.equal(await page.locator('h1').count(), 1);
      assert.deepEqual(await violations(page), []);
      await page.setViewportSize({width: 320, height: 640});
      assert.ok(await overflow(page) <= 0, `${await overflow(page)} px too wide`);
      assert.deepEqual(leaks, []);
      assert.deepEqual(troubles, []);
      assert.deepEqual(await context.cookies(), []);
      await context.close();
    });
  }
}

test('the plain stylesheet of a build without npm does, too', async () => {
  const body = await readFile('plain.css', 'utf8');
  for (const [name, path] of Object.entries(PAGES)) {
    const {context, page} = await reader({javaScriptEnabled: true});
    await context.route('**/pages.css', (route) => route.fulfill(
        {body, contentType: 'text/css'}));
    await page.goto(BASE + path);
    assert.deepEqual(await violations(page), [], name);
    await page.setViewportSize({width: 320, height: 640});
    assert.ok(await overflow(page) <= 0, `${name} is too wide`);
    await context.close();
  }
});

test('no page takes more than 60 KB, its stylesheet included', async () => {
  for (const [name, path] of Object.entries(PAGES)) {
    const {context, page} = await reader();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    // Chromium draws a field for a day with a picture of its own, data:…
    const asked = [];
    session.on('Network.requestWillBeSent', ({request}) => {
      if (!request.url.startsWith('data:')) asked.push(request.url);
    });
    session.on('Network.loadingFinished', (event) => {
      bytes += event.encodedDataLength;
    });
    await page.goto(BASE + path, {waitUntil: 'load'});
    console.log(`${String(bytes).padStart(6)} bytes  ${name}`);
    assert.ok(bytes < 60_000, `${name}: ${bytes} bytes`);
    assert.ok(asked.length <= 2, `${name}: asks for ${asked}`);
    await context.close();
  }
});

test('the keyboard alone gets from the question to an entry', async () => {
  const {context, page} = await reader();
  await page.goto(BASE + '/');
  await tabTo(page, (focused) => focused.id === 'need');
  await page.keyboard.type('somewhere to stay overnight');
  await tabTo(page, (focused) => focused.id === 'postcode', 1);
  await page.keyboard.type('bs1');
  await tabTo(page, (focused) => focused.id === 'age', 1);
  await page.keyboard.type('7');
  await Promise.all([page.waitForURL(/need=/), page.keyboard.press('Enter')]);
  await tabTo(page, (focused) => focused.href.startsWith('/entries/'));
  await Promise.all(
      [page.waitForURL(/\/entries\//), page.keyboard.press('Enter')]);
  assert.match(await page.locator('h1').innerText(), /Overnight respite/);
  await context.close();
});

test('on a phone the rows of a table are read one below the other', async () => {
  const {context, page} = await reader({viewport: {width: 320, height: 640}});
  for (const path of [LISTED, '/england', PAGES['England, of an item'],
                      '/authorities', PAGES['a council']]) {
    await page.goto(BASE + path);
    assert.equal(await page.locator('table:not(.lo-stack)').count(), 0, path);
    for (const table of await page.locator('table.lo-stack').all()) {
      const box = await table.boundingBox();
      assert.ok(box.width <= 320, `${path}: ${box.width} px wide`);
      // None is squeezed into a column.
      for (const cell of (await table.locator('td').all()).slice(0, 12)) {
        const room = await cell.boundingBox();
        assert.ok(room === null || room.width > 250,
                  `${path}: a cell of ${room?.width} px`);
      }
    }
  }
  await context.close();
});

test('no table is wider than its window on a small tablet', async () => {
  const {context, page} = await reader();
  for (const width of [640, 700, 755]) {
    await page.setViewportSize({width, height: 900});
    for (const path of ['/england', '/authorities', LISTED]) {
      await page.goto(BASE + path);
      const hidden = await page.locator('.lo-scroll').evaluateAll(
          (all) => all.map((one) => one.scrollWidth - one.clientWidth));
      assert.ok(hidden.every((pixels) => pixels <= 0),
                `${path} at ${width} px: ${hidden} px are hidden`);
    }
  }
  await context.close();
});

test('by name alone the numbers found lead to an answer', async () => {
  const {context, page} = await reader();
  await page.goto(BASE + BY_NAME);
  const maybe = page.locator('main .govuk-inset-text');
  assert.match(await maybe.innerText(), /charity 9900001; listed by .*Bristol/);
  assert.match(await page.locator('#results').innerText(), /Listed by 0 of/);
  await Promise.all([
    page.waitForURL(/provider=9900001/),
    maybe.locator('a', {hasText: '9900001'}).click(),
  ]);
  assert.match(await page.locator('#results').innerText(), /Listed by 2 of/);
  assert.match(await page.locator('.lo-who').innerText(),
               /Hospice, charity 9900001, within 40 miles of BS1$/);
  await context.close();
});

test('what a council says of palliative care is not said of a club', async () => {
  const {context, page} = await reader();
  await page.goto(BASE + '/listed?provider=9900003&postcode=BS1&miles=20');
  assert.match(await page.locator('table').innerText(),
               /Wiltshire\s+Never listed/);
  await context.close();
});

test('the skip link is first, and leads to the main part', async () => {
  const {context, page} = await reader();
  await page.goto(BASE + SEARCH);
  await tabTo(page, (focused) => focused.href === '#main', 1);
  await context.close();
});

test('all that is wrong with a form is told at once, and kept', async () => {
  const {context, page} = await reader();
  const response = await page.goto(BASE + PAGES['a question with two errors']);
  assert.equal(response.status(), 400);
  assert.match(await page.title(), /^Error: /);
  const links = page.locator('.govuk-error-summary a');
  assert.equal(await links.count(), 2);
  for (const link of await links.all()) {
    const id = (await link.getAttribute('href')).slice(1);
    const field = page.locator(`#${id}`);
    assert.match(await field.getAttribute('aria-describedby'), /-error/);
  }
  assert.equal(await page.locator('#postcode').inputValue(), '!!');
  assert.equal(await page.locator('#age').inputValue(), '200');
  assert.equal(await page.locator('#need').inputValue(), 'breaks');
  await context.close();
});

// The text of a member of a ZIP archive.
function member(zip, name) {
  const at = zip.indexOf(name);
  const begin = at + name.length + zip.readUInt16LE(at - 2);
  return inflateRawSync(zip.subarray(begin)).toString();
}

// A step is whatever leads to another page.
function counted(page) {
  let steps = 0;
  return {
    take: async (selector) => {
      ++steps;
      await Promise.all(
          [page.waitForNavigation(), page.locator(selector).click()]);
    },
    steps: () => steps,
  };
}

test('a family finds respite care for a postcode within three steps', async () => {
  const {context, page} = await reader({viewport: {width: 320, height: 640}});
  const walk = counted(page);
  await page.goto(BASE + '/');
  await page.fill('#need', 'overnight respite');
  await page.fill('#postcode', 'BS1');
  await walk.take('form[role=search] button[type=submit]');
  const first = page.locator('.lo-hit').first();
  assert.match(await first.innerText(), /Overnight respite/);
  // No table of postcodes is loaded, and BS1 is an outcode.
  assert.match(await first.innerText(),
               /Serves the middle of BS1, and probably your home/);
  assert.match(await first.innerText(), /Who it is for/);
  assert.match(await first.innerText(), /How to start/);
  await walk.take('.lo-hit h3 a >> nth=0');
  assert.match(await page.locator('h1').innerText(), /Overnight respite/);
  assert.ok(walk.steps() <= 3, `${walk.steps()} steps`);
  await context.close();
});

test('a card keeps the postcode that was typed before it', async () => {
  const {context, page} = await reader();
  await page.goto(BASE + '/');
  await page.fill('#postcode', 'BS1');
  await tabTo(page, (focused) => focused.text.startsWith('Bereavement'));
  await Promise.all(
      [page.waitForURL(/card=bereavement/), page.keyboard.press('Enter')]);
  assert.equal(await page.locator('#need').inputValue(), 'bereavement');
  assert.equal(await page.locator('#postcode').inputValue(), 'BS1');
  assert.ok(await page.locator('.lo-hit').count() > 0);
  // Enter in a field is the question that was typed, and no card.
  await page.goto(BASE + '/');
  await page.fill('#need', 'wheelchair');
  await Promise.all(
      [page.waitForURL(/need=wheelchair/), page.keyboard.press('Enter')]);
  assert.doesNotMatch(page.url(), /card=/);
  await context.close();
});

test('a hospice sees its gaps within three steps', async () => {
  const {context, page} = await reader();
  const walk = counted(page);
  await page.goto(BASE + '/');
  await walk.take('header nav a[href="/listed"]');
  await page.fill('#provider', '9900001');
  await page.fill('#postcode', 'BS1');
  await page.fill('#miles', '40');
  await walk.take('main button[type=submit]');
  assert.match(await page.locator('table').innerText(),
               /North Somerset\s+No longer listed/);
  assert.ok(walk.steps() <= 3, `${walk.steps()} steps`);
  await context.close();
});

test('what England lacks is seen within three steps, and by keyboard', async () => {
  const {context, page} = await reader();
  const walk = counted(page);
  await page.goto(BASE + '/');
  await walk.take('header nav a[href="/england"]');
  await walk.take('table a[href="/england?component=SHORT_BREAKS"]');
  const table = page.locator('table').last();
  assert.equal(await table.locator('tbody tr').count(), 153);
  assert.match(await table.innerText(), /City of Bristol\s+Confirmed\s+465,866/);
  assert.match(await table.innerText(), /Devon\s+Not known/);
  assert.match(await page.locator('main h2').first().innerText(),
               /Confirmed by \d+ of 153 councils/);
  assert.ok(walk.steps() <= 3, `${walk.steps()} steps`);
  await tabTo(page, (focused) => focused.id === 'item');
  await page.keyboard.type('LO-C9');
  await tabTo(page, (focused) => focused.tag === 'BUTTON', 1);
  await Promise.all(
      [page.waitForURL(/item=LO-C9/), page.keyboard.press('Enter')]);
  assert.match(await page.locator('table').last().innerText(),
               /Wiltshire\s+None expected/);
  await context.close();
});

test('the map does not rely on colour, and its table is a spreadsheet', async () => {
  const {context, page} = await reader();
  await page.goto(BASE + '/england?component=SHORT_BREAKS');
  const fills = await page.locator('svg.lo-map g path').evaluateAll(
      (areas) => [...new Set(areas.map((area) => area.getAttribute('fill')))]);
  // Each pattern that is asked for is there, or the style says how it looks.
  for (const fill of fills) {
    const id = fill.match(/^url\(#(.+)\)$/)[1];
    assert.ok(['lo-map-listed', 'lo-map-none', 'lo-map-other'].includes(id) ||
                  await page.locator(`pattern#${id}`).count() === 1,
              id);
  }
  assert.equal(await page.locator('svg.lo-map--inset use').count(), 1);
  const csv = await page.locator('a[href^="/england.csv"]').getAttribute('href');
  const lines = (await (await fetch(BASE + csv)).text()).trim().split('\r\n');
  assert.equal(lines.length, 1 + 153);
  assert.match(lines.join('\n'), /SHORT_BREAKS,E06000023,"City of Bristol",/);
  await context.close();
});

test('a browser gets a page where an app gets a problem', async () => {
  const html = {accept: 'text/html,application/xhtml+xml,*/*;q=0.8'};
  for (const [path, status, words] of [
    ['/nowhere', 404, /Page not found/],
    ['/cy/nowhere', 404, /Heb ddod o hyd/],
    ['/%zz', 400, /broken percent code/],
    ['/listed.csv?provider=x', 400, /Enter a charity number/],
    ['/proofs/absent?authority=E06000023&provider=GB-CHC-9900001', 409,
     /is not absent/],
  ]) {
    const page = await fetch(BASE + path, {headers: html});
    assert.equal(page.status, status, path);
    assert.match(page.headers.get('content-type'), /^text\/html/);
    assert.match(page.headers.get('vary'), /^Accept,/);
    assert.match(await page.text(), words);
    const problem = await fetch(BASE + path);
    assert.equal(problem.status, status, path);
    assert.equal(problem.headers.get('content-type'),
                 'application/problem+json');
  }
  const posted = await fetch(BASE + '/listed', {method: 'POST', headers: html});
  assert.equal(posted.status, 405);
  assert.equal(posted.headers.get('allow'), 'GET, HEAD, OPTIONS');
  assert.match(await posted.text(), /can only be read/);
});

test('a hospice sees its gaps and takes the proofs away', async () => {
  const {context, page} = await reader();
  await page.goto(BASE + '/listed');
  await page.fill('#provider', '9900001');
  await page.fill('#postcode', 'BS1');
  await page.fill('#miles', '40');
  await page.click('button[type=submit]');
  const table = page.locator('table');
  assert.match(await table.innerText(), /City of Bristol\s+Listed/);
  assert.match(await table.innerText(), /North Somerset\s+No longer listed/);
  assert.match(await table.innerText(), /Wiltshire\s+None expected/);
  assert.ok(await page.locator('svg path.lo-map-listed').count() > 0);
  const bundle = await page.locator('a[href^="/proofs.zip"]')
      .getAttribute('href');
  const zip = Buffer.from(await (await fetch(BASE + bundle)).arrayBuffer());
  assert.ok(zip.includes('listed-E06000023.json'));
  assert.match(member(zip, 'README.txt'), /--key THE-KEY-OF-THE-LOG\r\n/);
  const csv = await page.locator('a[href^="/listed.csv"]').getAttribute('href');
  assert.match(await (await fetch(BASE + csv)).text(),
               /E06000023,"City of Bristol",LISTED,/);
  await context.close();
});

test('a pack opens without the internet, and prints', async () => {
  const {context, page} = await reader();
  await page.goto(BASE + SEARCH);
  await page.locator('input[form=pack]').first().check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('#pack button'),
  ]);
  assert.match(download.suggestedFilename(), /^support-\d{4}-\d\d-\d\d\.html$/);
  const file = `${process.env.PAGES_WORK}/pack.html`;
  await download.saveAs(file);
  await context.close();

  const text = await readFile(file, 'utf8');
  assert.doesNotMatch(text, /<(script|img|link|iframe)\b/);
  const offline = await reader(
      {offline: true, javaScriptEnabled: true});
  await offline.page.goto(`file://${file}`);
  assert.equal(await offline.page.locator('article').count(), 1);
  assert.match(await offline.page.locator('main').innerText(),
               /This is what was listed on/);
  assert.match(await offline.page.locator('main').innerText(),
               /What do you need\? somewhere to stay overnight · Your postcode BS1/);
  assert.match(await offline.page.locator('article').innerText(),
               /Serves the middle of BS1, and probably your home/);
  assert.deepEqual(await violations(offline.page), []);
  // The file itself.
  assert.equal(offline.leaks.length, 1);
  assert.match(await offline.page.locator('article a').last()
                   .getAttribute('href'),
               new RegExp(`^${BASE}/entries/`));
  assert.deepEqual(offline.troubles, []);
  // What is taller than a sheet and kept whole leaves the one before it empty.
  await offline.page.setViewportSize({width: 718, height: 1000});
  await offline.page.emulateMedia({media: 'print'});
  const whole = await offline.page.locator('main, main *').evaluateAll(
      (all) => all.filter((one) => one.offsetHeight > 300 &&
          getComputedStyle(one).breakInside !== 'auto')
          .map((one) => one.outerHTML.slice(0, 99)));
  assert.deepEqual(whole, []);
  const pdf = await offline.page.pdf({format: 'A4'});
  assert.ok(pdf.length > 5_000);
  // All three answers, none of which begins a sheet of its own.
  await writeFile(file, await (await fetch(BASE + '/pack' + SEARCH.slice(1)))
      .text());
  await offline.page.goto(`file://${file}`);
  assert.equal(await offline.page.locator('article').count(), 3);
  const sheets = (await offline.page.pdf({format: 'A4'})).toString('latin1')
      .match(/\/Type\s*\/Page\b/g).length;
  assert.ok(sheets <= 4, `${sheets} sheets`);
  await offline.context.close();
});

test('on paper nothing is cut off, and only what can be read is there', async () => {
  // A4 without its margins.
  const {context, page} = await reader({viewport: {width: 718, height: 1000}});
  await page.emulateMedia({media: 'print'});
  for (const [name, path] of Object.entries(PAGES)) {
    await page.goto(BASE + path);
    const wide = await page.locator('main *:not(svg *)').evaluateAll(
        (all) => all.filter((one) => one.getBoundingClientRect().right >
            window.innerWidth + 1).map((one) => one.outerHTML.slice(0, 99)));
    assert.deepEqual(wide, [], name);
    // As of more answers than the demo has.
    await page.locator('main').evaluate((main) => main.insertAdjacentHTML(
        'beforeend', '<nav class="lo-pages">Page 1 of 2</nav>'));
    // What is kept whole and does not fit leaves a sheet empty.
    const whole = await page.locator('main, main *:not(svg *)').evaluateAll(
        (all) => all.filter((one) => one.offsetHeight > 500 &&
            getComputedStyle(one).breakInside !== 'auto')
            .map((one) => one.outerHTML.slice(0, 99)));
    assert.deepEqual(whole, [], name);
    for (const useless of [
      'form', '.lo-hit input', '.lo-pages', 'details:not([open])']) {
      for (const one of await page.locator(useless).all()) {
        assert.ok(!await one.isVisible(), `${name}: ${useless}`);
      }
    }
  }
  // It cannot be broken, so where it does not fit, as much is empty.
  await page.goto(BASE + LISTED);
  const map = await page.locator('.lo-figure').boundingBox();
  assert.ok(map.height < 450, `the map takes ${map.height} px of a sheet`);
  await page.goto(BASE + SEARCH);
  assert.ok(await page.getByText(
      'What do you need? somewhere to stay overnight').isVisible());
  await page.goto(BASE + PAGES['its answers by distance']);
  assert.ok(await page.getByText(/· Within 50 miles · Free$/).isVisible());
  await context.close();
});

// A council's own site, of another origin, with a page of ours in a frame.
async function councilWith(path) {
  const council = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!DOCTYPE html><title>A council</title><iframe width="600" ' +
        `height="900" src="${BASE}${path}"></iframe>`);
  }).listen(0, '127.0.0.1');
  await once(council, 'listening');
  return {
    site: `http://127.0.0.1:${council.address().port}/`,
    close: () => council.close(),
  };
}

test('what is wrong in a frame is said in it, and opens in a window', async () => {
  for (const [name, window] of [
    ['no question in a frame', '/?misspelt=1'],
    ['no entry in a frame',
     '/entries/E06000023/00000000-0000-4000-8000-00000000dead'],
    ['no page in a frame', '/'],
  ]) {
    const {context, page} = await reader();
    const council = await councilWith(PAGES[name]);
    await page.goto(council.site);
    const frame = page.frameLocator('iframe');
    const out = frame.locator('a[target=_blank]');
    await out.waitFor();
    assert.equal(await frame.locator('h1').count(), 1, name);
    assert.equal(await frame.locator('header').count(), 0, name);
    const [opened] = await Promise.all(
        [context.waitForEvent('page'), out.click()]);
    await opened.waitForLoadState();
    assert.equal(opened.url(), BASE + window);
    assert.equal(await opened.locator('header').count(), 1, name);
    await context.close();
    council.close();
  }
});

test('from an entry that is not there a frame gets back to its answers', async () => {
  const {context, page} = await reader();
  const council = await councilWith(PAGES['no entry in a frame']);
  await page.goto(council.site);
  const frame = page.frameLocator('iframe');
  await frame.locator('.govuk-back-link').click();
  await frame.locator('.lo-hit').first().waitFor();
  await context.close();
  council.close();
});

test('an answer opens in the frame, and whole in a window', async () => {
  const {context, page} = await reader();
  const council = await councilWith(`/embed${SEARCH.slice(1)}`);
  await page.goto(council.site);
  const frame = page.frameLocator('iframe');
  await frame.locator('.lo-hit h3 a').first().click();
  const whole = frame.locator('a[target=_blank][href^="/entries/"]');
  await whole.waitFor();
  assert.match(await frame.locator('h1').innerText(), /Overnight respite/);
  const [window] = await Promise.all(
      [context.waitForEvent('page'), whole.click()]);
  assert.match(await window.locator('h1').innerText(), /Overnight respite/);
  assert.equal(await window.locator('header').count(), 1);
  await frame.locator('.govuk-back-link').click();
  await frame.locator('.lo-hit').first().waitFor();
  assert.equal(await frame.locator('#postcode').inputValue(), 'BS1');
  assert.equal(page.url(), council.site);
  await context.close();
  council.close();
});

test('a council that has made no edition tells what changed', async () => {
  const {context, page} = await reader();
  await page.goto(BASE + '/authorities/E06000022');
  const changes = page.locator('#changes');
  assert.match(await changes.innerText(), /What changed since \d+ \w+ \d{4}/);
  await page.fill('#since', today);
  await Promise.all([
    page.waitForURL(`**/authorities/E06000022?since=${today}#changes`),
    page.click('form[action="#changes"] button'),
  ]);
  assert.match(await page.locator('main').innerText(),
               /This council has made no edition/);
  await context.close();
});

test('another site can frame the search and entries, and no other page', async () => {
  const policy = async (path) =>
      (await fetch(BASE + path)).headers.get('content-security-policy');
  const entry = await entryPath();
  assert.match(await policy('/embed'), /frame-ancestors \*$/);
  assert.match(await policy('/embed' + entry), /frame-ancestors \*$/);
  assert.match(await policy('/'), /frame-ancestors 'none'$/);
  assert.match(await policy(entry), /frame-ancestors 'none'$/);
});

test('the stylesheet is kept for a year, and compressed', async () => {
  const text = await (await fetch(BASE + '/')).text();
  const path = text.match(/href="(\/assets\/[0-9a-f]{16}\/pages\.css)"/)[1];
  const response = await fetch(BASE + path);
  assert.equal(response.headers.get('cache-control'),
               'public, max-age=31536000, immutable');
  assert.equal(response.headers.get('content-encoding'), 'gzip');
  assert.doesNotMatch(await response.text(), /GDS Transport|crown|@import/);
});

test('the site map names every entry that is published', async () => {
  const index = await (await fetch(BASE + '/sitemap.xml')).text();
  const maps = [...index.matchAll(/<loc>([^<]+)<\/loc>/g)];
  assert.equal(maps.length, 5);
  const bristol = await (await fetch(
      maps.find((map) => map[1].includes('E06000023'))[1])).text();
  const first = bristol.match(/<loc>([^<]+)<\/loc>/)[1];
  assert.equal((await fetch(first)).status, 200);
});
