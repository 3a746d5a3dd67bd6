import pLimit from 'p-limit'
import { Worker } from 'node:worker_threads'
import { ProviderError } from '../providers/provider-request.ts'

/** Default time limit for a conversion, in ms. */
const defaultTimeoutMs = 15_000
/** Memory limit of the thread, in MB. */
const memoryMb = 512
/** Limits the number of concurrent conversions. */
const limitThreads = pLimit(2)

/**
 * Converts an HTML page to Markdown. Links become absolute; scripts, forms and images are removed. The conversion runs
 * in its own thread, which is stopped when the time limit is reached: deeply nested elements occupy turndown for
 * minutes.
 *
 * @throws {ProviderError} If the page cannot be converted.
 */
export const convertHtml = (
  html: string,
  url: string,
  signal: AbortSignal,
  timeoutMs = defaultTimeoutMs,
): Promise<ConvertedPage> => limitThreads(() => runThread(html, url, signal, timeoutMs))

interface ConvertedPage {
  title: string
  content: string
}

async function runThread(html: string, url: string, signal: AbortSignal, timeoutMs: number): Promise<ConvertedPage> {
  signal.throwIfAborted()
  const thread = new Worker(new URL('./html-thread.js', import.meta.url), {
    workerData: { html, url },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    execArgv: [],
    stdout: true,
    stderr: true,
  })
  let timer: NodeJS.Timeout | undefined
  let onAbort: () => void = () => undefined
  try {
    return await new Promise((resolve, reject) => {
      const fail = (): void => reject(new ProviderError('unusable', 'the page is too complex to convert'))
      onAbort = () => reject(signal.reason as Error)
      timer = setTimeout(fail, timeoutMs)
      signal.addEventListener('abort', onAbort, { once: true })
      thread.on('message', resolve)
      thread.on('error', fail)
      thread.on('exit', fail)
    })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    await thread.terminate()
  }
}
