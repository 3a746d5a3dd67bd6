import type { WorkflowNode } from '@aw-flow/schema'
/** Creates a node of a workflow, at the origin and with its ID as its label unless others are given. */
export declare const createNode: (
  id: string,
  type: string,
  config?: object,
  {
    label,
    position,
  }?: {
    label?: string
    position?: WorkflowNode['position']
  },
) => WorkflowNode
//# sourceMappingURL=create-node.d.ts.map
