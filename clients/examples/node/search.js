// What helps a family: by words, and for their home.
//
//   node search.js WORDS… [--postcode 'BS1 4DJ'] [--age YEARS] [--limit N]
import {parseArgs} from 'node:util';

import {connect, deadline, explain} from './connection.js';

const PAGE_SIZE = 20;
// How an answer knows that an entry serves the home.
const BASIS = {
  SERVED_AREA_BASIS_NAMED: (area) => `serves ${area}`,
  SERVED_AREA_BASIS_SHAPE: () => 'serves an area around your home',
  SERVED_AREA_BASIS_ASSUMED: (area) =>
      `probably serves ${area}: it names no area`,
  SERVED_AREA_BASIS_POSSIBLE: (area) => `may serve your home: ask about ${area}`,
};

function firstRequest({words, postcode, age, limit}) {
  const filter = {};
  if (postcode) filter.serves = {postcode};
  if (age !== undefined) filter.minimum_age = filter.maximum_age = age;
  return {
    query: words.join(' '),
    filter,
    page_size: Math.min(PAGE_SIZE, limit),
    // The beginning of the description comes as plain text. FULL has
    // everything, and descriptions that may hold HTML: never show it as it is.
    view: 'ENTRY_VIEW_BASIC',
    // Counts by authority come with their names.
    facets: ['FACET_AUTHORITY'],
  };
}

const search = (directory, request) => new Promise((resolve, reject) => {
  directory.SearchEntries(
      request, {deadline: deadline()},
      (error, page) => error ? reject(error) : resolve(page));
});

// Every page. The token stands for the rest of this very search.
async function* pages(directory, request) {
  for (;;) {
    const page = await search(directory, request);
    yield page;
    if (!page.next_page_token) return;
    request.page_token = page.next_page_token;
  }
}

// What is not said is absent.
function ages({minimum_age: low, maximum_age: high}) {
  if (low !== undefined && high !== undefined) return `ages ${low} to ${high}`;
  if (high !== undefined) return `up to age ${high}`;
  return low === undefined ? 'any age' : `from age ${low}`;
}

function show({entry, served_area: served}, titles) {
  const {service, name, harvested} = entry;
  const authority = name.split('/entries/')[0];
  const source = `from the local offer of ${titles.get(authority) ?? authority}` +
      (harvested ? ', as read from its website' : '') +
      (service.assured_date ? `, checked ${service.assured_date}` : '');
  const facts = [
    service.organization?.name,
    ages(service),
    served && BASIS[served.basis](served.title || served.area),
  ];
  console.log(`\n${service.name}`);
  for (const line of [facts.filter(Boolean).join(' · '), service.description,
                      service.url, source]) {
    if (line) console.log(`  ${line}`);
  }
}

const {values, positionals: words} = parseArgs({
  allowPositionals: true,
  options: {
    postcode: {type: 'string'},
    age: {type: 'string'},
    limit: {type: 'string', default: '50'},
  },
});
const limit = Number(values.limit);
const age = values.age === undefined ? undefined : Number(values.age);
const directory = connect('directory.proto', 'DirectoryService');
let left = limit;
try {
  const request = firstRequest({words, postcode: values.postcode, age, limit});
  for await (const page of pages(directory, request)) {
    const titles = new Map(page.facets[0].values.map((v) => [v.value, v.title]));
    if (left === limit) console.log(`${page.total_size ?? 0} found`);
    for (const hit of page.hits.slice(0, left)) show(hit, titles);
    left -= page.hits.length;
    if (left <= 0) break;
  }
} catch (error) {
  process.exitCode = explain(error);
} finally {
  directory.close();
}
