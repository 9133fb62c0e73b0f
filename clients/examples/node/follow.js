// Tells every change of a local offer, old ones first, then as they come.
//
//   node follow.js AUTHORITY [FROM_SEQUENCE]      such as: node follow.js E06000023
import grpc from '@grpc/grpc-js';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import protobuf from 'protobufjs';

import {connect, explain, PROTO} from './connection.js';

// The node says something at least every 15 seconds, be it nothing new. A
// stream has no deadline, so silence is how a dead connection shows.
const MOST_SILENCE = 45_000;
// After these, the same question may be answered later.
const PASSING = [
  'UNAVAILABLE', 'CANCELLED', 'DEADLINE_EXCEEDED', 'INTERNAL', 'UNKNOWN',
  'RESOURCE_EXHAUSTED',
];

// Changes are handed on as the bytes that were signed, and read with these.
const root = new protobuf.Root();
root.resolvePath = (from, file) => path.join(PROTO, file);
root.loadSync('localoffer/log/v1/change.proto', {keepCase: true});
const ChangeHeader = root.lookupType('localoffer.log.v1.ChangeHeader');
const ChangeBody = root.lookupType('localoffer.log.v1.ChangeBody');

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

function tell(change) {
  const header = ChangeHeader.decode(change.header);
  const body = ChangeBody.decode(change.body);
  const sequence = Number(header.sequence);
  const when = new Date(Number(header.commit_time_micros) / 1000);
  const {body: what} = ChangeBody.toObject(body, {oneofs: true});
  let text = `${what?.replaceAll('_', ' ')} ${header.subject}`;
  if (what === undefined) text = `erased ${header.subject}`;
  if (what === 'entry_published') {
    text = `published ${header.subject}: ${body.entry_published.service.name}`;
  } else if (what === 'entry_withdrawn') {
    text = `withdrawn ${header.subject}: ${body.entry_withdrawn.reason}`;
  }
  console.log(`${sequence} ${when.toISOString().slice(0, 19)}Z ${text}`);
  return sequence;
}

// Follows for ever. Keep `sequence` on disk to go on after a restart.
async function follow(exchange, authority, sequence) {
  for (let pause = 1000;; pause = Math.min(pause * 2, 30_000)) {
    const call = exchange.StreamChanges(
        {log: `authorities/${authority}`, from_sequence: sequence, tail: true});
    let unsigned = [];
    try {
      for await (const message of messages(call)) {
        pause = 1000;
        unsigned.push(...message.changes);
        // The checkpoint signs what came before it; until then it may be half
        // a publication. This example trusts the node as it would in a search;
        // docs/federation.md says how to verify instead.
        if (message.end) {
          for (const change of unsigned) sequence = tell(change) + 1;
          unsigned = [];
        }
      }
    } catch (error) {
      if (!PASSING.includes(grpc.status[error.code])) throw error;
      console.error(`${grpc.status[error.code]}, again in ${pause / 1000} s`);
    }
    // Half of the pause is chance, so that not all come back at once.
    await sleep(pause * (0.5 + Math.random() / 2));
  }
}

const [authority, from = '0'] = process.argv.slice(2);
const exchange = connect('exchange.proto', 'ExchangeService');
try {
  await follow(exchange, authority, Number(from));
} catch (error) {
  process.exitCode = explain(error);
} finally {
  exchange.close();
}
