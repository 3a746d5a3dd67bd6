import { error, failed, ok, type Problem, type Result } from '@aw-flow/schema'
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
export function checkUrl(text: string, allowedHosts: readonly string[]): Result<CheckedUrl> {
  if (!URL.canParse(text)) return failed(createInvalidUrlProblem(text))
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return failed(createInvalidUrlProblem(text))
  if (url.username !== '' || url.password !== '') return failed(error('egress.credentials', { host: url.host }))
  url.hash = ''
  const match = matchAllowedHost(allowedHosts, url)
  if (match === undefined) return failed(createHostNotAllowedProblem(url.host))
  const ipAddress = parseIpAddress(url.hostname)
  const isPrivate = ipAddress === undefined ? isPrivateName(url.hostname) : !isPublicAddress(ipAddress)
  return isPrivate && match !== 'explicit'
    ? failed(createPrivateAddressProblem(url.host))
    : ok({ url, isExplicitlyAllowed: match === 'explicit' })
}

/** Checks the target of a redirect. A redirect from `https:` to `http:` is rejected. @internal */
export function checkRedirect(source: URL, location: string, allowedHosts: readonly string[]): Result<CheckedUrl> {
  const target = URL.canParse(location, source.href) ? new URL(location, source.href).href : location
  const result = checkUrl(target, allowedHosts)
  if (!result.ok || source.protocol === 'http:' || result.value.url.protocol === 'https:') return result
  return failed(error('egress.redirect.unencrypted', { from: source.host, to: result.value.url.host }))
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
