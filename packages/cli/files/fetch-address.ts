import { error, type Problem } from '@aw-flow/schema'
import { CommandError, wrongUse } from '../command-error.ts'

export interface FetchOptions {
  /** No more is taken. In bytes. */
  most: number
  signal: AbortSignal
  onRead(text: string): void
}

const mostRedirects = 5
/** So long may nothing come, in ms. */
const patience = 30_000

/**
 * What an address answers, in pieces, with the name that it has: of the answer's `Content-Disposition`, or the last part
 * of the path. What the answer says of its type is not believed. Follows up to five redirects, never to anything but
 * `http:` and `https:`, and never from a safe address to one that is not. Throws a `CommandError` that tells the address.
 */
export async function fetchAddress(
  address: string,
  { most, signal, onRead }: FetchOptions,
): Promise<{ name: string; pieces: AsyncIterable<Uint8Array> }> {
  let url = parsed(address)
  const idle = new AbortController()
  let timer = setTimeout(() => idle.abort(), patience)
  const stay = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => idle.abort(), patience)
  }
  const failed = (cause: unknown): unknown => {
    clearTimeout(timer)
    if (signal.aborted) return signal.reason
    if (cause instanceof CommandError) return cause
    if (idle.signal.aborted) return unanswered(url, `nothing came for ${patience / 1000} seconds`)
    const reason =
      cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : String(cause)
    return unanswered(url, reason)
  }
  try {
    const stop = AbortSignal.any([signal, idle.signal])
    let response = await fetch(url, { redirect: 'manual', signal: stop })
    for (let followed = 0; isRedirect(response); followed++) {
      if (followed === mostRedirects) throw unanswered(url, `it leads on more than ${mostRedirects} times`)
      await response.body?.cancel()
      url = next(url, response.headers.get('location') ?? '')
      response = await fetch(url, { redirect: 'manual', signal: stop })
    }
    if (!response.ok) throw unanswered(url, `the answer was ${response.status} ${response.statusText}`.trim())
    const total = Number(response.headers.get('content-length') ?? 0)
    if (total > most) throw unanswered(url, `it holds ${gigabytes(total)}, and up to ${gigabytes(most)} are taken`)
    const { body } = response
    async function* pieces(): AsyncGenerator<Uint8Array> {
      let size = 0
      try {
        for await (const piece of body ?? []) {
          stay()
          size += piece.length
          onRead(`Fetching ${url.host} … ${Math.floor(size / 2 ** 20)} MB`)
          yield piece
        }
      } catch (cause) {
        throw failed(cause)
      } finally {
        clearTimeout(timer)
      }
    }
    return { name: nameOf(url, response.headers.get('content-disposition')), pieces: pieces() }
  } catch (cause) {
    throw failed(cause)
  }
}

const isRedirect = ({ status, headers }: Response): boolean => status >= 300 && status < 400 && headers.has('location')

function parsed(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw wrongUse(
    error('fetch.address', `"${address}" is no address that can be fetched.`, {
      where: { file: address },
      hint: 'Give an address that begins with http:// or https://, or a file.',
    }),
  )
}

function next(from: URL, location: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw unanswered(from, `it leads to ${location}`)
  if (from.protocol === 'https:' && url.protocol === 'http:')
    throw unanswered(from, `it leads to ${url.href}, which anybody on the way can read and change`)
  return url
}

function nameOf(url: URL, disposition: string | null): string {
  const [, encoded] = /filename\*=(?:utf-8|iso-8859-1)''([^;]+)/i.exec(disposition ?? '') ?? []
  const [, plain] = /filename="?([^";]+)"?/i.exec(disposition ?? '') ?? []
  const last = url.pathname.split('/').filter(Boolean).at(-1)
  const name = decoded(encoded ?? '') || plain?.trim() || decoded(last ?? '')
  return (name || url.host).replace(/[\\/]/g, '_')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const gigabytes = (bytes: number): string => `${Math.ceil((10 * bytes) / 1024 ** 3) / 10} GB`

const unanswered = (url: URL, reason: string): CommandError => new CommandError(1, problem(url, reason))

const problem = (url: URL, reason: string): Problem => {
  // Names and passwords in an address are nobody's business.
  const shown = new URL(url)
  shown.username = shown.password = ''
  return error('fetch.failed', `${shown.href} could not be fetched: ${reason}.`, {
    where: { file: shown.href },
    hint: 'Check the address, or fetch it with a browser and load the file.',
  })
}
