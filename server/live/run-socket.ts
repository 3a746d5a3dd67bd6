import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import type { Frame } from './frame.ts'
import type { Follower } from './run-feed.ts'

/** Maximum number of bytes buffered for a slow reader. Sending pauses until the reader has caught up. */
const maxBufferedBytes = 256 * 1024
/** Maximum number of bytes buffered of messages that must not be lost. */
const maxUnreadBytes = 16 * 1024 * 1024
/** Time after which a client that does not read is disconnected, in ms. */
const slowReaderTimeoutMs = 60_000

/** A WebSocket connection that follows runs. */
export type RunSocket = ReturnType<typeof createRunSocket>

export function createRunSocket(socket: WebSocket, stream: Duplex, onDrain: () => void) {
  let isAlive = true
  let fullSince: number | undefined
  socket.on('pong', () => (isAlive = true))
  socket.on('message', () => (isAlive = true))
  stream.on('drain', () => {
    fullSince = undefined
    onDrain()
  })
  let isCorked = false
  /**
   * Combines all frames sent before the next tick into a single write, which matters with thousands of sockets.
   */
  const cork = (): void => {
    if (isCorked) return
    isCorked = true
    stream.cork()
    process.nextTick(() => {
      isCorked = false
      stream.uncork()
    })
  }
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN
  const isFull = (): boolean => {
    if (!isOpen() || socket.bufferedAmount > maxBufferedBytes) {
      fullSince ??= performance.now()
      return true
    }
    return false
  }
  return {
    createFollower: (nextSeq: number, onEnd: () => void): Follower => ({
      nextSeq,
      isFull,
      send(frame: Frame) {
        cork()
        socket.send(frame.message, { binary: false })
      },
      end: onEnd,
    }),
    send(message: object): void {
      if (isOpen() && !isFull()) socket.send(JSON.stringify(message))
    },
    /** Sends a message that must not be lost. If the client does not read, it is disconnected, and can catch up later. */
    sendOrClose(text: string): void {
      if (!isOpen()) return
      if (socket.bufferedAmount > maxUnreadBytes) return socket.close(4408, 'Messages were not read in time.')
      cork()
      socket.send(text)
    },
    /** Disconnects the client if it is unresponsive or too slow; otherwise, pings it. */
    checkHealth(now: number): void {
      if (!isAlive || (fullSince !== undefined && now - fullSince > slowReaderTimeoutMs)) return socket.terminate()
      isAlive = false
      socket.ping()
    },
    close: (code: number, reason: string): void => socket.close(code, reason),
  }
}
