import { NodeError } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import type { ServiceResponse } from './perform-request.ts'
import { getByPath } from './read-path.ts'

export const paginationKinds = ['none', 'link', 'next-url', 'page', 'cursor'] as const

export interface Pagination {
  kind: (typeof paginationKinds)[number]
  /** Path of the next URL or cursor in the response. */
  nextPath: string
  /** Query parameter for the page number or cursor. */
  parameter: string
  firstPage: number
  /** Path of the items in the response. If empty, the response itself is the list. */
  itemsPath: string
}

/**
 * Returns the URL of the next page, or `undefined` after the last page.
 *
 * @param page - Zero-based index of the current page.
 * @throws {NodeError} If the next page has a different origin, because the request and its secrets are intended only
 *   for the first origin.
 */
export function findNextPage(
  paging: Pagination,
  response: ServiceResponse,
  url: string,
  page: number,
): string | undefined {
  switch (paging.kind) {
    case 'none':
      return undefined
    case 'link':
      return resolveNextUrl(url, findLink('next', response.headers.link ?? ''))
    case 'next-url': {
      const nextUrl = getByPath(response.json, paging.nextPath)
      return typeof nextUrl === 'string' && nextUrl !== '' ? resolveNextUrl(url, nextUrl) : undefined
    }
    case 'page': {
      const items = readItems(paging, response)
      return items.length === 0 ? undefined : setParameter(url, paging.parameter, String(paging.firstPage + page + 1))
    }
    case 'cursor': {
      const cursor = getByPath(response.json, paging.nextPath)
      const isLast = cursor === undefined || cursor === null || cursor === '' || cursor === false
      return isLast || typeof cursor === 'object' ? undefined : setParameter(url, paging.parameter, String(cursor))
    }
  }
}

/** Returns the URL of the first page. */
export const createFirstPageUrl = ({ kind, parameter, firstPage: first }: Pagination, url: string): string =>
  kind === 'page' ? setParameter(url, parameter, String(first)) : url

/** Returns the items in a response. A response that is not a list counts as a single item. */
export function readItems({ itemsPath }: Pick<Pagination, 'itemsPath'>, { json }: ServiceResponse): Json[] {
  const value = getByPath(json, itemsPath)
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

/** Sets a parameter of a URL, without another encoding of the others, which a service may have signed. */
function setParameter(address: string, parameter: string, value: string): string {
  const url = new URL(address)
  const part = new URLSearchParams({ [parameter]: value }).toString()
  const parts = url.search.slice(1).split('&').filter(Boolean)
  const isSame = (other: string): boolean => new URLSearchParams(other).has(parameter)
  url.search = (parts.some(isSame) ? parts.map((other) => (isSame(other) ? part : other)) : [...parts, part]).join('&')
  return url.href
}

function resolveNextUrl(currentUrl: string, nextUrl: string | undefined): string | undefined {
  if (nextUrl === undefined || !URL.canParse(nextUrl, currentUrl)) return undefined
  const next = new URL(nextUrl, currentUrl)
  const current = new URL(currentUrl)
  if (next.origin === current.origin) return next.href
  const origins = { next: next.origin, current: current.origin }
  throw new NodeError('permanent', error('http.page-other-origin', origins, { where: { setting: 'paging' } }))
}

/** Finds the URL for a link relation in a `Link` header (RFC 8288). */
function findLink(relation: string, header: string): string | undefined {
  for (const [, address, parameters = ''] of header.matchAll(
    /<([^<>]*)>((?:\s*;\s*[\w*]+\s*=\s*(?:"[^"]*"|[^\s,;"]*))*)/g,
  )) {
    const [, quotedValue, unquotedValue] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^,;\s]*))/i.exec(parameters) ?? []
    if ((quotedValue ?? unquotedValue ?? '').toLowerCase().split(/\s+/).includes(relation)) return address
  }
  return undefined
}
