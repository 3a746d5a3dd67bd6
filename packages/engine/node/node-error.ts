import type { NodeReport, Problem, RunError } from '@aw-flow/schema'

const kinds: ReadonlySet<unknown> = new Set(['transient', 'permanent', 'validation', 'internal'])

/** Formats a problem's code and parameters for stack traces, which only developers see. */
export const describeProblem = ({ code, params, message }: Problem): string =>
  message ?? (params === undefined || Object.keys(params).length === 0 ? code : `${code} ${JSON.stringify(params)}`)

/**
 * The error that a node throws to fail with a problem. `instanceof` also recognizes errors from other copies of this
 * module, because hosts bundle their own node types.
 *
 * @example
 * throw new NodeError('permanent', error('acme.no-name', {}))
 * @public
 */
export class NodeError extends Error {
  /** The kind of failure. It determines whether the engine retries the node. */
  readonly kind: RunError['kind']
  /** The problem to show to the user. */
  readonly problem: Problem
  /** How many times the agent retried before it failed. */
  readonly agentRetries: number
  /** The report of the failed attempt, if any. */
  readonly report: NodeReport | undefined
  /** The delay in milliseconds that the service requested before the next attempt. */
  readonly retryAfterMs: number | undefined

  /** Returns whether a value is a `NodeError` from any copy of this module. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!(value instanceof Error) || value.name !== 'NodeError') return false
    const { kind, problem } = value as Partial<NodeError>
    return kinds.has(kind) && typeof problem?.code === 'string'
  }

  /**
   * @param kind `transient`: the engine retries the node. `permanent` and `validation`: the node fails immediately.
   *   `internal`: a bug in the node type.
   * @param problem The problem to show to the user, created with `defineMessages`.
   */
  constructor(
    kind: RunError['kind'],
    problem: Problem,
    options: { agentRetries?: number; report?: NodeReport; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(describeProblem(problem), { cause: options.cause })
    this.name = 'NodeError'
    this.kind = kind
    this.problem = problem
    this.agentRetries = options.agentRetries ?? 0
    this.report = options.report
    this.retryAfterMs = options.retryAfterMs
  }
}

/** Thrown by `Tables` implementations if the data or a statement is invalid. @internal */
export class TablesError extends Error {
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(describeProblem(problem), { cause })
    this.name = 'TablesError'
    this.problem = problem
  }
}
