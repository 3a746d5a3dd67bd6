import type { NodeDescription, NodeType, WorkflowNode } from '@aw-flow/schema'
import { findInnerPorts } from '../sub-workflow/sub-workflow-node.ts'

/** Returns a node's type with the node's actual ports, since some ports depend on settings. @internal */
export const resolveNodePorts = (
  type: NodeType | undefined,
  description: NodeDescription | undefined,
  node?: WorkflowNode,
): NodeType | undefined => {
  const ports = (node && findInnerPorts(node)) ?? description?.ports
  return type && ports ? { ...type, ...ports } : type
}
