import type { NodeReport, Problem, RunError } from '@aw-flow/schema'

const kinds: ReadonlySet<unknown> = new Set(['transient', 'permanent', 'validation', 'internal'])

/**
 * What a node throws to fail on purpose. `agentRetries` counts an agent's own attempts after its first. One from another
 * copy of this module is one too (`instanceof`): hosts bring node types in bundles of their own.
 */
export class NodeError extends Error {
  readonly kind: RunError['kind']
  readonly problem: Problem
  readonly agentRetries: number
  readonly report: NodeReport | undefined
  /** The other side has asked for so much time before the next attempt, in ms. */
  readonly retryAfterMs: number | undefined

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!(value instanceof Error) || value.name !== 'NodeError') return false
    const { kind, problem } = value as Partial<NodeError>
    return kinds.has(kind) && typeof problem?.code === 'string' && typeof problem.message === 'string'
  }

  constructor(
    kind: RunError['kind'],
    problem: Problem,
    more: { agentRetries?: number; report?: NodeReport; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(problem.message, { cause: more.cause })
    this.name = 'NodeError'
    this.kind = kind
    this.problem = problem
    this.agentRetries = more.agentRetries ?? 0
    this.report = more.report
    this.retryAfterMs = more.retryAfterMs
  }
}

/** What a tables port throws when the data or the statement is at fault. */
export class TablesError extends Error {
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(problem.message, { cause })
    this.name = 'TablesError'
    this.problem = problem
  }
}
