import type { Value, Values } from '@aw-flow/schema'
import type { PlannedNode, WorkflowPlan } from '../plan/workflow-plan.ts'
import type { NodeInstance } from '../record/instance-key.ts'
import { findScopeState, type ScopeState, type SchedulerState } from '../scheduler/run-state.ts'
import { getSlot } from '../scheduler/slots.ts'

/** Names that every node can read: its inputs, its first input's value, the trigger data and the run. */
const globalNames: ReadonlySet<string> = new Set(['input', 'last_response', 'trigger_data', 'run'])

/**
 * Converts a value to its representation in expressions: JSON and text are unchanged; tables and files become metadata.
 * @internal
 */
export function toReadableValue(value: Value): unknown {
  switch (value.kind) {
    case 'json':
      return value.json
    case 'text':
      return value.text
    case 'file':
      return { dataset: value.dataset, name: value.name }
    case 'table':
      return { rows: value.table.rows, columns: value.table.columns.map(({ name }) => name) }
  }
}

/**
 * Adds a `value` property to a node's inputs: the value of the first input, regardless of its port's name. The property
 * is not enumerable, so that `input` as a whole contains each input only once.
 */
export function addFirstInput(inputs: Record<string, unknown>, firstPort: string | undefined): Record<string, unknown> {
  if (firstPort === undefined || !Object.hasOwn(inputs, firstPort) || Object.hasOwn(inputs, 'value')) return inputs
  return Object.defineProperty(inputs, 'value', { value: inputs[firstPort] })
}

function toReadableValues(values: Values): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const port of Object.keys(values)) result[port] = toReadableValue(values[port]!)
  return result
}

/** Returns the indexes of the loops that enclose a node, innermost first. */
function listEnclosingLoops(plan: WorkflowPlan, index: number): readonly number[] {
  let loop = plan.nodes[index]!.loop
  if (loop === undefined) return noLoops
  const loops: number[] = []
  for (; loop !== undefined; loop = plan.nodes[loop]!.loop) loops.push(loop)
  return loops
}
const noLoops: readonly number[] = []

/** Returns whether the predicate holds for any node that has finished by the time the node at `index` starts. */
function hasEarlierNode(plan: WorkflowPlan, index: number, predicate: (index: number) => boolean): boolean {
  // Check direct predecessors first, because most names refer to them.
  if (plan.nodes[index]!.inputs.some(({ source }) => plan.nodes[index]!.loop === undefined && predicate(source)))
    return true
  const seen = new Set<number>()
  const stack = [index, ...listEnclosingLoops(plan, index)]
  const excluded = new Set(stack)
  for (let current = stack.pop(); current !== undefined; current = stack.pop()) {
    for (const { source } of plan.nodes[current]!.inputs) {
      if (seen.has(source) || excluded.has(source)) continue
      seen.add(source)
      if (predicate(source)) return true
      stack.push(source)
    }
  }
  return false
}

const getVariableName = ({ definition, settings }: PlannedNode): string | undefined =>
  definition?.variable && settings !== undefined ? definition.variable(settings) : undefined

const getLoopPorts = (plan: WorkflowPlan, loop: number): readonly string[] =>
  plan.nodes[loop]!.definition?.body?.outputs ?? []

/** Returns whether a node can read a name. The name has a value when the node starts, unless its source was skipped. */
export function canRead(plan: WorkflowPlan, index: number, name: string): boolean {
  const { workflow, indexById, nodes } = plan
  if (globalNames.has(name) || Object.hasOwn(workflow.settings.variables ?? {}, name)) return true
  if (workflow.ports?.inputs.some((port) => port.name === name)) return true
  for (const loop of listEnclosingLoops(plan, index)) {
    if (nodes[loop]!.node.id === name || getLoopPorts(plan, loop).includes(name)) return true
  }
  const target = indexById.get(name)
  if (target !== undefined && hasEarlierNode(plan, index, (earlierIndex) => earlierIndex === target)) return true
  const setsName = (candidate: number): boolean => getVariableName(nodes[candidate]!) === name
  return nodes.some((_, candidate) => setsName(candidate)) && hasEarlierNode(plan, index, setsName)
}

/** Returns the names that a node can read, for use in messages. */
export function collectReadableNames(plan: WorkflowPlan, index: number): string[] {
  const { workflow, nodes } = plan
  const names = new Set([
    ...Object.keys(workflow.settings.variables ?? {}),
    ...(workflow.ports?.inputs.map(({ name }) => name) ?? []),
  ])
  for (const loop of listEnclosingLoops(plan, index)) for (const port of getLoopPorts(plan, loop)) names.add(port)
  hasEarlierNode(plan, index, (earlierIndex) => {
    const variable = getVariableName(nodes[earlierIndex]!)
    if (variable !== undefined) names.add(variable)
    names.add(nodes[earlierIndex]!.node.id)
    return false
  })
  return [...names, ...globalNames]
}

