import type { NodeDescription, NodeType, WorkflowNode } from '@aw-flow/schema'
import { findInnerPorts } from '../sub-workflow/sub-workflow-node.ts'

/** Returns the type of a node with its actual ports, since some ports depend on settings. @internal */
export const resolveNodePorts = (
  type: NodeType | undefined,
  description: NodeDescription | undefined,
  node?: WorkflowNode,
): NodeType | undefined => {
  const ports = (node && findInnerPorts(node)) ?? description?.ports
  return type && ports ? { ...type, ...ports } : type
}
