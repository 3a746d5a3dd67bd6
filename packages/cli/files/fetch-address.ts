import { NodeError, noSecrets } from '@aw-flow/engine'
import { fileNameOf } from '@aw-flow/nodes'
import { error, type Problem } from '@aw-flow/schema'
import { CommandError, wrongUse } from '../command-error.ts'

export interface FetchOptions {
  /** Hosts that may be asked beside the address's own, to which it may lead on. */
  allow: readonly string[]
  /** No more is taken. In bytes. */
  most: number
  signal: AbortSignal
  onRead(text: string): void
}

/** So long may it take as a whole, in ms: a day. */
const patience = 86_400_000

/**
 * What an address answers, in pieces, with the name that it has: of the answer's `Content-Disposition`, or the last part
 * of the path. What the answer says of its type is not believed. The host that a person names may be asked wherever it
 * is; where it leads on to must be public or allowed. Throws a `CommandError` that tells the address.
 */
export async function fetchAddress(
  address: string,
  { allow, most, signal, onRead }: FetchOptions,
): Promise<{ name: string; pieces: AsyncIterable<Uint8Array> }> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw wrongUse(noAddress(address))
  const { createEgress } = await import('@aw-flow/outside/egress')
  const own = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
  const egress = createEgress({ allow: [...allow, own], secrets: noSecrets })
  const failed = (cause: unknown): unknown => {
    if (signal.aborted) return signal.reason
    return cause instanceof NodeError ? unanswered(url, cause.problem) : cause
  }
  try {
    const limits = { bodyBytes: most, totalMs: patience }
    const answer = await egress.fetch({ url: url.href, limits, signal })
    if (answer.status >= 400) {
      await answer.close()
      throw unanswered(url, error('http.status', `the answer was ${answer.status}.`))
    }
    async function* pieces(): AsyncGenerator<Uint8Array> {
      let size = 0
      try {
        for await (const piece of answer.body) {
          size += piece.length
          onRead(`Fetching ${url!.host} … ${Math.floor(size / 2 ** 20)} MB`)
          yield piece
        }
      } catch (cause) {
        throw failed(cause)
      } finally {
        await egress.close()
      }
    }
    return { name: fileNameOf(answer.url, answer.headers), pieces: pieces() }
  } catch (cause) {
    await egress.close()
    throw failed(cause)
  }
}

const noAddress = (address: string): Problem =>
  error('fetch.address', `"${address}" is no address that can be fetched.`, {
    where: { file: address },
    hint: 'Give an address that begins with http:// or https://, or a file.',
  })

function unanswered(url: URL, { message, hint }: Problem): CommandError {
  // Names and passwords in an address are nobody's business.
  const shown = new URL(url)
  shown.username = shown.password = ''
  return new CommandError(
    1,
    error('fetch.failed', `${shown.href} could not be fetched: ${message}`, {
      where: { file: shown.href },
      hint: hint ?? 'Check the address, or fetch it with a browser and load the file.',
    }),
  )
}
