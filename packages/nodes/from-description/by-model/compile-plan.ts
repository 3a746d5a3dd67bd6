import type { Catalog } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  applyEdit,
  getProblemText,
  jsonSchema,
  type Config,
  type Edit,
  type Json,
  type Port,
  type Workflow,
  type WorkflowEdge,
  type WorkflowNode,
} from '@aw-flow/schema'
import { idSchema, canConnectPorts } from '@aw-flow/schema/internal'
import type { ModelPlan } from './model-plan.ts'

/** Workflow edits compiled from a language model's answer. */
export interface CompiledPlan {
  /** The edits, in application order. Empty if no part of the answer is usable. */
  readonly edits: readonly Edit[]
  /** The IDs of new nodes, keyed by the `ref` that the model uses. */
  readonly ids: ReadonlyMap<string, string>
  /** Why parts of the answer are unusable, in English. Sent to the model with the next request. */
  readonly errors: readonly string[]
  /** The unusable parts, such as `prices → total`. */
  readonly unusableParts: readonly string[]
}

/** Spacing of new nodes, in canvas units. */
const columnWidth = 304
const rowHeight = 160

type ParseResult<Value> = { value: Value; error?: undefined } | { error: string; value?: undefined }

function parseJson(text: string, subject: string): ParseResult<Json> {
  try {
    const result = jsonSchema.safeParse(JSON.parse(text))
    return result.success ? { value: result.data } : { error: `${subject} is not a JSON value: ${text.slice(0, 200)}` }
  } catch {
    return { error: `${subject} is not JSON: ${text.slice(0, 200)}` }
  }
}

const isObject = (value: Json): value is Config => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Compiles a language model's answer into workflow edits. New nodes get IDs and positions that do not conflict with
 * existing nodes. Unusable parts are reported and dropped; the rest is compiled.
 *
 * @param options.dataset - The dataset for new Load nodes whose settings do not specify one.
 */
export function compilePlan(
  workflow: Workflow,
  plan: ModelPlan,
  { catalog, dataset }: { catalog: Catalog; dataset?: string | undefined },
): CompiledPlan {
  const state: PlanState = {
    workflow,
    catalog,
    nodes: new Map(workflow.nodes.map((node) => [node.id, node])),
    ids: new Map(),
    usedIds: new Set([...workflow.nodes, ...workflow.edges].map(({ id }) => id)),
    errors: [],
    unusableParts: [],
  }
  // In this order: settings and edges can name new nodes, and new edges can replace edges into the same input.
  const removals = compileRemovals(state, plan)
  const newNodes = createNodes(state, plan, dataset)
  const { newEdges, replacedIds } = resolveEdges(state, plan)
  const edits = [
    ...removals,
    ...placeNodes(newNodes, [...state.nodes.values()], newEdges).map((node): Edit => ({ type: 'add-node', node })),
    ...compileSettings(state, plan),
    ...[...replacedIds].map((id): Edit => ({ type: 'remove-edge', id })),
    ...compileNewEdges(state, newEdges, replacedIds),
  ]
  return {
    edits: keepValidEdits(state, edits),
    ids: state.ids,
    errors: state.errors,
    unusableParts: state.unusableParts,
  }
}

interface PlanState {
  readonly workflow: Workflow
  readonly catalog: Catalog
  /** The nodes that remain or are new, by id. */
  readonly nodes: Map<string, WorkflowNode>
  /** The ids of new nodes, by the `ref` that the model uses. */
  readonly ids: Map<string, string>
  readonly usedIds: Set<string>
  readonly errors: string[]
  readonly unusableParts: string[]
}

function drop({ errors, unusableParts }: PlanState, part: string, reason: string): void {
  errors.push(reason)
  unusableParts.push(part)
}

function reserveId({ usedIds }: PlanState, preferredId: string): string {
  const base = idSchema.safeParse(preferredId).success ? preferredId.slice(0, 100) : 'step'
  let id = base
  for (let number = 2; usedIds.has(id); number++) id = `${base}-${number}`
  usedIds.add(id)
  return id
}

const findNode = ({ nodes, ids }: PlanState, ref: string): WorkflowNode | undefined => nodes.get(ids.get(ref) ?? ref)

function compileRemovals(state: PlanState, plan: ModelPlan): Edit[] {
  return [...new Set(plan.remove)].flatMap((ref): Edit[] => {
    if (state.nodes.delete(ref)) return [{ type: 'remove-node', id: ref }]
    drop(state, ref, `remove: the workflow has no node "${ref}"`)
    return []
  })
}

