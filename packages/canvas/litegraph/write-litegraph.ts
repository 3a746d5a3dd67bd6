import type { Json, NodeType, Workflow, WorkflowDescription, WorkflowEdge, WorkflowNode } from '@aw-flow/schema'
import { computeNodeShape } from '../scene/node-shape.ts'
import { resolveNodePorts } from '../scene/resolve-node-ports.ts'

/** An input or output of a node in a litegraph.js file. @internal */
export interface LitegraphSlot {
  readonly name: string
  readonly type: string
}

/** A graph in the format of litegraph.js 0.7 (`graph.serialize()`), which ComfyUI also reads. @internal */
export interface LitegraphFile {
  readonly last_node_id: number
  readonly last_link_id: number
  readonly nodes: readonly LitegraphFileNode[]
  /** The links, each as `[id, source node, output slot, target node, input slot, type]`. */
  readonly links: readonly (readonly [number, number, number, number, number, string])[]
  readonly groups: readonly { readonly title: string; readonly bounding: readonly [number, number, number, number] }[]
  readonly config: Readonly<Record<string, never>>
  readonly extra: { readonly aw: { readonly name: string; readonly description?: string | undefined } }
  readonly version: 0.4
}

/** A node in a litegraph.js file. @internal */
export interface LitegraphFileNode {
  readonly id: number
  readonly type: string
  readonly title?: string
  readonly pos: readonly [number, number]
  readonly size: readonly [number, number]
  readonly flags: { readonly collapsed?: true }
  readonly order: number
  /** The execution mode: 0 (always), 2 (never) or 4 (bypass). */
  readonly mode: 0 | 2 | 4
  readonly inputs: readonly (LitegraphSlot & { readonly link: number | null })[]
  readonly outputs: readonly (LitegraphSlot & { readonly links: readonly number[] })[]
  readonly properties: Readonly<Record<string, Json>>
  readonly widgets_values?: readonly string[]
}

const modes = { disabled: 2, bypassed: 4 } as const

/**
 * Converts a workflow to a litegraph.js graph. Nodes get numeric ids, frames become groups, and notes become nodes of
 * ComfyUI's `Note` type. Original ids, type versions and settings are stored in `properties.aw`, from which
 * `readWorkflow` restores them. Edge bends, node groups and retry settings are lost.
 *
 * @param types The node types, keyed by name. They define the ports that litegraph.js saves with each node.
 * @internal
 */
