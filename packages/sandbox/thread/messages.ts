import type { CodeFailure } from '@aw-flow/engine'
import type { Text } from '@aw-flow/messages'

/** Requests to a thread. A thread has only one piece of code open at a time. */
export type MessageToThread =
  | { type: 'open'; code: string; over: 'value' | 'rows'; now: number; seed: number; ms: number; memoryBytes: number }
  | { type: 'call'; json: string; firstIndex: number }
  | { type: 'close' }

/** The outcome of a request. */
export type Outcome = { type: 'done'; json?: string } | { type: 'failed'; failure: CodeFailure }

/**
 * Messages from a thread: one response per request, and `log` and `ready` without a request. A thread is not reusable
 * if its memory has grown, because memory never shrinks, or if QuickJS itself has failed.
 */
export type MessageFromThread =
  | { type: 'ready' }
  | { type: 'log'; level: string; message: Text }
  | (Outcome & { isReusable: boolean })
