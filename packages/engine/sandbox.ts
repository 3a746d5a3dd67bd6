import type { Text } from '@aw-flow/messages'
import type { Json } from '@aw-flow/schema'

/** Limits for sandboxed code. @internal */
export interface CodeLimits {
  /** The total time for all calls, in milliseconds. */
  ms: number
  /** The maximum heap size in bytes. */
  memoryBytes: number
}

/** The code to run and its environment. @internal */
export interface CodeRequest {
  /**
   * The body of a JavaScript function. Its parameters are `input` if called with a value, or `row` and `index` if
   * called with rows.
   */
  code: string
  /** Whether the code is called once with a value, or once per row. */
  over: 'value' | 'rows'
  /** The time that the code sees, in milliseconds since the Unix epoch. */
  now: number
  /** The random seed that the code uses. */
  seed: number
  /** The limits for all calls combined. */
  limits: CodeLimits
  /** Stops the code when aborted. */
  signal: AbortSignal
  /** Called for console output, for at most 1,000 lines of 2,000 characters each. */
  onLog(level: 'debug' | 'info' | 'warning' | 'error', message: Text): void
}

/** Parsed code in its own, newly created context. @internal */
export interface OpenedCode {
  /**
   * Calls the code with a value, or with each row of a list. For rows, returns the results in order, with lists
   * flattened and empty results dropped. Rejects with a `CodeError`.
   *
   * @param firstIndex The index of the first row.
   */
  call(input: Json, firstIndex?: number): Promise<Json>
  /** Disposes of the context. */
  close(): Promise<void>
}

/**
 * Runs untrusted JavaScript without access to the network, files or the host. There is one implementation for pages and
 * one for Node.js; both return the same results.
 *
 * @beta
 */
export interface Sandbox {
  /** Parses code without running it. Rejects with a `CodeError` if the code is not valid JavaScript. */
  open(request: CodeRequest): Promise<OpenedCode>
  /** Stops all code and releases the sandbox. */
  close(): Promise<void>
}

/** Thrown if code is rejected, is stopped or fails. @internal */
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
  /** Describes the failure: the message of the error that the code threw, or a message from the sandbox. */
  readonly detail: Text
  /** The line in the original code, starting at 1. */
  readonly line: number | undefined
  /** The column in the original code, starting at 1. */
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
