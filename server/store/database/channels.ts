import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Short messages between processes, sent with PostgreSQL's LISTEN and NOTIFY. With PGlite, messages stay within the
 * process.
 */
export type Channels = ReturnType<typeof openChannels>

/** A connection used only for LISTEN. */
export interface ListeningClient {
  query(text: string, values?: unknown[]): Promise<unknown>
  on(event: 'notification', listener: (message: { channel: string; payload?: string | undefined }) => void): unknown
  on(event: 'error' | 'end', listener: () => void): unknown
  end(): Promise<void>
}

export interface ChannelOptions {
  connect(): Promise<ListeningClient>
  /** Executes a statement on another connection while no listening connection is open. */
  query(text: string, values: unknown[]): Promise<unknown>
}

const notifyStatement = 'select pg_notify($1, $2)'

/** Delay before reconnecting, in ms. */
const retryDelayMs = 500

/** Opens channels on a database or, without options, within this process. A broken listening connection is reopened. */
export function openChannels(options?: ChannelOptions) {
  const emitter = new EventEmitter().setMaxListeners(0)
  const closeController = new AbortController()
  const channelNames = new Set<string>()
  let client: ListeningClient | undefined
  let connectPromise: Promise<void> | undefined

  const connect = async ({ connect: openClient }: ChannelOptions): Promise<void> => {
    while (!closeController.signal.aborted) {
      try {
        const connection = await openClient()
        let hasEnded = false
        const onEnd = (): void => {
          if (hasEnded) return
          hasEnded = true
          if (client === connection) client = undefined
          connection.end().catch(() => undefined)
          if (!closeController.signal.aborted) connectPromise = connect(options!)
        }
        connection.on('error', onEnd)
        connection.on('end', onEnd)
        connection.on('notification', ({ channel, payload = '' }) => emitter.emit(channel, payload))
        for (const name of channelNames) await connection.query(`listen "${name}"`)
        client = connection
        for (const name of channelNames) emitter.emit(name, undefined)
        return
      } catch {
        await sleep(retryDelayMs, undefined, { signal: closeController.signal }).catch(() => undefined)
      }
    }
  }

  return {
    /**
     * Calls `listener` with each message, and with `undefined` if messages may have been missed. Returns a function that
     * stops listening.
     */
    listen(channel: string, listener: (payload: string | undefined) => void): () => void {
      emitter.on(channel, listener)
      if (options && !channelNames.has(channel)) {
        channelNames.add(channel)
        if (client) client.query(`listen "${channel}"`).catch(() => undefined)
        else connectPromise ??= connect(options)
      }
      return () => emitter.off(channel, listener)
    },
    /**
     * Sends a message of at most 7,900 bytes. Never rejects: listeners also poll, so a lost message only causes a delay.
     */
    async notify(channel: string, payload: string): Promise<void> {
      if (closeController.signal.aborted) return
      if (!options) emitter.emit(channel, payload)
      else {
        // Uses the listening connection, which is otherwise idle. A pooled connection may be limited to a workspace and
        // would have to be switched to all workspaces and back.
        const query: ChannelOptions['query'] = (...statement) => (client ?? options).query(...statement)
        await query(notifyStatement, [channel, payload]).catch(() => undefined)
      }
    },
    async close(): Promise<void> {
      closeController.abort()
      emitter.removeAllListeners()
      await connectPromise?.catch(() => undefined)
      await client?.end().catch(() => undefined)
    },
  }
}
