/** Minimum size of files that are uploaded in several requests, in bytes. */
export const minResumableBytes = 16 * 1024 ** 2

/** Size of the first chunk. It doubles after each fast request, so that a fast network needs few requests. */
const firstChunkBytes = 8 * 1024 ** 2
const maxChunkBytes = 64 * 1024 ** 2
/** A request is fast if it takes less time than this, in ms. */
const fastRequestMs = 10_000
/** Maximum number of consecutive failed requests after which the server has received no more bytes. Then the upload fails. */
const maxFailures = 8
/**
 * The same for a server that still waits for an interrupted request, of which it learns after up to five minutes. The
 * delays between the requests are about ten seconds.
 */
const maxConflicts = 40

export interface ResumableUploadOptions {
  name: string
  /** Sends a request; rejects for an error response. */
  request(path: string, init: RequestInit): Promise<Response>
  /** Returns the status of an error response that `request` has thrown. */
  findStatus(cause: unknown): number | undefined
  /** Waits before a repeated request. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  signal: AbortSignal
}

/**
 * Uploads a file with the tus protocol. After an interruption, the upload continues after the last byte that the server
 * has received.
 *
 * @returns The response of the last request: the dataset.
 */
export async function uploadResumably(
  file: Blob,
  { name, request, findStatus, wait, signal }: ResumableUploadOptions,
): Promise<Response> {
  const send = (path: string, method: string, headers: Record<string, string> = {}, body?: Blob): Promise<Response> =>
    request(path, { method, headers: { 'tus-resumable': '1.0.0', ...headers }, signal, ...(body ? { body } : {}) })
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
  for (let failures = 0; ;) {
    try {
      if (failures > 0) {
        const received = readOffset(await send(path, 'HEAD'))
        // A slow connection makes progress, although the server ends each request at its time limit.
        if (received > offset) failures = 1
        offset = received
      }
      const start = performance.now()
      const type = 'application/offset+octet-stream'
      const headers = { 'content-type': type, 'upload-offset': String(offset) }
      const response = await send(path, 'PATCH', headers, file.slice(offset, offset + chunkBytes, type))
      if (response.status !== 204) return response
      offset = readOffset(response)
      failures = 0
      if (performance.now() - start < fastRequestMs) chunkBytes = Math.min(2 * chunkBytes, maxChunkBytes)
    } catch (cause) {
      const status = findStatus(cause)
      const max = status === 409 ? maxConflicts : maxFailures
      if (signal.aborted || !isTemporary(status) || ++failures > max) {
        // Frees the space. If the server cannot be reached, it removes the upload itself after a day.
        await request(path, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } }).catch(() => undefined)
        throw cause
      }
      chunkBytes = firstChunkBytes
      await wait(Math.min(10_000, 500 * 2 ** failures), signal)
    }
  }
}

/**
 * Returns whether a repeated request can succeed. 409: the server does not know yet that the last request was
 * interrupted.
 */
const isTemporary = (status: number | undefined): boolean =>
  status === undefined || status >= 500 || [408, 409, 429].includes(status)

const encodeBase64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
