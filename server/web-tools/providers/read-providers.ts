import type { EgressResponse } from '@aw-flow/engine'
import { convertHtml } from '../html/convert-html.ts'
import {
  getStringAt,
  ProviderError,
  readBytes,
  requestJson,
  sendRequest,
  toJsonBody,
  toSecrets,
  type ProviderConnection,
} from './provider-request.ts'
import type { ToolProvider } from './tool-providers.ts'

/** A web page as Markdown. It contains third-party text. */
export interface WebPage {
  /** Final URL, after redirects. */
  url: string
  title: string
  content: string
  /** Whether the content was truncated because the page is too long. */
  isTruncated: boolean
}

const maxBytes = 5 * 1024 * 1024
const maxContentCharacters = 500_000

/** Reads a web page using a provider. */
export async function readPage(
  provider: ToolProvider,
  { url }: { url: string },
  connection: ProviderConnection,
): Promise<WebPage> {
  const page = await (provider.provider === 'direct'
    ? readDirectly(url, connection)
    : readWithJina(provider, url, connection))
  const isTruncated = page.content.length > maxContentCharacters
  return { ...page, content: page.content.slice(0, maxContentCharacters), isTruncated }
}

type FullPage = Omit<WebPage, 'isTruncated'>

async function readWithJina(provider: ToolProvider, url: string, connection: ProviderConnection): Promise<FullPage> {
  const json = await requestJson(
    {
      url: `${provider.baseUrl}/`,
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: toJsonBody({ url }),
      secrets: toSecrets(provider),
      maxBytes,
    },
    connection,
  )
  const content = getStringAt(json, 'data', 'content')
  if (content === undefined) throw new ProviderError('unusable', 'its response contains no page')
  return { url: getStringAt(json, 'data', 'url') ?? url, title: getStringAt(json, 'data', 'title') ?? '', content }
}

async function readDirectly(url: string, connection: ProviderConnection): Promise<FullPage> {
  const headers = {
    accept: 'text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9, application/json;q=0.8',
  }
  const response = await sendRequest({ url, headers, maxBytes }, connection)
  const type = response.headers['content-type'] ?? 'text/html'
  const isHtml = /\bx?html\b/i.test(type)
  if (!isHtml && !/^\s*(text\/|application\/([\w.-]+\+)?(json|xml)\b)/i.test(type)) {
    await response.close()
    throw new ProviderError('unusable', `the page is ${type.slice(0, 100)}, not text`)
  }
  const text = decodePage(await readBytes(response, maxBytes, connection.signal), response)
  const page = isHtml ? await convertHtml(text, response.url, connection.signal) : { title: '', content: text }
  return { url: response.url, ...page }
}

/** Decodes a page using the charset declared in its headers or in its `meta` element. Defaults to UTF-8. */
function decodePage(bytes: Uint8Array, { headers }: EgressResponse): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1024))
  const charsetPattern = /charset\s{0,10}=\s{0,10}["']?([\w.:-]{1,40})/i
  const label = charsetPattern.exec(headers['content-type'] ?? '')?.[1] ?? charsetPattern.exec(start)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(label).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}
