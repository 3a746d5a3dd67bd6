import type { Json, NodeType, Workflow, WorkflowNode } from '@aw-flow/schema'
import { workflowPortsSchema } from '@aw-flow/schema/internal'

/** The node type that runs a nested workflow. @internal */
export const subWorkflowType = 'sub_workflow'
/** The setting that contains the nested workflow. @internal */
export const subWorkflowSetting = 'document'

/** Returns the unparsed workflow nested in a node's settings, or `undefined` if the node has none. @internal */
export function findInnerWorkflow(node: WorkflowNode): { [key: string]: Json } | undefined {
  if (node.type !== subWorkflowType) return undefined
  const { workflow, [subWorkflowSetting]: document } = node.data.config
  if (typeof workflow === 'string' && workflow.trim() !== '') return undefined
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined
  return Array.isArray(document.nodes) ? document : undefined
}

type Ports = Pick<NodeType, 'inputs' | 'outputs'>
const portsCache = new WeakMap<object, Ports | undefined>()

/** Returns a node's ports as declared by its nested workflow. They are known even before the node is described. */
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
