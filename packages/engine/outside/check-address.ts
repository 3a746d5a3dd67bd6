import { error, type Problem } from '@aw-flow/schema'
import { matchAllowedHost } from './allowed-hosts.ts'
import { isPrivateName, isPublicAddress, parseAddress } from './is-public-address.ts'

/** @internal */
export interface CheckedAddress {
  url: URL
  /** Whether an entry of the allowed hosts names exactly this host, whose address may then be private. */
  isNamed: boolean
}

/**
 * Checks a URL before its host name is resolved: it uses `http:` or `https:` without credentials, its host is allowed,
 * and it is neither a private address (in any notation) nor a private name, unless the host is named explicitly.
 *
 * @internal
 */
export function checkAddress(address: string, allow: readonly string[]): CheckedAddress | Problem {
  if (!URL.canParse(address)) return createInvalidAddressProblem(address)
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return createInvalidAddressProblem(address)
  if (url.username !== '' || url.password !== '') {
    return error('egress.credentials', { host: url.host })
  }
  url.hash = ''
  const allowed = matchAllowedHost(allow, url)
  if (allowed === undefined) return createHostNotAllowedProblem(url.host)
  const literal = parseAddress(url.hostname)
  const isPrivate = literal === undefined ? isPrivateName(url.hostname) : !isPublicAddress(literal)
  return isPrivate && allowed !== 'named'
    ? createPrivateAddressProblem(url.host)
    : { url, isNamed: allowed === 'named' }
}

/** Returns whether `checkAddress` rejected the URL. @internal */
export const isRejected = (checked: CheckedAddress | Problem): checked is Problem => 'code' in checked

/** Checks the target of a redirect, which must not lead from `https:` to `http:`. @internal */
export function checkRedirect(from: URL, location: string, allow: readonly string[]): CheckedAddress | Problem {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href).href : location
  const checked = checkAddress(to, allow)
  if (isRejected(checked) || from.protocol === 'http:' || checked.url.protocol === 'https:') return checked
  return error('egress.redirect.unencrypted', { from: from.host, to: checked.url.host })
}

const createInvalidAddressProblem = (address: string): Problem =>
  error('egress.address', { address: JSON.stringify(shorten(address)) })

const createHostNotAllowedProblem = (host: string): Problem => error('egress.host-not-allowed', { host })

/** Returns the problem for an address in a private network. @internal */
export const createPrivateAddressProblem = (host: string, address?: string): Problem =>
  error('egress.private-address', { host, address: address === host ? '' : (address ?? '') })

const shorten = (text: string): string =>
  (text.length > 200 ? `${text.slice(0, 199)}…` : text).replace(/\/\/[^/@]*@/, '//')
