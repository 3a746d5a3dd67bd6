import type { RunProgress } from '@aw-flow/schema'
import { onBehalfOf } from '../operation/current-trace.ts'
import type { Channels } from '../store/channels.ts'

/** What one process tells all: hints at what is in the database. Whoever may have missed some is told `missed`. */
export interface NewsListener {
  /** Events of a run are kept up to this number. */
  events?(run: string, seq: number): void
  progress?(told: RunProgress): void
  /** There are runs to take up. */
  work?(): void
  /** Something is asked of a run, or it is to be cancelled. */
  asked?(run: string): void
  cancelled?(run: string): void
  /** What was asked is answered. */
  answered?(control: string): void
  missed?(): void
}

export interface RunNews {
  listen(listener: NewsListener): () => void
  events(run: string, seq: number): void
  progress(told: RunProgress): void
  work(): void
  asked(run: string): void
  cancelled(run: string): void
  answered(control: string): void
  close(): Promise<void>
}

interface Message {
  e?: [run: string, seq: number][]
  p?: RunProgress[]
  w?: 1
  a?: string[]
  c?: string[]
  d?: string[]
}

const channel = 'aw_news'
/** News of this many milliseconds go together; urgent ones at the end of the turn. */
const gather = 25
const mostBytes = 7_000

/** News of runs over the database's channels, gathered so that many small runs are few messages. */
export function openRunNews(channels: Channels): RunNews {
  const seqs = new Map<string, number>()
  const progress = new Map<string, RunProgress>()
  let urgent: Required<Omit<Message, 'e' | 'p' | 'w'>> & { w: boolean } = { w: false, a: [], c: [], d: [] }
  let timer: NodeJS.Timeout | undefined
  let immediate: NodeJS.Immediate | undefined
  let telling: Promise<void> = Promise.resolve()
  let isClosed = false

  const flush = (): void => {
    if (timer) clearTimeout(timer)
    if (immediate) clearImmediate(immediate)
    timer = immediate = undefined
    const parts: Message[] = []
    if (urgent.w) parts.push({ w: 1 })
    for (const name of ['a', 'c', 'd'] as const) for (const one of urgent[name]) parts.push({ [name]: [one] })
    for (const [run, seq] of seqs) parts.push({ e: [[run, seq]] })
    for (const told of progress.values()) parts.push({ p: [told] })
    urgent = { w: false, a: [], c: [], d: [] }
    seqs.clear()
    progress.clear()
    for (const payload of packed(parts)) {
      const told = channels.tell(channel, payload)
      telling = Promise.all([telling, told]).then(() => undefined)
    }
  }
  const soon = (): void => {
    if (!isClosed) timer ??= onBehalfOf(undefined, () => setTimeout(flush, gather))
  }
  const now = (): void => {
    if (!isClosed) immediate ??= onBehalfOf(undefined, () => setImmediate(flush))
  }
  return {
    listen: (listener) =>
      channels.listen(channel, (payload) => {
        if (payload === undefined) return listener.missed?.()
        const { e = [], p = [], w, a = [], c = [], d = [] } = JSON.parse(payload) as Message
        if (w) listener.work?.()
        for (const run of a) listener.asked?.(run)
        for (const run of c) listener.cancelled?.(run)
        for (const control of d) listener.answered?.(control)
        for (const [run, seq] of e) listener.events?.(run, seq)
        for (const told of p) listener.progress?.(told)
      }),
    events(run, seq) {
      seqs.set(run, seq)
      soon()
    },
    progress(told) {
      const message = typeof told.message === 'string' ? told.message.slice(0, 500) : told.message
      progress.set(`${told.run}/${told.node}`, { ...told, ...(message === undefined ? {} : { message }) })
      soon()
    },
    work() {
      urgent.w = true
      now()
    },
    asked(run) {
      urgent.a.push(run)
      now()
    },
    cancelled(run) {
      urgent.c.push(run)
      now()
    },
    answered(control) {
      urgent.d.push(control)
      now()
    },
    async close() {
      flush()
      isClosed = true
      await telling
    },
  }
}

/** As few payloads as they fit in. */
function packed(parts: readonly Message[]): string[] {
  const payloads: string[] = []
  let message: Message = {}
  let bytes = 0
  for (const part of parts) {
    const size = JSON.stringify(part).length * 3
    if (bytes > 0 && bytes + size > mostBytes) {
      payloads.push(JSON.stringify(message))
      message = {}
      bytes = 0
    }
    bytes += size
    for (const [name, value] of Object.entries(part) as [keyof Message, never][]) {
      const before = message[name]
      Object.assign(message, { [name]: Array.isArray(before) ? [...before, ...(value as unknown[])] : value })
    }
  }
  if (bytes > 0) payloads.push(JSON.stringify(message))
  return payloads
}
