import { defined, type RunProgress } from '@aw-flow/schema'
import { runWithTrace } from '../operation/current-trace.ts'
import type { Channels } from '../store/database/channels.ts'

/**
 * Listener for notifications between processes. Notifications are only hints that something has changed in the
 * database. `onMissed` is called if notifications may have been lost.
 */
export interface NotificationListener {
  /** Called when events of a run were stored. `seq` is the number of the last one. */
  onEvents?(runId: string, seq: number): void
  /** Called when a node of a run has made progress. */
  onProgress?(progress: RunProgress): void
  /** Called when runs were queued. */
  onWork?(): void
  /** Called when a command for a run was stored. */
  onCommand?(runId: string): void
  /** Called when the cancellation of a run was requested. */
  onCancel?(runId: string): void
  /** Called when the result of a command was stored. */
  onCommandResult?(commandId: string): void
  onMissed?(): void
}
export type RunNotifications = ReturnType<typeof openRunNotifications>

/** A batch of notifications. Field names are short because the payload size is limited. */
interface Message {
  /** Runs with new stored events, and the number of the last event of each run. */
  e?: [run: string, seq: number][]
  p?: RunProgress[]
  /** Whether runs were queued. */
  w?: 1
  /** Runs with a new command. */
  a?: string[]
  /** Runs whose cancellation was requested. */
  c?: string[]
  /** Commands that have a result. */
  d?: string[]
}

const channel = 'aw_news'
/** How long notifications are batched, in ms. Urgent ones are sent at the end of the current event loop iteration. */
const batchMs = 25
/**
 * Minimum time between two batches, in ms, unless one is urgent. A notification takes a lock of the whole PostgreSQL server
 * when its transaction commits.
 */
const minIntervalMs = 100
const maxPayloadBytes = 7_000

/**
 * Opens run notifications on the database's channels. Notifications are batched to keep the number of messages low when
 * many small runs are active.
 */
export function openRunNotifications(channels: Channels) {
  const lastSeqs = new Map<string, number>()
  const progress = new Map<string, RunProgress>()
  let urgentMessage: Required<Omit<Message, 'e' | 'p' | 'w'>> & { w: boolean } = { w: false, a: [], c: [], d: [] }
  let timer: NodeJS.Timeout | undefined
  let immediate: NodeJS.Immediate | undefined
  let pendingSends: Promise<void> = Promise.resolve()
  let isClosed = false
  let lastFlushAt = -Infinity

  const flush = (): void => {
    if (timer) clearTimeout(timer)
    if (immediate) clearImmediate(immediate)
    timer = immediate = undefined
    lastFlushAt = performance.now()
    const messages: Message[] = []
    if (urgentMessage.w) messages.push({ w: 1 })
    for (const name of ['a', 'c', 'd'] as const) for (const id of urgentMessage[name]) messages.push({ [name]: [id] })
    for (const [runId, seq] of lastSeqs) messages.push({ e: [[runId, seq]] })
    for (const update of progress.values()) messages.push({ p: [update] })
    urgentMessage = { w: false, a: [], c: [], d: [] }
    lastSeqs.clear()
    progress.clear()
    for (const payload of combineMessages(messages)) {
      const sendPromise = channels.notify(channel, payload)
      pendingSends = Promise.all([pendingSends, sendPromise]).then(() => undefined)
    }
  }
  const flushSoon = (): void => {
    const delayMs = Math.max(batchMs, lastFlushAt + minIntervalMs - performance.now())
    if (!isClosed) timer ??= runWithTrace(undefined, () => setTimeout(flush, delayMs))
  }
  const flushNow = (): void => {
    if (!isClosed) immediate ??= runWithTrace(undefined, () => setImmediate(flush))
  }
  return {
    listen: (listener: NotificationListener): (() => void) =>
      channels.listen(channel, (payload) => {
        if (payload === undefined) return listener.onMissed?.()
        const { e = [], p = [], w, a = [], c = [], d = [] } = JSON.parse(payload) as Message
        if (w) listener.onWork?.()
        for (const runId of a) listener.onCommand?.(runId)
        for (const runId of c) listener.onCancel?.(runId)
        for (const id of d) listener.onCommandResult?.(id)
        for (const [runId, seq] of e) listener.onEvents?.(runId, seq)
        for (const update of p) listener.onProgress?.(update)
      }),
    notifyEvents(runId: string, seq: number): void {
      lastSeqs.set(runId, seq)
      flushSoon()
    },
    notifyProgress(update: RunProgress): void {
      const message = typeof update.message === 'string' ? update.message.slice(0, 500) : update.message
      progress.set(`${update.run}/${update.node}`, { ...update, ...defined({ message }) })
      flushSoon()
    },
    notifyWork(): void {
      urgentMessage.w = true
      flushNow()
    },
    notifyCommand(runId: string): void {
      urgentMessage.a.push(runId)
      flushNow()
    },
    notifyCancel(runId: string): void {
      urgentMessage.c.push(runId)
      flushNow()
    },
    notifyCommandResult(commandId: string): void {
      urgentMessage.d.push(commandId)
      flushNow()
    },
    async close(): Promise<void> {
      flush()
      isClosed = true
      await pendingSends
    },
  }
}

/** Combines messages into as few payloads as possible. */
function combineMessages(messages: readonly Message[]): string[] {
  const payloads: string[] = []
  let combinedMessage: Message = {}
  let bytes = 0
  for (const message of messages) {
    const size = JSON.stringify(message).length * 3
    if (bytes > 0 && bytes + size > maxPayloadBytes) {
      payloads.push(JSON.stringify(combinedMessage))
      combinedMessage = {}
      bytes = 0
    }
    bytes += size
    for (const [name, value] of Object.entries(message) as [keyof Message, never][]) {
      const existing = combinedMessage[name]
      Object.assign(combinedMessage, {
        [name]: Array.isArray(existing) ? [...existing, ...(value as unknown[])] : value,
      })
    }
  }
  if (bytes > 0) payloads.push(JSON.stringify(combinedMessage))
  return payloads
}
