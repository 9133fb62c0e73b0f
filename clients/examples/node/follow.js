// Tells every change of a local offer: what it has now, then changes as they
// come.
//
//   node follow.js AUTHORITY [PLACE]      such as: node follow.js E06000023
import grpc from '@grpc/grpc-js';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';

import {connect, deadline, explain} from './connection.js';

// The node says something at least every 15 seconds, be it nothing new. A
// stream has no deadline, so silence is how a dead connection shows.
const MOST_SILENCE = 45_000;
// After these, the same question may be answered later.
const PASSING = [
  'UNAVAILABLE', 'CANCELLED', 'DEADLINE_EXCEEDED', 'INTERNAL', 'UNKNOWN',
  'RESOURCE_EXHAUSTED',
];

// A place as this prints it; the beginning of the feed when empty.
function placeOf(text) {
  const [number, witness = ''] = text.split('-');
  return {change_number: Number(number), witness};
}

// What the stream brings; ends it when it has been silent too long.
async function* messages(call) {
  let watch;
  const again = () => {
    clearTimeout(watch);
    watch = setTimeout(() => call.cancel(), MOST_SILENCE);
  };
  try {
    again();
    for await (const message of call) {
      again();
      yield message;
    }
  } finally {
    clearTimeout(watch);
  }
}

// A copy would put the entry under its name, or drop what has that name.
function tell({place, entry, deleted}) {
  const what = deleted ? `deleted ${entry.name}` :
                         `updated ${entry.name}: ${entry.service.name}`;
  console.log(`${place.change_number}-${place.witness} ${what}`);
}

// All that there is behind a place, page by page; the place behind it.
async function read(feed, asked, place) {
  const listChanges = promisify(feed.ListChanges.bind(feed));
  while (true) {
    const page =
        await listChanges({...asked, after: place}, {deadline: deadline()});
    page.changes.forEach(tell);
    place = page.next;
    if (page.complete) return place;
  }
}

// Follows for ever. Keep `place` with your copy to go on after a restart.
async function follow(feed, authority, place) {
  const asked = {parent: `authorities/${authority}`, view: 'ENTRY_VIEW_BASIC'};
  for (let pause = 1000;; pause = Math.min(pause * 2, 30_000)) {
    try {
      // First what a stream is not for: much at once.
      place = await read(feed, asked, place);
      const call = feed.WatchChanges({...asked, after: place});
      for await (const message of messages(call)) {
        pause = 1000;
        message.changes.forEach(tell);
        place = message.place;
      }
    } catch (error) {
      // FAILED_PRECONDITION: the place is not one of this node's, which was put
      // back from a backup, say. A copy is made anew then.
      if (!PASSING.includes(grpc.status[error.code])) throw error;
      console.error(`${grpc.status[error.code]}, again in ${pause / 1000} s`);
    }
    // Half of the pause is chance, so that not all come back at once.
    await sleep(pause * (0.5 + Math.random() / 2));
  }
}

const [authority, from = '0'] = process.argv.slice(2);
const feed = connect('change_feed.proto', 'ChangeFeedService');
try {
  await follow(feed, authority, placeOf(from));
} catch (error) {
  process.exitCode = explain(error);
} finally {
  feed.close();
}
