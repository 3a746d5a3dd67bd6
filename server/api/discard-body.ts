import type { IncomingMessage } from 'node:http'

/** Maximum number of bytes to read from a discarded body. */
const maxDiscardedBytes = 64 * 2 ** 20
/** Maximum total time to spend reading a discarded body, in ms. */
const totalTimeoutMs = 5_000
/** Maximum time to wait for more data, in ms. */
const idleTimeoutMs = 500

/**
 * Reads and discards the rest of a rejected request's body. Otherwise, a client that is still sending would report a
 * closed connection instead of reading the response.
 *
 * @returns Whether the end of the body was reached within the limits.
 */
export function discardBody(incoming: IncomingMessage): Promise<boolean> {
  if (incoming.destroyed) return Promise.resolve(false)
  return new Promise((resolve) => {
    let bytes = 0
    const finish = (isRead: boolean): void => {
      clearTimeout(totalTimer)
      clearTimeout(idleTimer)
      incoming.off('data', onData).off('end', onEnd).off('close', onFailure).off('error', onFailure)
      resolve(isRead)
    }
    const abort = (): void => {
      incoming.pause()
      finish(false)
    }
    const onData = (chunk: Uint8Array): void => {
      bytes += chunk.length
      idleTimer.refresh()
      if (bytes > maxDiscardedBytes) abort()
    }
    const onEnd = (): void => finish(true)
    const onFailure = (): void => finish(false)
    const totalTimer = setTimeout(abort, totalTimeoutMs)
    const idleTimer = setTimeout(abort, idleTimeoutMs)
    // Remove an earlier listener that would keep the stream paused.
    incoming.removeAllListeners('data')
    incoming.on('data', onData).once('end', onEnd).once('close', onFailure).once('error', onFailure).resume()
  })
}
