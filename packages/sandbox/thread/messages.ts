import type { CodeFailure } from '@aw-flow/engine'
import type { Text } from '@aw-flow/messages'

/** Requests to a thread, which has one piece of code open at a time. */
export type MessageToThread =
  | { type: 'open'; code: string; over: 'value' | 'rows'; now: number; seed: number; ms: number; memoryBytes: number }
  | { type: 'call'; json: string; first: number }
  | { type: 'close' }

/** Results of a request. */
export type Outcome = { type: 'done'; json?: string } | { type: 'failed'; failure: CodeFailure }

/**
 * Responses of a thread, one per request. `log` and `ready` are sent without a request. A thread is not reusable if its
 * memory has grown, because it never shrinks, or if QuickJS itself failed.
 */
export type MessageFromThread =
  | { type: 'ready' }
  | { type: 'log'; level: string; message: Text }
  | (Outcome & { isReusable: boolean })
