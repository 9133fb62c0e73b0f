// How both examples reach a node: the channel, retries, and what errors mean.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

// The contract; an app of your own has a copy of this folder.
export const PROTO = fileURLToPath(new URL('../../../proto', import.meta.url));

// A call that found nobody is made again, up to four times, each after a longer
// pause. Reads can be repeated without harm; other codes mean that asking again
// would not help.
const RETRY = {
  methodConfig: [{
    name: [
      {service: 'localoffer.v1.DirectoryService'},
      {service: 'localoffer.v1.ChangeFeedService'},
    ],
    retryPolicy: {
      maxAttempts: 4,
      initialBackoff: '0.5s',
      maxBackoff: '8s',
      backoffMultiplier: 2,
      retryableStatusCodes: ['UNAVAILABLE'],
    },
  }],
};
const OPTIONS = {
  'grpc.service_config': JSON.stringify(RETRY),
  'grpc.max_reconnect_backoff_ms': 10_000,
};

// Without a deadline a call may wait for ever. It takes in the retries.
export const deadline = () => new Date(Date.now() + 20_000);

// A client of `service`, found in `file` of the API, at LOCALOFFER_SERVER; TLS,
// unless that is this machine.
export function connect(file, service) {
  const server = process.env.LOCALOFFER_SERVER ?? '127.0.0.1:7420';
  const definition = loader.loadSync(path.join('localoffer/v1', file), {
    includeDirs: [PROTO],
    keepCase: true,
    longs: Number,  // sequences stay far below 2^53
    enums: String,
    arrays: true,
  });
  const Service = grpc.loadPackageDefinition(definition).localoffer.v1[service];
  const isHere = /^(127\.0\.0\.1|localhost|\[::1\]):/.test(server);
  return new Service(server, isHere ? grpc.credentials.createInsecure() :
                                      grpc.credentials.createSsl(), OPTIONS);
}

// Says what went wrong; returns an exit code for scripts.
export function explain(error) {
  const {UNAVAILABLE, DEADLINE_EXCEEDED, INVALID_ARGUMENT, NOT_FOUND} =
      grpc.status;
  if (error.code === undefined) throw error;  // not of a call
  if ([UNAVAILABLE, DEADLINE_EXCEEDED].includes(error.code)) {
    console.error("The directory can't be reached just now. Try again later.");
    return 5;
  }
  // The message is for people: it names the field, its value and what was
  // wanted. Programs look at the code, and at the reason in ErrorInfo.
  console.error(`${grpc.status[error.code]}: ${error.details}`);
  return {[INVALID_ARGUMENT]: 2, [NOT_FOUND]: 3}[error.code] ?? 1;
}
