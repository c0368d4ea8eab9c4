import ipaddr from 'ipaddr.js';

/** Addresses in public ranges that answer only inside one cloud, with its secrets. */
const metadata = new Set(['168.63.129.16']);

/** Only 2000::/3 is global unicast. */
const isGlobalV6 = (address: ipaddr.IPv6) => ((address.parts[0] ?? 0) & 0xe000) === 0x2000;

/** The last 32 bits, where NAT64 keeps the IPv4 address. */
const embeddedV4 = (address: ipaddr.IPv6) => new ipaddr.IPv4(address.toByteArray().slice(12));

/**
 * Whether an IP address is one that the whole Internet shares. Loopback, private, link-local, carrier-grade NAT, multicast, reserved and
 * metadata addresses are not, in whatever notation.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast' && !metadata.has(address.toString());
  if (address.range() === 'rfc6052') return isPublicAddress(embeddedV4(address).toString());
  return address.range() === 'unicast' && isGlobalV6(address);
}

const localNames = /^(localhost|.*\.localhost|metadata|metadata\.google\.internal|instance-data)\.?$/i;

/** Whether a URL's host says by itself that it is not public: a literal address, or a name that never leaves the machine or its cloud. */
export function isPrivateHost(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal)) return !isPublicAddress(literal);
  return localNames.test(literal);
}
