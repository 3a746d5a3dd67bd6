import ipaddr from 'ipaddr.js'

/** Azure's platform service (WireServer), which provides each virtual machine with its settings and certificates. */
const azurePlatformAddress = '168.63.129.16'

/**
 * Returns whether a string is a public IP address. IPv4 embedded in IPv6 (mapped, NAT64, 6to4, Teredo) never counts as
 * public: it is an alternative notation that no public service needs.
 *
 * @internal
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return address.toString() !== azurePlatformAddress
  // Only 2000::/3 is assigned. Other ranges include IPv4-compatible (::7f00:1) and site-local addresses (fec0::).
  return (address.toByteArray()[0]! & 0xe0) === 0x20
}

/** Returns the IP address in a URL's host, without brackets; `undefined` if the host is a name. @internal */
export function parseIpAddress(hostname: string): string | undefined {
  const address = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(address) ? address : undefined
}

const privateSuffixes = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'home.arpa',
  'localdomain',
]

/**
 * Returns whether a name can only be valid in a private network. Other names may still resolve to a private address.
 */
export function isPrivateName(hostname: string): boolean {
  let end = hostname.length
  while (hostname[end - 1] === '.') end--
  const name = hostname.slice(0, end).toLowerCase()
  return !name.includes('.') || privateSuffixes.some((suffix) => name === suffix || name.endsWith(`.${suffix}`))
}
