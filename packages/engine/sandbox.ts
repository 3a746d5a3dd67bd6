import type { Text } from '@aw-flow/messages'
import type { Json } from '@aw-flow/schema'

/** Limits for sandboxed code. @internal */
export interface CodeLimits {
  /** The total time of all calls, in ms. */
  ms: number
  /** The maximum size of the heap, in bytes. */
  memoryBytes: number
}

/** The code to run, with its environment. @internal */
export interface CodeRequest {
  /** The body of a JavaScript function with the parameter `input` (over a value), or `row` and `index` (over rows). */
  code: string
  /** Whether the code is called with a value, or with each of a list of rows. */
  over: 'value' | 'rows'
  /** The clock inside the sandbox, in milliseconds since the Unix epoch. */
  now: number
  /** The random seed inside the sandbox. */
  seed: number
  /** Limits for all calls together. */
  limits: CodeLimits
  /** Ends the code when it is aborted. */
  signal: AbortSignal
  /** Called for console output: at most 1,000 lines of 2,000 characters. */
  onLog(level: 'debug' | 'info' | 'warning' | 'error', message: Text): void
}

/** Parsed code in its own fresh context. @internal */
export interface OpenCode {
  /**
   * Calls the code with a value, or with each of a list of rows. For rows, returns the results in order, with lists
   * flattened and empty results dropped. Rejects with a `CodeError`.
   *
   * @param firstIndex The index of the first row.
   */
  call(input: Json, firstIndex?: number): Promise<Json>
  /** Disposes of the context. */
  close(): Promise<void>
}

/**
 * Runs untrusted JavaScript without access to the network, files or the host. There is one implementation for
 * the page and one for Node; both return the same results.
 *
 * @beta
 */
export interface Sandbox {
  /** Parses code without running it. Rejects with a `CodeError` if it is not JavaScript. */
  open(request: CodeRequest): Promise<OpenCode>
  /** Ends all code and releases the sandbox. */
  close(): Promise<void>
}

/** The reason that code was rejected, was ended, or failed. @internal */
export class CodeError extends Error {
  override readonly name = 'CodeError'
  readonly code:
    | 'code.syntax'
    | 'code.failed'
    | 'code.out-of-time'
    | 'code.out-of-memory'
    | 'code.result-too-large'
    | 'code.too-deep'
    | 'code.ended'
  /** The description of the failure: the message of an error that the code threw, or a message from the sandbox. */
  readonly detail: Text
  /** The position in the original code, both counted from 1. */
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

/** @internal */
export interface CodeFailure {
  code: CodeError['code']
  detail: Text
  line?: number | undefined
  column?: number | undefined
}
