import type { IncomingMessage } from 'node:http'

/** Limits for reading a discarded body: total bytes, total time, and time without data. */
const maxBytes = 64 * 2 ** 20
const maxMs = 5_000
const idleMs = 500

/**
 * Reads the body of a rejected request to its end. A client that is still sending would not see the response, and
 * closing the connection would fail its request. Resolves with false if the body does not end within the limits.
 */
export function discardBody(incoming: IncomingMessage): Promise<boolean> {
  if (incoming.destroyed) return Promise.resolve(false)
  return new Promise((resolve) => {
    let bytes = 0
    const end = (isRead: boolean): void => {
      clearTimeout(total)
      clearTimeout(idle)
      incoming.off('data', count).off('end', ended).off('close', broken).off('error', broken)
      resolve(isRead)
    }
    const stop = (): void => {
      incoming.pause()
      end(false)
    }
    const count = (piece: Uint8Array): void => {
      bytes += piece.length
      idle.refresh()
      if (bytes > maxBytes) stop()
    }
    const ended = (): void => end(true)
    const broken = (): void => end(false)
    const total = setTimeout(stop, maxMs)
    const idle = setTimeout(stop, idleMs)
    // Removes an earlier reader, which would keep the stream paused.
    incoming.removeAllListeners('data')
    incoming.on('data', count).once('end', ended).once('close', broken).once('error', broken).resume()
  })
}
