import { workflowPortsSchema, type Json, type NodeType, type Workflow, type WorkflowNode } from '@aw-flow/schema'

/** The node type that runs a nested workflow, and its setting that contains the workflow. @internal */
export const subWorkflowType = 'sub_workflow'
/** @internal */
export const subWorkflowSetting = 'document'

/** Returns the unparsed workflow in the settings of a node; `undefined` if there is none. @internal */
export function findInnerWorkflow(node: WorkflowNode): { [key: string]: Json } | undefined {
  if (node.type !== subWorkflowType) return undefined
  const { workflow, [subWorkflowSetting]: document } = node.data.config
  if (typeof workflow === 'string' && workflow.trim() !== '') return undefined
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined
  return Array.isArray(document.nodes) ? document : undefined
}

type Ports = Pick<NodeType, 'inputs' | 'outputs'>
const portsCache = new WeakMap<object, Ports | undefined>()

/** Returns the ports of a node from its inner workflow. They are available even before the node is described. */
export function findInnerPorts(node: WorkflowNode): Ports | undefined {
  const inner = findInnerWorkflow(node)
  if (!inner) return undefined
  if (portsCache.has(inner)) return portsCache.get(inner)
  const parsed = workflowPortsSchema.safeParse(inner.ports ?? {})
  const ports = parsed.success
    ? {
        inputs: parsed.data.inputs.map(({ to: _to, ...port }) => port),
        outputs: parsed.data.outputs.map(({ from: _from, ...port }) => port),
      }
    : undefined
  portsCache.set(inner, ports)
  return ports
}

export const toSettingValue = (workflow: Workflow): Json => workflow as unknown as Json
