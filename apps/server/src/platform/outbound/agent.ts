import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { SECOND } from '../clock.ts';
import { isPublicAddress } from './addresses.ts';

class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = 'ERR_PRIVATE_ADDRESS';
}

const CONNECT_TIMEOUT = 10 * SECOND;

/** Resolves a name to its public addresses alone: what was public when somebody looked may be private by the time we connect. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const allowed = addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = allowed;
    if (!first) return callback(new PrivateAddressError(`${hostname} is not a public address.`), '');
    return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
  });
};

/** An address written as one is connected to without a lookup, so it is checked apart. */
function publicConnector(): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT, lookup: publicLookup });
  return (options, callback) => {
    const literal = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) && !isPublicAddress(literal)) {
      return callback(new PrivateAddressError(`${literal} is not a public address.`), null);
    }
    return connect(options, callback);
  };
}

interface OutboundTimes {
  /** Until the head of the answer. */
  headersTimeout: number;
  /** Between two pieces of its body. */
  bodyTimeout: number;
}

/**
 * Connections to servers that people name: a keep-alive pool an origin, redirects not followed, and where private addresses are not
 * allowed, none is connected to, whatever its name resolves to.
 */
export function outboundAgent(allowPrivate: boolean, times: OutboundTimes): Agent {
  return new Agent({
    ...times,
    keepAliveTimeout: 30 * SECOND,
    connect: allowPrivate ? { timeout: CONNECT_TIMEOUT } : publicConnector(),
  });
}
