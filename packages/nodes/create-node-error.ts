import { NodeError } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** Creates a permanent error for a problem in a node. */
export const createNodeError = (problem: Problem, node: string, cause?: unknown): NodeError =>
  new NodeError('permanent', { ...problem, where: { ...problem.where, node } }, { cause })
