import type { IncomingMessage } from 'node:http'

/** What is read of a body that nobody wants: so many bytes, so many ms, and so many ms after the last piece. */
const mostBytes = 64 * 2 ** 20
const mostMs = 5_000
const idleMs = 500

/**
 * Reads a refused body to its end: who is still sending it hears no answer, and a line that is closed meanwhile fails them.
 * False where it does not end soon.
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
    const giveUp = (): void => {
      incoming.pause()
      end(false)
    }
    const count = (piece: Uint8Array): void => {
      bytes += piece.length
      idle.refresh()
      if (bytes > mostBytes) giveUp()
    }
    const ended = (): void => end(true)
    const broken = (): void => end(false)
    const total = setTimeout(giveUp, mostMs)
    const idle = setTimeout(giveUp, idleMs)
    // Who read it until now holds it back.
    incoming.removeAllListeners('data')
    incoming.on('data', count).once('end', ended).once('close', broken).once('error', broken).resume()
  })
}