function createNodes(state: PlanState, plan: ModelPlan, dataset: string | undefined): WorkflowNode[] {
  const { catalog, nodes, ids } = state
  const newNodes: WorkflowNode[] = []
  for (const { ref, type, label, configJson } of plan.nodes) {
    const definition = catalog.get(type)
    const config = parseJson(configJson.trim() === '' ? '{}' : configJson, `The settings of "${ref}"`)
    if (ids.has(ref) || nodes.has(ref)) drop(state, ref, `nodes: the ref "${ref}" is already used; choose another name`)
    else if (!definition) drop(state, `${ref} (${type})`, `nodes: the node type "${type}" does not exist`)
    else if (config.error !== undefined) drop(state, ref, config.error)
    else if (!isObject(config.value)) drop(state, ref, `The settings of "${ref}" are not a JSON object`)
    else {
      const id = reserveId(state, ref)
      const needsDataset = type === 'loading' && dataset !== undefined && config.value.dataset === undefined
      const node: WorkflowNode = {
        id,
        type,
        typeVersion: definition.version,
        position: { x: 0, y: 0 },
        data: {
          label: label.trim().slice(0, 200) || definition.title,
          config: needsDataset ? { ...config.value, dataset } : config.value,
        },
      }
      ids.set(ref, id)
      nodes.set(id, node)
      newNodes.push(node)
    }
  }
  return newNodes
}

function getPorts(
  { catalog }: PlanState,
  { type, data }: WorkflowNode,
): { inputs: readonly Port[]; outputs: readonly Port[] } {
  const definition = catalog.get(type)
  const settings = definition?.settings.safeParse(data.config)
  if (!definition) return { inputs: [], outputs: [] }
  return settings?.success ? (definition.ports?.(settings.data) ?? definition) : definition
}

type NewEdge = Required<Pick<WorkflowEdge, 'source' | 'sourceHandle' | 'target' | 'targetHandle'>>

/** Returns the new edges between existing ports, and the ids of existing edges into the same inputs. */
function resolveEdges(state: PlanState, plan: ModelPlan): { newEdges: NewEdge[]; replacedIds: ReadonlySet<string> } {
  const { nodes, unusableParts } = state
  const newEdges: NewEdge[] = []
  const replacedIds = new Set<string>()
  for (const { from, fromPort, to, toPort } of plan.edges) {
    const edgeLabel = `${from} → ${to}`
    const [source, target] = [findNode(state, from), findNode(state, to)]
    if (!source || !target) {
      // If the node itself was dropped, the cause is already reported.
      if (!unusableParts.some((part) => part === from || part === to || part.startsWith(`${source ? to : from} (`)))
        drop(state, edgeLabel, `edges: the workflow has no node "${source ? to : from}"`)
      continue
    }
    const allOutputs = getPorts(state, source).outputs
    const outputs = allOutputs.filter((port) => fromPort === '' || port.name === fromPort)
    const allInputs = getPorts(state, target).inputs
    const isOccupied = (port: Port): boolean =>
      port.type !== 'control' && newEdges.some((edge) => edge.target === target.id && edge.targetHandle === port.name)
    const inputs = allInputs.filter((port) => (toPort === '' ? !isOccupied(port) : port.name === toPort))
    if (outputs.length === 0 || inputs.length === 0) {
      const [node, side, port, availablePorts] =
        outputs.length === 0
          ? ([from, 'output', fromPort, allOutputs] as const)
          : ([to, 'free input', toPort, allInputs] as const)
      const names = availablePorts.map((availablePort) => availablePort.name).join(', ') || 'none'
      drop(state, edgeLabel, `edges: "${node}" has no ${side} "${port}"; it has: ${names}`)
      continue
    }
    const { output, input } = choosePorts(outputs, inputs)
    if (isOccupied(input)) {
      drop(state, edgeLabel, `edges: the input "${input.name}" of "${to}" has more than one connection`)
      continue
    }
    if (input.type !== 'control') {
      for (const edge of state.workflow.edges) {
        const handle = edge.targetHandle ?? allInputs[0]?.name
        if (nodes.has(edge.source) && edge.target === target.id && handle === input.name) replacedIds.add(edge.id)
      }
    }
    newEdges.push({ source: source.id, sourceHandle: output.name, target: target.id, targetHandle: input.name })
  }
  return { newEdges, replacedIds }
}

