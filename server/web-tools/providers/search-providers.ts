import type { Json } from '@aw-flow/schema'
import {
  getValueAt,
  getStringAt,
  ProviderError,
  requestJson,
  toSecrets,
  type ProviderConnection,
} from './provider-request.ts'
import type { ToolProvider } from './tool-providers.ts'

/** A search result. Its strings come from a third party and are untrusted. */
export interface SearchHit {
  title: string
  url: string
  description: string
}

/** Maximum size of a response, in bytes. */
const maxBytes = 5 * 1024 * 1024
/** Maximum length of each field in a result, in characters. */
const maxFieldCharacters = 2_000

/** Searches the web using a provider. */
export async function searchWeb(
  provider: ToolProvider,
  { query, maxResults }: { query: string; maxResults: number },
  connection: ProviderConnection,
): Promise<SearchHit[]> {
  const isJina = provider.provider === 'jina'
  const parameters = isJina
    ? new URLSearchParams({ q: query, num: String(maxResults) })
    : new URLSearchParams({ q: query, format: 'json' })
  const json = await requestJson(
    {
      url: `${provider.baseUrl}${isJina ? '/' : '/search'}?${parameters}`,
      // Without `x-respond-with`, Jina would also fetch each page.
      headers: { accept: 'application/json', ...(isJina ? { 'x-respond-with': 'no-content' } : {}) },
      secrets: toSecrets(provider),
      maxBytes,
    },
    connection,
  )
  const list = getValueAt(json, isJina ? 'data' : 'results')
  if (!Array.isArray(list)) throw new ProviderError('unusable', 'its response contains no result list')
  return list.flatMap((entry) => toSearchHit(entry) ?? []).slice(0, maxResults)
}

function toSearchHit(entry: Json): SearchHit | undefined {
  const url = getStringAt(entry, 'url')
  if (url === undefined || !/^https?:\/\//i.test(url)) return undefined
  const truncate = (text = ''): string => text.slice(0, maxFieldCharacters)
  const description = getStringAt(entry, 'description') ?? getStringAt(entry, 'content')
  return { title: truncate(getStringAt(entry, 'title')), url: truncate(url), description: truncate(description) }
}
