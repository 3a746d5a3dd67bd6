import { checkUrl } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { hasPlaceholder } from './has-placeholder.ts'

/** Finds problems in a URL that can be detected before a run. During a run, the host is also checked. */
export function findUrlProblems(url: string, setting: string): Problem[] {
  if (url.trim() === '') return [error('http.no-url', {}, { where: { setting } })]
  const host = URL.canParse(url) ? new URL(url).hostname : '*'
  const result = checkUrl(url, [host])
  return result.ok || hasPlaceholder(url) ? [] : [{ ...result.problem, where: { setting } }]
}

/** Shortens a URL to its host and path, because the query can contain private values. */
export function shortenUrl(url: string): string {
  if (!URL.canParse(url)) return url
  const { host, pathname } = new URL(url)
  return pathname === '/' ? host : `${host}${pathname}`
}
