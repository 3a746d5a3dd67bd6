import { workflowPortsSchema, type Json, type NodeType, type Workflow, type WorkflowNode } from '@aw-flow/schema'

/** The node type that runs a nested workflow, and its setting that contains the workflow. @internal */
export const subWorkflowType = 'sub_workflow'
/** @internal */
export const subWorkflowSetting = 'document'

/** The unparsed workflow in a node's settings; `undefined` if there is none. @internal */
export function workflowInside(node: WorkflowNode): { [key: string]: Json } | undefined {
  if (node.type !== subWorkflowType) return undefined
  const { workflow, [subWorkflowSetting]: document } = node.data.config
  if (typeof workflow === 'string' && workflow.trim() !== '') return undefined
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined
  return Array.isArray(document.nodes) ? document : undefined
}

type Ports = Pick<NodeType, 'inputs' | 'outputs'>
const known = new WeakMap<object, Ports | undefined>()

/** The ports of a node, from the workflow inside it. Also available before the node was described. */
export function portsInside(node: WorkflowNode): Ports | undefined {
  const inside = workflowInside(node)
  if (!inside) return undefined
  if (known.has(inside)) return known.get(inside)
  const parsed = workflowPortsSchema.safeParse(inside.ports ?? {})
  const ports = parsed.success
    ? {
        inputs: parsed.data.inputs.map(({ to: _to, ...port }) => port),
        outputs: parsed.data.outputs.map(({ from: _from, ...port }) => port),
      }
    : undefined
  known.set(inside, ports)
  return ports
}

export const asSetting = (workflow: Workflow): Json => workflow as unknown as Json
