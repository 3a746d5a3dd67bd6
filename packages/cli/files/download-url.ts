import { NodeError, noSecrets } from '@aw-flow/engine'
import { findFileName } from '@aw-flow/nodes'
import { error, type Problem, getProblemText, getHint } from '@aw-flow/schema'
import { CommandError, createUsageError } from '../command-error.ts'

export interface DownloadOptions {
  /** Allowed hosts, in addition to the URL's own host. */
  allow: readonly string[]
  maxBytes: number
  signal: AbortSignal
  onProgress(text: string): void
}

/** Timeout of a download: one day. */
const downloadTimeoutMs = 86_400_000

/**
 * Downloads the file at a URL. Its name comes from the `Content-Disposition` header or the last path segment; the
 * response's content type is ignored. The URL's host is always allowed, even if its address is private. Redirects must
 * lead to public or allowed hosts.
 *
 * @throws {CommandError} If the download fails. The problem has a `fetch.*` code and contains the URL.
 */
export async function downloadUrl(
  urlText: string,
  { allow, maxBytes, signal, onProgress }: DownloadOptions,
): Promise<{ name: string; chunks: AsyncIterable<Uint8Array> }> {
  const url = URL.canParse(urlText) ? new URL(urlText) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw createUsageError(createInvalidUrlProblem(urlText))
  const { createEgress } = await import('@aw-flow/outside/egress')
  const urlHost = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
  const egress = createEgress({ allow: [...allow, urlHost], secrets: noSecrets })
  const toDownloadError = (cause: unknown): unknown => {
    if (signal.aborted) return signal.reason
    return cause instanceof NodeError ? createDownloadError(url, cause.problem) : cause
  }
  try {
    const limits = { bodyBytes: maxBytes, totalMs: downloadTimeoutMs }
    const response = await egress.fetch({ url: url.href, limits, signal })
    if (response.status >= 400) {
      await response.close()
      throw createDownloadError(url, error('fetch.status', { status: String(response.status) }))
    }
    async function* readChunks(): AsyncGenerator<Uint8Array> {
      let size = 0
      try {
        for await (const chunk of response.body) {
          size += chunk.length
          onProgress(`Downloading ${url!.host} … ${Math.floor(size / 2 ** 20)} MB`)
          yield chunk
        }
      } catch (cause) {
        throw toDownloadError(cause)
      } finally {
        await egress.close()
      }
    }
    return { name: findFileName(response.url, response.headers), chunks: readChunks() }
  } catch (cause) {
    await egress.close()
    throw toDownloadError(cause)
  }
}

const createInvalidUrlProblem = (urlText: string): Problem =>
  error('fetch.address', { url: urlText }, { where: { file: urlText } })

function createDownloadError(url: URL, problem: Problem): CommandError {
  // The user name and password must not be displayed.
  const safeUrl = new URL(url)
  safeUrl.username = safeUrl.password = ''
  return new CommandError(
    1,
    error(
      'fetch.failed',
      { url: safeUrl.href, reason: getProblemText(problem), hint: getHint(problem) },
      { where: { file: safeUrl.href } },
    ),
  )
}
