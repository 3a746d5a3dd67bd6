import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import type { Frame } from './frame.ts'
import type { Follower } from './run-feed.ts'

/** More than this is not held for a reader that is slow: it gets the rest when it has read. In bytes. */
const mostHeld = 256 * 1024
/** One that takes nothing for so long is hung up on. */
const slowestMs = 60_000

/** A WebSocket as runs are told to it. */
export interface RunSocket {
  follower(next: number, onEnd: () => void): Follower
  send(message: object): void
  /** Hangs up on one that is dead or takes nothing; asks the others whether they are there. */
  pulse(now: number): void
  close(code: number, reason: string): void
}

export function createRunSocket(socket: WebSocket, stream: Duplex, onDrain: () => void): RunSocket {
  let isAlive = true
  let fullSince: number | undefined
  socket.on('pong', () => (isAlive = true))
  socket.on('message', () => (isAlive = true))
  stream.on('drain', () => {
    fullSince = undefined
    onDrain()
  })
  let isGathering = false
  /** What is sent in one turn leaves in one write: there are thousands of sockets, and several frames at a time. */
  const gather = (): void => {
    if (isGathering) return
    isGathering = true
    stream.cork()
    process.nextTick(() => {
      isGathering = false
      stream.uncork()
    })
  }
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN
  const isFull = (): boolean => {
    if (!isOpen() || socket.bufferedAmount > mostHeld) {
      fullSince ??= performance.now()
      return true
    }
    return false
  }
  return {
    follower: (next, onEnd) => ({
      next,
      isFull,
      send(frame: Frame) {
        gather()
        socket.send(frame.message, { binary: false })
      },
      end: onEnd,
    }),
    send(message) {
      if (isOpen() && !isFull()) socket.send(JSON.stringify(message))
    },
    pulse(now) {
      if (!isAlive || (fullSince !== undefined && now - fullSince > slowestMs)) return socket.terminate()
      isAlive = false
      socket.ping()
    },
    close: (code, reason) => socket.close(code, reason),
  }
}
