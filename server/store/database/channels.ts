import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** Short messages between processes: LISTEN and NOTIFY of PostgreSQL, or within the process with PGlite. */
export interface Channels {
  /** Calls `listener` for each message, and with `undefined` when messages may have been missed. */
  listen(channel: string, listener: (payload: string | undefined) => void): () => void
  /** Sends at most 7,900 bytes. Never rejects: listeners also poll, so a lost message only delays them. */
  notify(channel: string, payload: string): Promise<void>
  close(): Promise<void>
}

/** A separate connection for LISTEN. */
export interface ListeningClient {
  query(text: string): Promise<unknown>
  on(event: 'notification', listener: (message: { channel: string; payload?: string | undefined }) => void): unknown
  on(event: 'error' | 'end', listener: () => void): unknown
  end(): Promise<void>
}

export interface ChannelOptions {
  connect(): Promise<ListeningClient>
  notify(channel: string, payload: string): Promise<void>
}

/** Delay before connecting again, in milliseconds. */
const retryDelayMs = 500

/** Opens channels over a database, or without options within this process. Reopens a broken listening connection. */
export function openChannels(options?: ChannelOptions): Channels {
  const heard = new EventEmitter().setMaxListeners(0)
  const closing = new AbortController()
  const names = new Set<string>()
  let client: ListeningClient | undefined
  let connecting: Promise<void> | undefined

  const connect = async ({ connect: open }: ChannelOptions): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        const opened = await open()
        let isOver = false
        const over = (): void => {
          if (isOver) return
          isOver = true
          if (client === opened) client = undefined
          opened.end().catch(() => undefined)
          if (!closing.signal.aborted) connecting = connect(options!)
        }
        opened.on('error', over)
        opened.on('end', over)
        opened.on('notification', ({ channel, payload = '' }) => heard.emit(channel, payload))
        for (const name of names) await opened.query(`listen "${name}"`)
        client = opened
        for (const name of names) heard.emit(name, undefined)
        return
      } catch {
        await sleep(retryDelayMs, undefined, { signal: closing.signal }).catch(() => undefined)
      }
    }
  }

  return {
    listen(channel, listener) {
      heard.on(channel, listener)
      if (options && !names.has(channel)) {
        names.add(channel)
        if (client) client.query(`listen "${channel}"`).catch(() => undefined)
        else connecting ??= connect(options)
      }
      return () => heard.off(channel, listener)
    },
    async notify(channel, payload) {
      if (closing.signal.aborted) return
      if (!options) heard.emit(channel, payload)
      else await options.notify(channel, payload).catch(() => undefined)
    },
    async close() {
      closing.abort()
      heard.removeAllListeners()
      await connecting?.catch(() => undefined)
      await client?.end().catch(() => undefined)
    },
  }
}
