import type { CodeFailure } from '@aw-flow/engine'

/** What a thread is asked for. One code is open at a time. */
export type ToThread =
  | { type: 'open'; code: string; over: 'value' | 'rows'; now: number; seed: number; ms: number; memoryBytes: number }
  | { type: 'call'; json: string; first: number }
  | { type: 'close' }

/** What it answers, one to each question; `log` and `ready` come unasked. */
export type FromThread =
  | { type: 'ready' }
  | { type: 'log'; level: string; message: string }
  | { type: 'done'; json?: string }
  | { type: 'failed'; failure: CodeFailure }
