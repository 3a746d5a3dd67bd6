import { NodeError } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import type { ServiceAnswer } from './perform-request.ts'
import { readPath } from './read-path.ts'

export const pagings = ['none', 'link', 'next-url', 'page', 'cursor'] as const

export interface Paging {
  kind: (typeof pagings)[number]
  /** Path of the next URL or cursor in the response. */
  nextPath: string
  /** Query parameter of the page number or cursor. */
  parameter: string
  firstPage: number
  /** Path of the items in the response; empty: the response itself. */
  itemsPath: string
}

/**
 * The URL of the page after a response; `undefined` after the last page.
 *
 * @param page index of the current page, from 0.
 * @throws {NodeError} if the next page is on another origin: the request with its secrets is intended for the first
 *   origin only.
 */
export function nextPage(paging: Paging, answer: ServiceAnswer, url: string, page: number): string | undefined {
  switch (paging.kind) {
    case 'none':
      return undefined
    case 'link':
      return following(url, linkTo('next', answer.headers.link ?? ''))
    case 'next-url': {
      const next = readPath(answer.json, paging.nextPath)
      return typeof next === 'string' && next !== '' ? following(url, next) : undefined
    }
    case 'page': {
      const items = itemsOf(paging, answer)
      return items.length === 0 ? undefined : withParameter(url, paging.parameter, String(paging.firstPage + page + 1))
    }
    case 'cursor': {
      const cursor = readPath(answer.json, paging.nextPath)
      const isLast = cursor === undefined || cursor === null || cursor === '' || cursor === false
      return isLast || typeof cursor === 'object' ? undefined : withParameter(url, paging.parameter, String(cursor))
    }
  }
}

/** The URL of the first page. */
export const firstPage = ({ kind, parameter, firstPage: first }: Paging, url: string): string =>
  kind === 'page' ? withParameter(url, parameter, String(first)) : url

/** The items of one response. A response that is not a list is a single item. */
export function itemsOf({ itemsPath }: Pick<Paging, 'itemsPath'>, { json }: ServiceAnswer): Json[] {
  const found = readPath(json, itemsPath)
  return Array.isArray(found) ? found : found === undefined || found === null ? [] : [found]
}

function withParameter(address: string, parameter: string, value: string): string {
  const url = new URL(address)
  url.searchParams.set(parameter, value)
  return url.href
}

function following(from: string, to: string | undefined): string | undefined {
  if (to === undefined || !URL.canParse(to, from)) return undefined
  const next = new URL(to, from)
  if (next.origin === new URL(from).origin) return next.href
  const origins = { next: next.origin, current: new URL(from).origin }
  throw new NodeError('permanent', error('http.page-elsewhere', origins, { where: { setting: 'paging' } }))
}

/** The URL of a relation in a `Link` header (RFC 8288). */
function linkTo(relation: string, header: string): string | undefined {
  for (const [, address, parameters = ''] of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[\w*]+\s*=\s*(?:"[^"]*"|[^,;"]*))*)/g,
  )) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^,;\s]*))/i.exec(parameters) ?? []
    if ((quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes(relation)) return address
  }
  return undefined
}