export interface ReadContext {
  /** The plan of the top-level workflow. */
  plan: WorkflowPlan
  state: SchedulerState
  instance: NodeInstance
  inputs: Values
  run: { id: string; workflow: string }
}

/** Returns the values of the given names, or of all names that the node can read. Names without a value are omitted. */
export function collectReadableValues(
  names: ReadonlySet<string> | undefined,
  context: ReadContext,
): Record<string, unknown> {
  const location = locateNode(context)
  const values: Record<string, unknown> = {}
  for (const name of names ?? collectReadableNames(location.plan, location.index)) {
    const value = resolveName(name, location, context)
    if (value !== undefined) values[name] = value
  }
  return values
}

/** A node's position in its document, with access to the states of the enclosing scopes. */
interface NodeLocation {
  plan: WorkflowPlan
  index: number
  /** Returns the state of a loop's body or, without a loop, of the document. */
  getScope(loop: number | undefined): ScopeState | undefined
}

function locateNode({ plan: topLevelPlan, state, instance }: ReadContext): NodeLocation {
  const { scope, node } = instance
  if (!scope?.length)
    return { plan: topLevelPlan, index: topLevelPlan.indexById.get(node)!, getScope: () => state.root }
  let plan = topLevelPlan
  let scopes = new Map<number | undefined, ScopeState>([[undefined, state.root]])
  let path = ''
  for (const scopeSegment of scope) {
    path = path === '' ? scopeSegment : `${path}/${scopeSegment}`
    const nodeIndex = plan.indexById.get(scopeSegment.slice(0, scopeSegment.lastIndexOf('#')))!
    const { innerPlan } = plan.nodes[nodeIndex]!
    const scopeState = findScopeState(state, path)!
    if (innerPlan) {
      plan = innerPlan
      scopes = new Map([[undefined, scopeState]])
    } else scopes.set(nodeIndex, scopeState)
  }
  return { plan, index: plan.indexById.get(node)!, getScope: (loop) => scopes.get(loop) }
}

/** Resolves a name as seen by a node. The nearest definition takes precedence. */
function resolveName(name: string, location: NodeLocation, context: ReadContext): unknown {
  const { plan, index, getScope } = location
  switch (name) {
    case 'input':
      return addFirstInput(toReadableValues(context.inputs), plan.nodes[index]!.ports.inputs[0]?.name)
    case 'run':
      return context.run
    case 'trigger_data':
      return readTriggerData(context)
    case 'last_response': {
      const firstInput = plan.nodes[index]!.inputs[0]
      const value = firstInput && context.inputs[firstInput.port]
      return value && toReadableValue(value)
    }
  }
  for (const loop of listEnclosingLoops(plan, index)) {
    const passedValues = getScope(loop)?.inputs ?? {}
    if (plan.nodes[loop]!.node.id === name) return toReadableValues(passedValues)
    if (Object.hasOwn(passedValues, name)) return toReadableValue(passedValues[name]!)
  }
  const { inputs: passedValues } = getScope(undefined)!
  if (Object.hasOwn(passedValues, name)) return toReadableValue(passedValues[name]!)
  if (plan.setsVariables) {
    const setters = new Set<number>()
    hasEarlierNode(plan, index, (candidate) => {
      if (getVariableName(plan.nodes[candidate]!) === name) setters.add(candidate)
      return false
    })
    const lastSetter = plan.order.findLast(
      (candidate) => setters.has(candidate) && findOutputs(candidate, location)?.value,
    )
    if (lastSetter !== undefined) return toReadableValue(findOutputs(lastSetter, location)!.value!)
  }
  const variables = plan.workflow.settings.variables ?? {}
  if (Object.hasOwn(variables, name)) return variables[name]
  const nodeIndex = plan.indexById.get(name)
  const outputs = nodeIndex !== undefined && canRead(plan, index, name) ? findOutputs(nodeIndex, location) : undefined
  return outputs && toReadableValues(outputs)
}

function findOutputs(index: number, { plan, getScope }: NodeLocation): Values | undefined {
  const { loop, node } = plan.nodes[index]!
  const scope = getScope(loop)
  const localIndex = scope?.graph.indexById.get(node.id)
  return scope && localIndex !== undefined ? getSlot(scope.outputs, localIndex) : undefined
}

/**
 * Returns the run's trigger data. A trigger provides the value of its `data` port or, without such a port, all its
 * outputs. If several triggers have outputs, the result is keyed by node id.
 */
function readTriggerData({ plan, state }: ReadContext): unknown {
  const root = state.root
  const entries = plan.nodes.flatMap(({ node, definition }): [string, unknown][] => {
    const outputs =
      definition?.family === 'triggers' ? getSlot(root.outputs, root.graph.indexById.get(node.id) ?? -1) : undefined
    if (!outputs) return []
    return [[node.id, outputs.data ? toReadableValue(outputs.data) : toReadableValues(outputs)]]
  })
  return entries.length === 1 ? entries[0]![1] : Object.fromEntries(entries)
}
