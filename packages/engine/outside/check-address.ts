import { error, type Problem } from '@aw-flow/schema'
import { allowedBy } from './allowed-hosts.ts'
import { isPrivateName, isPublicAddress, literalAddress } from './is-public-address.ts'

export interface CheckedAddress {
  url: URL
  /** The person has named this very host: its address may be private. */
  isNamed: boolean
}

/**
 * What can be said of an address before its name is resolved: it is `http:` or `https:`, holds no name and password, its
 * host is allowed, and is neither a private address (however it is written) nor a private name, unless it is named.
 */
export function checkAddress(address: string, allow: readonly string[]): CheckedAddress | Problem {
  if (!URL.canParse(address)) return noAddress(address)
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return noAddress(address)
  if (url.username !== '' || url.password !== '') {
    return error('egress.credentials', { host: url.host })
  }
  url.hash = ''
  const allowed = allowedBy(allow, url)
  if (allowed === undefined) return notAllowed(url.host)
  const literal = literalAddress(url.hostname)
  const isPrivate = literal === undefined ? isPrivateName(url.hostname) : !isPublicAddress(literal)
  return isPrivate && allowed !== 'named' ? privateAddress(url.host) : { url, isNamed: allowed === 'named' }
}

/** True for what `checkAddress` refuses. */
export const isRefused = (checked: CheckedAddress | Problem): checked is Problem => 'code' in checked

/** Where a redirect leads, checked like an address; from `https:` never to `http:`. */
export function checkRedirect(from: URL, location: string, allow: readonly string[]): CheckedAddress | Problem {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href).href : location
  const checked = checkAddress(to, allow)
  if (isRefused(checked) || from.protocol === 'http:' || checked.url.protocol === 'https:') return checked
  return error('egress.redirect.unencrypted', { from: from.host, to: checked.url.host })
}

const noAddress = (address: string): Problem => error('egress.address', { address: JSON.stringify(shorten(address)) })

const notAllowed = (host: string): Problem => error('egress.host-not-allowed', { host })

/** The problem of an address of the private network. */
export const privateAddress = (host: string, address?: string): Problem =>
  error('egress.private-address', { host, address: address === host ? '' : (address ?? '') })

const shorten = (text: string): string =>
  (text.length > 200 ? `${text.slice(0, 199)}…` : text).replace(/\/\/[^/@]*@/, '//')
