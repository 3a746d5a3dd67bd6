import { NodeError } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** A permanent failure of a node by a problem, located at the node. */
export const failedBy = (problem: Problem, node: string, cause?: unknown): NodeError =>
  new NodeError('permanent', { ...problem, where: { ...problem.where, node } }, { cause })
