import { error, type Problem } from '@aw-flow/schema'
import { matchAllowedHost } from './allowed-hosts.ts'
import { isPrivateName, isPublicAddress, parseAddress } from './is-public-address.ts'

/** @internal */
export interface CheckedAddress {
  url: URL
  /** Whether the allowed hosts name exactly this host. If so, its address may be private. */
  isNamed: boolean
}

/**
 * Checks a URL before its host name is resolved. It must use `http:` or `https:`, contain no credentials, and have an
 * allowed host. Private addresses (in any notation) and private names are rejected unless an entry names the host
 * explicitly.
 *
 * @internal
 */
export function checkAddress(address: string, allowedHosts: readonly string[]): CheckedAddress | Problem {
  if (!URL.canParse(address)) return createInvalidAddressProblem(address)
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return createInvalidAddressProblem(address)
  if (url.username !== '' || url.password !== '') {
    return error('egress.credentials', { host: url.host })
  }
  url.hash = ''
  const allowed = matchAllowedHost(allowedHosts, url)
  if (allowed === undefined) return createHostNotAllowedProblem(url.host)
  const literal = parseAddress(url.hostname)
  const isPrivate = literal === undefined ? isPrivateName(url.hostname) : !isPublicAddress(literal)
  return isPrivate && allowed !== 'named'
    ? createPrivateAddressProblem(url.host)
    : { url, isNamed: allowed === 'named' }
}

/** Returns whether `checkAddress` rejected the URL. @internal */
export const isRejected = (checked: CheckedAddress | Problem): checked is Problem => 'code' in checked

/** Checks the target of a redirect. A redirect from `https:` to `http:` is rejected. @internal */
export function checkRedirect(
  source: URL,
  location: string,
  allowedHosts: readonly string[],
): CheckedAddress | Problem {
  const target = URL.canParse(location, source.href) ? new URL(location, source.href).href : location
  const checked = checkAddress(target, allowedHosts)
  if (isRejected(checked) || source.protocol === 'http:' || checked.url.protocol === 'https:') return checked
  return error('egress.redirect.unencrypted', { from: source.host, to: checked.url.host })
}

const createInvalidAddressProblem = (address: string): Problem =>
  error('egress.address', { address: JSON.stringify(shorten(address)) })

const createHostNotAllowedProblem = (host: string): Problem => error('egress.host-not-allowed', { host })

/** Creates the problem for an address in a private network. @internal */
export const createPrivateAddressProblem = (host: string, address?: string): Problem =>
  error('egress.private-address', { host, address: address === host ? '' : (address ?? '') })

const shorten = (text: string): string =>
  (text.length > 200 ? `${text.slice(0, 199)}…` : text).replace(/\/\/[^/@]*@/, '//')
