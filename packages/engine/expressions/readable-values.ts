import type { Value, Values } from '@aw-flow/schema'
import type { PlannedNode, WorkflowPlan } from '../plan/workflow-plan.ts'
import type { NodeInstance } from '../record/instance-key.ts'
import { scopeAt, type ScopeState, type SchedulerState } from '../scheduler/run-state.ts'
import { slot } from '../scheduler/slots.ts'

/** Names that are available at every node: its inputs, the first input, the trigger data, the run. */
const everywhere: ReadonlySet<string> = new Set(['input', 'last_response', 'trigger_data', 'run'])

/** A value for expressions: JSON and text unchanged; tables and files by their metadata. @internal */
export function readable(value: Value): unknown {
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

function readableAll(values: Values): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const port of Object.keys(values)) found[port] = readable(values[port]!)
  return found
}

/** The loops around a node, innermost first. */
function loopsAround(plan: WorkflowPlan, index: number): readonly number[] {
  let at = plan.nodes[index]!.loop
  if (at === undefined) return none
  const loops: number[] = []
  for (; at !== undefined; at = plan.nodes[at]!.loop) loops.push(at)
  return loops
}
const none: readonly number[] = []

/** Visits all nodes that have ended when a node starts, until the callback returns true. */
function someBefore(plan: WorkflowPlan, index: number, found: (index: number) => boolean): boolean {
  // Direct predecessors first, because most names refer to them.
  if (plan.nodes[index]!.inputs.some(({ source }) => plan.nodes[index]!.loop === undefined && found(source)))
    return true
  const seen = new Set<number>()
  const open = [index, ...loopsAround(plan, index)]
  const around = new Set(open)
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { source } of plan.nodes[at]!.inputs) {
      if (seen.has(source) || around.has(source)) continue
      seen.add(source)
      if (found(source)) return true
      open.push(source)
    }
  }
  return false
}

const variableOf = ({ definition, settings }: PlannedNode): string | undefined =>
  definition?.variable && settings !== undefined ? definition.variable(settings) : undefined

const loopPorts = (plan: WorkflowPlan, loop: number): readonly string[] =>
  plan.nodes[loop]!.definition?.body?.outputs ?? []

/** Whether a node can read a name: it has a value when the node starts, unless its source was skipped. */
export function canRead(plan: WorkflowPlan, index: number, name: string): boolean {
  const { workflow, indexOf, nodes } = plan
  if (everywhere.has(name) || Object.hasOwn(workflow.settings.variables ?? {}, name)) return true
  if (workflow.ports?.inputs.some((port) => port.name === name)) return true
  for (const loop of loopsAround(plan, index)) {
    if (nodes[loop]!.node.id === name || loopPorts(plan, loop).includes(name)) return true
  }
  const target = indexOf.get(name)
  if (target !== undefined && someBefore(plan, index, (before) => before === target)) return true
  const sets = (at: number): boolean => variableOf(nodes[at]!) === name
  return nodes.some((_, at) => sets(at)) && someBefore(plan, index, sets)
}

/** The names that a node can read, for messages. */
export function readableNames(plan: WorkflowPlan, index: number): string[] {
  const { workflow, nodes } = plan
  const names = new Set([
    ...Object.keys(workflow.settings.variables ?? {}),
    ...(workflow.ports?.inputs.map(({ name }) => name) ?? []),
  ])
  for (const loop of loopsAround(plan, index)) for (const port of loopPorts(plan, loop)) names.add(port)
  someBefore(plan, index, (before) => {
    const variable = variableOf(nodes[before]!)
    if (variable !== undefined) names.add(variable)
    names.add(nodes[before]!.node.id)
    return false
  })
  return [...names, ...everywhere]
}

export interface Reading {
  /** The plan of the top-level workflow. */
  plan: WorkflowPlan
  state: SchedulerState
  instance: NodeInstance
  inputs: Values
  run: { id: string; workflow: string }
}