export function convertToLitegraph(
  workflow: Workflow,
  types: ReadonlyMap<string, NodeType>,
  description?: WorkflowDescription,
): LitegraphFile {
  const numericIds = new Map(workflow.nodes.map(({ id }, index) => [id, index + 1]))
  const findType = (node: WorkflowNode): NodeType | undefined =>
    resolveNodePorts(types.get(node.type), description?.nodes[node.id], node)
  const nodeById = new Map(workflow.nodes.map((node) => [node.id, node]))
  const edgesByTarget = groupItems(workflow.edges, ({ target }) => target)
  const edgesBySource = groupItems(workflow.edges, ({ source }) => source)
  const slotsByNode = new Map(
    workflow.nodes.map((node) => {
      const nodeEdges = { inputs: edgesByTarget.get(node.id) ?? [], outputs: edgesBySource.get(node.id) ?? [] }
      const { inputs, outputs } = createSlots(nodeEdges, findType(node))
      return [
        node.id,
        {
          inputs,
          outputs,
          getInputIndex: createSlotIndexLookup(inputs),
          getOutputIndex: createSlotIndexLookup(outputs),
        },
      ]
    }),
  )
  const links = workflow.edges.flatMap((edge): LitegraphFile['links'][number][] => {
    const [sourceSlots, targetSlots] = [slotsByNode.get(edge.source), slotsByNode.get(edge.target)]
    if (!nodeById.has(edge.source) || !nodeById.has(edge.target) || !sourceSlots || !targetSlots) return []
    const output = sourceSlots.getOutputIndex(edge.sourceHandle)
    const input = targetSlots.getInputIndex(edge.targetHandle)
    const type = sourceSlots.outputs[output]?.type ?? '*'
    return [[0, numericIds.get(edge.source) ?? 0, output, numericIds.get(edge.target) ?? 0, input, type]]
  })
  const numberedLinks = links.map(([, ...rest], index) => [index + 1, ...rest] as const)
  const linksByInput = groupItems(numberedLinks, ([, , , target, input]) => `${target} ${input}`)
  const linksByOutput = groupItems(numberedLinks, ([, source, output]) => `${source} ${output}`)
  const nodes = workflow.nodes.map((node, order): LitegraphFileNode => {
    const id = order + 1
    const { inputs, outputs } = slotsByNode.get(node.id) ?? { inputs: [], outputs: [] }
    const type = findType(node)
    const { inputs: inputPorts = [], outputs: outputPorts = [], description = '' } = type ?? {}
    // LiteGraph draws all ports.
    const shape = computeNodeShape(inputPorts, outputPorts, description, node.look, () => true)
    return {
      id,
      type: node.type,
      title: node.data.label,
      pos: [node.position.x, node.position.y],
      size: [shape.width, shape.height],
      flags: shape.collapsed ? { collapsed: true } : {},
      order,
      mode: node.mode ? modes[node.mode] : 0,
      inputs: inputs.map((slot, index) => ({
        ...slot,
        link: linksByInput.get(`${id} ${index}`)?.[0]?.[0] ?? null,
      })),
      outputs: outputs.map((slot, index) => ({
        ...slot,
        links: (linksByOutput.get(`${id} ${index}`) ?? []).map(([link]) => link),
      })),
      properties: {
        ...node.data.config,
        aw: { id: node.id, typeVersion: node.typeVersion ?? 1, config: node.data.config },
      },
    }
  })
  const notes = (workflow.notes ?? []).filter(({ frame }) => !frame)
  const noteNodes = notes.map(({ text, position, size }, index): LitegraphFileNode => ({
    id: nodes.length + index + 1,
    type: 'Note',
    pos: [position.x, position.y],
    size: [size.width, size.height],
    flags: {},
    order: nodes.length + index,
    mode: 0,
    inputs: [],
    outputs: [],
    properties: {},
    widgets_values: [text],
  }))
  const frames = (workflow.notes ?? []).filter(({ frame }) => frame)
  return {
    last_node_id: nodes.length + noteNodes.length,
    last_link_id: numberedLinks.length,
    nodes: [...nodes, ...noteNodes],
    links: numberedLinks,
    groups: frames.map(({ text, position, size }) => ({
      title: text,
      bounding: [position.x, position.y, size.width, size.height],
    })),
    config: {},
    extra: { aw: { name: workflow.name, description: workflow.description } },
    version: 0.4,
  }
}

/** Returns a node's slots: the ports of its type or, if the type is unknown, the handles of its edges. */
function createSlots(
  edges: { inputs: readonly WorkflowEdge[]; outputs: readonly WorkflowEdge[] },
  type: NodeType | undefined,
): { inputs: LitegraphSlot[]; outputs: LitegraphSlot[] } {
  if (type) {
    const toSlot = ({ name, type: kind }: NodeType['inputs'][number]): LitegraphSlot => ({ name, type: kind })
    return { inputs: type.inputs.map(toSlot), outputs: type.outputs.map(toSlot) }
  }
  const toSlots = (handles: (string | undefined)[]): LitegraphSlot[] =>
    [...new Set(handles.filter((handle) => handle !== undefined))].map((name) => ({ name, type: '*' }))
  return {
    inputs: toSlots(edges.inputs.map(({ targetHandle }) => targetHandle)),
    outputs: toSlots(edges.outputs.map(({ sourceHandle }) => sourceHandle)),
  }
}

/** Creates a function that returns the slot index for a handle. It returns 0 if the handle is missing or unknown. */
function createSlotIndexLookup(slots: readonly LitegraphSlot[]): (handle: string | undefined) => number {
  const indexes = new Map<string | undefined, number>()
  for (const [index, { name }] of slots.entries()) if (!indexes.has(name)) indexes.set(name, index)
  return (handle) => indexes.get(handle) ?? 0
}

/** Groups items by key. Keys and items keep their order. */
function groupItems<Item>(items: readonly Item[], getKey: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(getKey(item))
    if (group) group.push(item)
    else groups.set(getKey(item), [item])
  }
  return groups
}
