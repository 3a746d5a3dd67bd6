import type { Text } from '@aw-flow/messages'
import type { Json } from '@aw-flow/schema'

/** What code may take. */
export interface CodeLimits {
  /** In milliseconds, all calls together. */
  ms: number
  memoryBytes: number
}

export interface CodeRequest {
  /** The body of a JavaScript function of `input` (over a value) or of `row` and `index` (over rows). */
  code: string
  over: 'value' | 'rows'
  /** What stands for the computer's clock and chance: milliseconds since 1970, and the seed. */
  now: number
  seed: number
  limits: CodeLimits
  signal: AbortSignal
  /** Told what the code writes to its console: at most 1,000 lines of 2,000 characters. */
  onLog(level: 'debug' | 'info' | 'warning' | 'error', message: Text): void
}

/** Code that was read, in a fresh place of its own. */
export interface OpenCode {
  /**
   * Calls it with a value, or with each of a list of rows: then what all of them gave, in order, a list that one gave
   * opened, nothing left out. Rejects with a `CodeError`.
   *
   * @param first The index of the first row.
   */
  call(input: Json, first?: number): Promise<Json>
  /** Nothing of it stays. */
  close(): Promise<void>
}

/**
 * Port: runs JavaScript that may come from anyone, where it can compute and nothing else: no network, no file, nothing of the
 * host. One implementation in the page, one in Node; both give equal results.
 */
export interface Sandbox {
  /** Reads code without running it. Rejects with a `CodeError` where it is no JavaScript. */
  open(request: CodeRequest): Promise<OpenCode>
  close(): Promise<void>
}

/** Why code was refused, ended or failed, as plain data. */
export class CodeError extends Error {
  override readonly name = 'CodeError'
  readonly code:
    | 'code.syntax'
    | 'code.failed'
    | 'code.out-of-time'
    | 'code.out-of-memory'
    | 'code.too-deep'
    | 'code.ended'
  /** What happened: the text of an error that the code threw, or a message. */
  readonly detail: Text
  /** Position in the original code, both counted from 1. */
  readonly line: number | undefined
  readonly column: number | undefined

  constructor(failure: CodeFailure) {
    super(typeof failure.detail === 'string' ? failure.detail : failure.detail.code)
    this.code = failure.code
    this.detail = failure.detail
    this.line = failure.line
    this.column = failure.column
  }
}

export interface CodeFailure {
  code: CodeError['code']
  detail: Text
  line?: number | undefined
  column?: number | undefined
}