/** Returns the values of these names, or of all names that the node can read. Names without a value are omitted. */
export function readableValues(names: ReadonlySet<string> | undefined, reading: Reading): Record<string, unknown> {
  const place = placeOf(reading)
  const values: Record<string, unknown> = {}
  for (const name of names ?? readableNames(place.plan, place.index)) {
    const value = readName(name, place, reading)
    if (value !== undefined) values[name] = value
  }
  return values
}

/** The position of a node in its document, with the states of the graphs around it. */
interface NodePlace {
  plan: WorkflowPlan
  index: number
  /** The state of the body of a loop, or of the document. */
  scopeOf(loop: number | undefined): ScopeState | undefined
}

function placeOf({ plan: own, state, instance }: Reading): NodePlace {
  const { scope, node } = instance
  if (!scope?.length) return { plan: own, index: own.indexOf.get(node)!, scopeOf: () => state.root }
  let plan = own
  let scopes = new Map<number | undefined, ScopeState>([[undefined, state.root]])
  let path = ''
  for (const part of scope) {
    path = path === '' ? part : `${path}/${part}`
    const at = plan.indexOf.get(part.slice(0, part.lastIndexOf('#')))!
    const { inside } = plan.nodes[at]!
    const found = scopeAt(state, path)!
    if (inside) {
      plan = inside
      scopes = new Map([[undefined, found]])
    } else scopes.set(at, found)
  }
  return { plan, index: plan.indexOf.get(node)!, scopeOf: (loop) => scopes.get(loop) }
}

/** Resolves a name at a node; the nearest definition wins. */
function readName(name: string, place: NodePlace, reading: Reading): unknown {
  const { plan, index, scopeOf } = place
  switch (name) {
    case 'input':
      return readableAll(reading.inputs)
    case 'run':
      return reading.run
    case 'trigger_data':
      return triggerData(reading)
    case 'last_response': {
      const first = plan.nodes[index]!.inputs[0]
      const value = first && reading.inputs[first.port]
      return value && readable(value)
    }
  }
  for (const loop of loopsAround(plan, index)) {
    const given = scopeOf(loop)?.given ?? {}
    if (plan.nodes[loop]!.node.id === name) return readableAll(given)
    if (Object.hasOwn(given, name)) return readable(given[name]!)
  }
  const { given } = scopeOf(undefined)!
  if (Object.hasOwn(given, name)) return readable(given[name]!)
  if (plan.setsVariables) {
    const setters = new Set<number>()
    someBefore(plan, index, (at) => {
      if (variableOf(plan.nodes[at]!) === name) setters.add(at)
      return false
    })
    const last = plan.order.findLast((at) => setters.has(at) && outputsAt(at, place)?.value)
    if (last !== undefined) return readable(outputsAt(last, place)!.value!)
  }
  const variables = plan.workflow.settings.variables ?? {}
  if (Object.hasOwn(variables, name)) return variables[name]
  const node = plan.indexOf.get(name)
  const outputs = node !== undefined && canRead(plan, index, name) ? outputsAt(node, place) : undefined
  return outputs && readableAll(outputs)
}

function outputsAt(index: number, { plan, scopeOf }: NodePlace): Values | undefined {
  const { loop, node } = plan.nodes[index]!
  const scope = scopeOf(loop)
  const local = scope?.graph.indexOf.get(node.id)
  return scope && local !== undefined ? slot(scope.outputs, local) : undefined
}

/**
 * The trigger data of the run. With one trigger: its `data` port, or all values without that port; otherwise by node.
 */
function triggerData({ plan, state }: Reading): unknown {
  const root = state.root
  const given = plan.nodes.flatMap(({ node, definition }): [string, unknown][] => {
    const outputs =
      definition?.family === 'triggers' ? slot(root.outputs, root.graph.indexOf.get(node.id) ?? -1) : undefined
    if (!outputs) return []
    return [[node.id, outputs.data ? readable(outputs.data) : readableAll(outputs)]]
  })
  return given.length === 1 ? given[0]![1] : Object.fromEntries(given)
}
