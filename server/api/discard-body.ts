import type { IncomingMessage } from 'node:http'

/** Maximum number of bytes that are read from a discarded body. */
const maxBytes = 64 * 2 ** 20
/** Maximum time for reading a discarded body, in ms. */
const maxMs = 5_000
/** Maximum time without data, in ms. */
const idleMs = 500

/**
 * Reads the body of a rejected request to its end. Otherwise, a client that is still sending would not read the
 * response and would report a closed connection. Resolves with false if the body does not end within the limits.
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
      if (bytes > maxBytes) abort()
    }
    const onEnd = (): void => finish(true)
    const onFailure = (): void => finish(false)
    const totalTimer = setTimeout(abort, maxMs)
    const idleTimer = setTimeout(abort, idleMs)
    // Removes an earlier listener, which would keep the stream paused.
    incoming.removeAllListeners('data')
    incoming.on('data', onData).once('end', onEnd).once('close', onFailure).once('error', onFailure).resume()
  })
}
