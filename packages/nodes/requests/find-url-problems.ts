import { checkUrl, isRejected } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { hasPlaceholder } from './has-placeholder.ts'

/** Finds problems in a URL that can be detected before a run. During a run, the host is also checked. */
export function findUrlProblems(address: string, setting: string): Problem[] {
  if (address.trim() === '') return [error('http.no-url', {}, { where: { setting } })]
  const host = URL.canParse(address) ? new URL(address).hostname : '*'
  const result = checkUrl(address, [host])
  return isRejected(result) && !hasPlaceholder(address) ? [{ ...result, where: { setting } }] : []
}

/** Shortens a URL to its host and path, because the query can contain private values. */
export function shortenAddress(address: string): string {
  if (!URL.canParse(address)) return address
  const { host, pathname } = new URL(address)
  return pathname === '/' ? host : `${host}${pathname}`
}
