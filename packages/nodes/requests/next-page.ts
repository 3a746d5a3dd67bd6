import { NodeError } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import type { ServiceAnswer } from './perform-request.ts'
import { readPath } from './read-path.ts'

export const pagings = ['none', 'link', 'next-url', 'page', 'cursor'] as const

export interface Paging {
  kind: (typeof pagings)[number]
  /** Where the next address or cursor stands in the answer. */
  nextPath: string
  /** The query parameter of page number or cursor. */
  parameter: string
  firstPage: number
  /** Where the items stand in the answer; empty: the answer itself. */
  itemsPath: string
}

/**
 * The address of the page behind an answer; `undefined` where it was the last. `page` counts from 0. Throws a `NodeError`
 * where it would lead to another host than the first one: what is sent was meant for that.
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

/** The address of the first page. */
export const firstPage = ({ kind, parameter, firstPage: first }: Paging, url: string): string =>
  kind === 'page' ? withParameter(url, parameter, String(first)) : url

/** The items of one answer; an answer that is no list is one item itself. */
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

/** The address of a relation in a `Link` header (RFC 8288). */
function linkTo(relation: string, header: string): string | undefined {
  for (const [, address, parameters = ''] of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[\w*]+\s*=\s*(?:"[^"]*"|[^,;"]*))*)/g,
  )) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^,;\s]*))/i.exec(parameters) ?? []
    if ((quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes(relation)) return address
  }
  return undefined
}
