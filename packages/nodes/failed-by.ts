import { NodeError } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** A permanent failure of a node caused by a problem, with the node as its place. */
export const failedBy = (problem: Problem, node: string, cause?: unknown): NodeError =>
  new NodeError('permanent', { ...problem, where: { ...problem.where, node } }, { cause })
