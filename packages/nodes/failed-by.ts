import { NodeError } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** A failure of a node for good, by a problem of its own: the node is put to the problem's place. */
export const failedBy = (problem: Problem, node: string, cause?: unknown): NodeError =>
  new NodeError('permanent', { ...problem, where: { ...problem.where, node } }, { cause })
