import ipaddr from 'ipaddr.js'

/**
 * True for an address of the public internet. IPv4 within IPv6 (mapped, NAT64, 6to4, Teredo) is none, whatever it holds:
 * it is a second way to write an address, and no public service needs it. What is no address is none either.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return true
  // Outside 2000::/3 nothing is assigned: IPv4-compatible addresses (::7f00:1), site-local ones (fec0::).
  return (address.toByteArray()[0]! & 0xe0) === 0x20
}

/** The address that the host of a URL is, without brackets; `undefined` for a name. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? bare : undefined
}

const privateEndings = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home', 'corp', 'home.arpa', 'localdomain']

/** True for names that mean something in one's own network only. Others may still resolve to a private address. */
export function isPrivateName(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.+$/, '')
  return !name.includes('.') || privateEndings.some((ending) => name === ending || name.endsWith(`.${ending}`))
}