/** Prefers ports of equal types, then ports that can be connected. */
function choosePorts(outputs: readonly Port[], inputs: readonly Port[]): { output: Port; input: Port } {
  const pairs = outputs.flatMap((output) => inputs.map((input) => ({ output, input })))
  return (
    pairs.find(({ output, input }) => output.type === input.type) ??
    pairs.find(({ output, input }) => canConnectPorts(output.type, input.type)) ??
    pairs[0]!
  )
}

function compileSettings(state: PlanState, plan: ModelPlan): Edit[] {
  return plan.settings.flatMap(({ ref, pathJson, valueJson }): Edit[] => {
    const node = findNode(state, ref)
    const path = parseJson(pathJson, `The path of a setting of "${ref}"`)
    const value = parseJson(valueJson, `The value of a setting of "${ref}"`)
    const isPath =
      Array.isArray(path.value) && path.value.length > 0 && path.value.every((part) => typeof part === 'string')
    if (!node) drop(state, ref, `settings: the workflow has no node "${ref}"`)
    else if (path.error !== undefined || value.error !== undefined) drop(state, ref, (path.error ?? value.error)!)
    else if (!isPath)
      drop(state, ref, `settings: the path of "${ref}" is not a list of names: ${pathJson.slice(0, 200)}`)
    else return [{ type: 'set-config', id: node.id, path: path.value as string[], value: value.value }]
    return []
  })
}

/** Leaves out edges that the workflow already has. */
function compileNewEdges(state: PlanState, newEdges: readonly NewEdge[], replacedIds: ReadonlySet<string>): Edit[] {
  const { workflow, nodes } = state
  const remainingEdges = workflow.edges.filter(
    ({ id, source, target }) => nodes.has(source) && nodes.has(target) && !replacedIds.has(id),
  )
  return newEdges
    .filter(
      (edge) =>
        !remainingEdges.some(
          ({ source, sourceHandle, target, targetHandle }) =>
            source === edge.source &&
            target === edge.target &&
            sourceHandle === edge.sourceHandle &&
            targetHandle === edge.targetHandle,
        ),
    )
    .map((edge) => ({ type: 'add-edge', edge: { id: reserveId(state, `${edge.source}-${edge.target}`), ...edge } }))
}

/** Leaves out edits that cannot be applied after the preceding ones. */
function keepValidEdits(state: PlanState, edits: readonly Edit[]): Edit[] {
  let currentWorkflow = state.workflow
  return edits.filter((edit) => {
    const { workflow: next, problems } = applyEdit(currentWorkflow, edit)
    const [problem] = problems
    if (problem) drop(state, describeEdit(edit), englishFormatter.format(getProblemText(problem)))
    else currentWorkflow = next
    return !problem
  })
}

/** Returns a short label for the node or edge that an edit changes. */
function describeEdit(edit: Edit): string {
  if (edit.type === 'add-node') return edit.node.id
  if (edit.type === 'add-edge') return `${edit.edge.source} → ${edit.edge.target}`
  return 'id' in edit ? edit.id : edit.type
}

/** Places each new node to the right of its sources, moving it down until it overlaps no other node. */
function placeNodes(
  newNodes: readonly WorkflowNode[],
  allNodes: readonly WorkflowNode[],
  edges: readonly { source: string; target: string }[],
): WorkflowNode[] {
  const newIds = new Set(newNodes.map(({ id }) => id))
  const positions = new Map(allNodes.flatMap(({ id, position }) => (newIds.has(id) ? [] : [[id, position] as const])))
  const place = (id: string, path: ReadonlySet<string>): { x: number; y: number } => {
    const existingPosition = positions.get(id)
    if (existingPosition) return existingPosition
    const sourcePositions = edges
      .filter(({ source, target }) => target === id && !path.has(source))
      .map(({ source }) => place(source, new Set([...path, id])))
    const x =
      sourcePositions.length > 0 ? Math.max(...sourcePositions.map((position) => position.x)) + columnWidth : 100
    let y = sourcePositions[0]?.y ?? 100
    const isFree = (): boolean =>
      [...positions.values()].every(
        (position) => Math.abs(position.x - x) >= columnWidth / 2 || Math.abs(position.y - y) >= rowHeight,
      )
    while (!isFree()) y += rowHeight
    positions.set(id, { x, y })
    return { x, y }
  }
  return newNodes.map((node) => ({ ...node, position: place(node.id, new Set()) }))
}
