import { defined } from '@aw-flow/schema'

/** The minimum size of files that are uploaded in several requests, in bytes. */
export const minResumableBytes = 16 * 1024 ** 2

/** The size of the first chunk, in bytes. It doubles after each fast request to reduce the number of requests. */
const firstChunkBytes = 8 * 1024 ** 2
const maxChunkBytes = 64 * 1024 ** 2
/** The duration in ms below which a request is considered fast. */
const fastRequestMs = 10_000
/** The maximum number of consecutive failed requests without progress. One more failure fails the upload. */
const maxFailures = 8
/**
 * The maximum number of consecutive conflicts (409), which occur until the server notices that a request was
 * interrupted. That may take up to five minutes, with about ten seconds between requests.
 */
const maxConflicts = 40

export interface ResumableUploadOptions {
  name: string
  /** Sends a request. Rejects if the server responds with an error. */
  request(path: string, init: RequestInit): Promise<Response>
  /** Returns the status of the error response that `request` rejected with. */
  findStatus(cause: unknown): number | undefined
  /** Waits before a retry. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  signal: AbortSignal
}

/**
 * Uploads a file with the tus protocol. After an interruption, the upload resumes after the last byte that the server
 * has received.
 *
 * @returns The response to the last request, which contains the dataset.
 */
export async function uploadInChunks(
  file: Blob,
  { name, request, findStatus, wait, signal }: ResumableUploadOptions,
): Promise<Response> {
  const send = (path: string, method: string, headers: Record<string, string> = {}, body?: Blob): Promise<Response> =>
    request(path, defined({ method, headers: { 'tus-resumable': '1.0.0', ...headers }, signal, body }))
  const { id } = (await (
    await send('/api/v1/uploads', 'POST', {
      'upload-length': String(file.size),
      'upload-metadata': `filename ${encodeBase64(name)}`,
    })
  ).json()) as { id: string }
  const path = `/api/v1/uploads/${encodeURIComponent(id)}`
  const readOffset = (response: Response): number => Number(response.headers.get('upload-offset'))
  let offset = 0
  let chunkBytes = firstChunkBytes
  for (let failureCount = 0; ;) {
    try {
      if (failureCount > 0) {
        const receivedBytes = readOffset(await send(path, 'HEAD'))
        // On a slow connection, a request may exceed the server's time limit even though data arrived. That counts as
        // progress.
        if (receivedBytes > offset) failureCount = 1
        offset = receivedBytes
      }
      const start = performance.now()
      const type = 'application/offset+octet-stream'
      const headers = { 'content-type': type, 'upload-offset': String(offset) }
      const response = await send(path, 'PATCH', headers, file.slice(offset, offset + chunkBytes, type))
      if (response.status !== 204) return response
      offset = readOffset(response)
      failureCount = 0
      if (performance.now() - start < fastRequestMs) chunkBytes = Math.min(2 * chunkBytes, maxChunkBytes)
    } catch (cause) {
      const status = findStatus(cause)
      const maxRetries = status === 409 ? maxConflicts : maxFailures
      if (signal.aborted || !isRetryable(status) || ++failureCount > maxRetries) {
        // Frees space on the server. If the server is unreachable, it removes the upload after a day.
        await request(path, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } }).catch(() => undefined)
        throw cause
      }
      chunkBytes = firstChunkBytes
      await wait(Math.min(10_000, 500 * 2 ** failureCount), signal)
    }
  }
}

/**
 * Returns whether a retry may succeed. 409 means that the server has not yet noticed that the last request was
 * interrupted.
 */
const isRetryable = (status: number | undefined): boolean =>
  status === undefined || status >= 500 || [408, 409, 429].includes(status)

const encodeBase64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
