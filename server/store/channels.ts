import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** Short words from process to process: LISTEN and NOTIFY of PostgreSQL, within the process alone where there is one. */
export interface Channels {
  /** Told of each message. `listener` gets `undefined` when some may have been missed: look for yourself then. */
  listen(channel: string, listener: (payload: string | undefined) => void): () => void
  /** At most 7,900 bytes. Never rejects: a word that is lost is found by those who look. */
  tell(channel: string, payload: string): Promise<void>
  close(): Promise<void>
}

/** A connection of its own, which listens. */
export interface ListeningClient {
  query(text: string): Promise<unknown>
  on(event: 'notification', listener: (message: { channel: string; payload?: string | undefined }) => void): unknown
  on(event: 'error' | 'end', listener: () => void): unknown
  end(): Promise<void>
}

export interface ChannelOptions {
  connect(): Promise<ListeningClient>
  tell(channel: string, payload: string): Promise<void>
}

/** Between two attempts to connect again, in milliseconds. */
const pause = 500

/** Channels over a database; without options within this process. One connection listens, and is made again when it breaks. */
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
        await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined)
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
    async tell(channel, payload) {
      if (closing.signal.aborted) return
      if (!options) heard.emit(channel, payload)
      else await options.tell(channel, payload).catch(() => undefined)
    },
    async close() {
      closing.abort()
      heard.removeAllListeners()
      await connecting?.catch(() => undefined)
      await client?.end().catch(() => undefined)
    },
  }
}
