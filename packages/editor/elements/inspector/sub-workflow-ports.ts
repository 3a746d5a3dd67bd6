import { findInnerWorkflow, resolveNodePorts, subWorkflowSetting, type InnerPort } from '@aw-flow/canvas'
import {
  readWorkflow,
  type Edit,
  type NodeDescription,
  type NodeType,
  type Workflow,
  type WorkflowNode,
  type WorkflowPorts,
} from '@aw-flow/schema'

/** The input or output side of a sub-workflow. */
export type Side = InnerPort['side']

/** A port of an inner node, with titles for display. */
export interface InnerPortOption {
  readonly innerPort: InnerPort
  /** Label of the node. */
  readonly nodeTitle: string
  /** Labels of the node and the port. */
  readonly title: string
  /**
   * For an input, whether an inner edge or a port of the sub-workflow is already connected to it; false for outputs.
   */
  readonly isUsed: boolean
}

/** A sub-workflow's ports, and the inner ports that they can be connected to. */
export interface SubWorkflowPorts {
  readonly ports: WorkflowPorts
  readonly innerPorts: Readonly<Record<Side, readonly InnerPortOption[]>>
  readonly hasNodes: boolean
}

const noPorts: WorkflowPorts = { inputs: [], outputs: [] }

/** Cached workflows, keyed by setting value. Edits replace setting values and never mutate them. */
const workflows = new WeakMap<object, { readonly workflow: Workflow | undefined }>()

function readInnerWorkflow(node: WorkflowNode): Workflow | undefined {
  const inner = findInnerWorkflow(node)
  if (!inner) return undefined
  const cached = workflows.get(inner) ?? { workflow: readWorkflow(inner).workflow }
  workflows.set(inner, cached)
  return cached.workflow
}

/** Reads the ports of a sub-workflow node. Returns `undefined` if its workflow is not embedded or is invalid. */
export function readSubWorkflowPorts(
  node: WorkflowNode,
  types: ReadonlyMap<string, NodeType>,
  descriptions: Readonly<Record<string, NodeDescription>>,
  getTitle: (node: WorkflowNode) => string,
): SubWorkflowPorts | undefined {
  const workflow = readInnerWorkflow(node)
  if (!workflow) return undefined
  const ports = workflow.ports ?? noPorts
  const listInnerPorts = (side: Side): InnerPortOption[] =>
    workflow.nodes.flatMap((innerNode) =>
      (resolveNodePorts(types.get(innerNode.type), descriptions[innerNode.id], innerNode)?.[`${side}s`] ?? []).map(
        (port): InnerPortOption => {
          const end = { node: innerNode.id, side, port }
          const nodeTitle = getTitle(innerNode)
          const title = `${nodeTitle} · ${port.label ?? port.name}`
          return { innerPort: end, nodeTitle, title, isUsed: side === 'input' && isInputUsed(workflow, ports, end) }
        },
      ),
    )
  return {
    ports,
    innerPorts: { input: listInnerPorts('input'), output: listInnerPorts('output') },
    hasNodes: workflow.nodes.length > 0,
  }
}

const isInputUsed = ({ edges }: Workflow, { inputs }: WorkflowPorts, { node, port }: InnerPort): boolean =>
  edges.some(({ target, targetHandle }) => target === node && targetHandle === port.name) ||
  inputs.some(({ to }) => to.some((end) => end.node === node && end.port === port.name))

/** Creates the edit that sets a sub-workflow's ports and removes the edges of deleted ports. */
export function createPortsEdit(
  nodeId: string,
  previousPorts: WorkflowPorts,
  ports: WorkflowPorts,
  document: Workflow,
): Edit {
  const edit: Edit = {
    type: 'edit-inside',
    id: nodeId,
    setting: subWorkflowSetting,
    edit: { type: 'set-ports', ports },
  }
  const listRemovedNames = (side: 'inputs' | 'outputs'): Set<string | null | undefined> => {
    const names = new Set(ports[side].map(({ name }) => name))
    return new Set(previousPorts[side].map(({ name }) => name).filter((name) => !names.has(name)))
  }
  const [removedInputs, removedOutputs] = [listRemovedNames('inputs'), listRemovedNames('outputs')]
  const edges = document.edges.filter(
    ({ source, sourceHandle, target, targetHandle }) =>
      (target === nodeId && removedInputs.has(targetHandle)) || (source === nodeId && removedOutputs.has(sourceHandle)),
  )
  if (edges.length === 0) return edit
  return { type: 'batch', edits: [...edges.map(({ id }): Edit => ({ type: 'remove-edge', id })), edit] }
}

/** Swaps a port with the one above it. */
export function movePortUp(ports: WorkflowPorts, side: Side, index: number): WorkflowPorts {
  const move = <T>(list: readonly T[]): T[] => {
    const movedPorts = [...list]
    const [port] = movedPorts.splice(index, 1)
    movedPorts.splice(index - 1, 0, port!)
    return movedPorts
  }
  return side === 'input' ? { ...ports, inputs: move(ports.inputs) } : { ...ports, outputs: move(ports.outputs) }
}
