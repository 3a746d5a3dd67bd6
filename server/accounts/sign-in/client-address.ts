import ipaddr from 'ipaddr.js'

/** Returns whether the text is an IP address, or an address range in CIDR notation such as `10.0.0.0/8`. */
export const isAddressRange = (text: string): boolean =>
  text.includes('/') ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text)

/**
 * Determines a client's IP address. If the connection comes from a trusted proxy, this is the last address in
 * `X-Forwarded-For` that is not itself a trusted proxy; the client could have forged any entry before it.
 *
 * @returns The address, or an empty string if there is no connection.
 */
export function findClientIp(
  peerAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string {
  let address = parseAddress(peerAddress ?? '')
  if (!address) return ''
  const ranges = trustedProxies.map(parseRange)
  const isTrusted = (candidate: Address): boolean =>
    ranges.some(([network, bits]) => candidate.kind() === network.kind() && candidate.match(network, bits))
  for (const entry of (forwardedFor ?? '').split(',').reverse()) {
    if (!isTrusted(address)) break
    const next = parseAddress(entry.trim())
    if (!next) break
    address = next
  }
  return address.toString()
}

/**
 * Returns the key that rate limits use for a client: its IPv4 address, or the /64 network of its IPv6 address, because
 * a client typically controls every address in that network.
 */
export function toRateLimitAddress(ip: string): string {
  const address = parseAddress(ip)
  if (!address || address.kind() === 'ipv4') return ip
  const network = address.toByteArray().map((byte, index) => (index < 8 ? byte : 0))
  return `${ipaddr.fromByteArray(network).toString()}/64`
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Recently parsed addresses. They are cached because a connection usually sends many requests. */
const parsedAddresses = new Map<string, Address | undefined>()
const maxParsedAddresses = 1000
/** Maximum length of a cached address, in characters: an IPv6 address without a zone. */
const maxAddressLength = 45

/** Parses an IP address, converting an IPv4-mapped IPv6 address to IPv4. */
function parseAddress(text: string): Address | undefined {
  if (parsedAddresses.has(text)) return parsedAddresses.get(text)
  const address = ipaddr.isValid(text) ? ipaddr.process(text) : undefined
  if (text.length <= maxAddressLength) {
    if (parsedAddresses.size >= maxParsedAddresses) parsedAddresses.clear()
    parsedAddresses.set(text, address)
  }
  return address
}

function parseRange(text: string): [Address, number] {
  if (text.includes('/')) return ipaddr.parseCIDR(text)
  const address = ipaddr.process(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
