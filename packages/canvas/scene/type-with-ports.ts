import type { NodeDescription, NodeType, WorkflowNode } from '@aw-flow/schema'
import { portsInside } from '../sub-workflow/sub-workflow-node.ts'

/** A node's type with the actual ports of the node, since some ports depend on settings. @internal */
export const typeWithPorts = (
  type: NodeType | undefined,
  description: NodeDescription | undefined,
  node?: WorkflowNode,
): NodeType | undefined => {
  const ports = (node && portsInside(node)) ?? description?.ports
  return type && ports ? { ...type, ...ports } : type
}
