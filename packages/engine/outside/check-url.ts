import { error, type Problem } from '@aw-flow/schema'
import { matchAllowedHost } from './allowed-hosts.ts'
import { isPrivateName, isPublicAddress, parseIpAddress } from './is-public-address.ts'

/** @internal */
export interface CheckedUrl {
  url: URL
  /** Whether an allowed host without a wildcard matches this host. If so, its IP address may be private. */
  isExplicitlyAllowed: boolean
}

/**
 * Checks a URL before its host name is resolved. It must use `http:` or `https:`, contain no credentials, and have an
 * allowed host. Private IP addresses (in any notation) and private names are rejected unless an allowed host without a
 * wildcard matches them.
 *
 * @internal
 */
export function checkUrl(text: string, allowedHosts: readonly string[]): CheckedUrl | Problem {
  if (!URL.canParse(text)) return createInvalidUrlProblem(text)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return createInvalidUrlProblem(text)
  if (url.username !== '' || url.password !== '') {
    return error('egress.credentials', { host: url.host })
  }
  url.hash = ''
  const match = matchAllowedHost(allowedHosts, url)
  if (match === undefined) return createHostNotAllowedProblem(url.host)
  const ipAddress = parseIpAddress(url.hostname)
  const isPrivate = ipAddress === undefined ? isPrivateName(url.hostname) : !isPublicAddress(ipAddress)
  return isPrivate && match !== 'explicit'
    ? createPrivateAddressProblem(url.host)
    : { url, isExplicitlyAllowed: match === 'explicit' }
}

/** Returns whether `checkUrl` rejected the URL. @internal */
export const isRejected = (result: CheckedUrl | Problem): result is Problem => 'code' in result

/** Checks the target of a redirect. A redirect from `https:` to `http:` is rejected. @internal */
export function checkRedirect(source: URL, location: string, allowedHosts: readonly string[]): CheckedUrl | Problem {
  const target = URL.canParse(location, source.href) ? new URL(location, source.href).href : location
  const result = checkUrl(target, allowedHosts)
  if (isRejected(result) || source.protocol === 'http:' || result.url.protocol === 'https:') return result
  return error('egress.redirect.unencrypted', { from: source.host, to: result.url.host })
}

const createInvalidUrlProblem = (text: string): Problem =>
  error('egress.address', { address: JSON.stringify(redactAndShorten(text)) })

const createHostNotAllowedProblem = (host: string): Problem => error('egress.host-not-allowed', { host })

/** Creates the problem for an IP address in a private network. @internal */
export const createPrivateAddressProblem = (host: string, ipAddress?: string): Problem =>
  error('egress.private-address', { host, address: ipAddress === host ? '' : (ipAddress ?? '') })

/** Removes credentials from a URL and limits its length. */
const redactAndShorten = (text: string): string =>
  (text.length > 200 ? `${text.slice(0, 199)}…` : text).replace(/\/\/[^/@]*@/, '//')
