import type { Value, Values } from '@aw-flow/schema'
import type { PlannedNode } from '../plan/plan-node.ts'
import type { WorkflowPlan } from '../plan/plan-workflow.ts'
import type { NodeInstance } from '../record/instance-key.ts'
import type { ScopeState, SchedulerState } from '../scheduler/run-state.ts'
import { slot } from '../scheduler/slots.ts'

/** Names that mean the same at every node: its own inputs, the first of them, what the triggers gave, the run. */
const everywhere: ReadonlySet<string> = new Set(['input', 'last_response', 'trigger_data', 'run'])

/** What an expression reads of a value: JSON and text as they are; of a table and a file what they are called. */
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

const readableAll = (values: Values): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([port, value]) => [port, readable(value)]))

/** The loops in whose bodies a node lies, the innermost first. */
function* loopsAround(plan: WorkflowPlan, index: number): Generator<number> {
  for (let at = plan.nodes[index]!.loop; at !== undefined; at = plan.nodes[at]!.loop) yield at
}

/** Calls back with every node that has ended when this one begins, until it answers true. */
function someBefore(plan: WorkflowPlan, index: number, found: (index: number) => boolean): boolean {
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

const variablesByPlan = new WeakMap<WorkflowPlan, readonly number[]>()

/** The nodes that set variables, found once a plan: every node with a template asks. */
function variablesOf(plan: WorkflowPlan): readonly number[] {
  const known = variablesByPlan.get(plan)
  if (known) return known
  const found = plan.nodes.flatMap((planned, at) => (planned.definition?.variable ? [at] : []))
  variablesByPlan.set(plan, found)
  return found
}

const loopPorts = (plan: WorkflowPlan, loop: number): readonly string[] =>
  plan.nodes[loop]!.definition?.body?.outputs ?? []

/** Whether a node may read a name: then it has a value whenever the node begins, unless what gives it was skipped. */
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

/** The names that a node may read, for messages. */
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
  /** The run's own plan. */
  plan: WorkflowPlan
  state: SchedulerState
  instance: NodeInstance
  inputs: Values
  run: { id: string; workflow: string }
}

/** The values under these names, or under all that the node may read. Names without a value are left out. */
export function readableValues(names: ReadonlySet<string> | undefined, reading: Reading): Record<string, unknown> {
  const { state, instance, inputs, run } = reading
  let plan = reading.plan
  // The scopes of the innermost document, by the loop whose body they are.
  let scopes = new Map<number | undefined, ScopeState>([[undefined, state.root]])
  let path = ''
  for (const part of instance.scope ?? []) {
    path = path === '' ? part : `${path}/${part}`
    const at = plan.indexOf.get(part.slice(0, part.lastIndexOf('#')))!
    const { inside } = plan.nodes[at]!
    if (inside) {
      plan = inside
      scopes = new Map([[undefined, state.inner.get(path)!]])
    } else scopes.set(at, state.inner.get(path)!)
  }
  const index = plan.indexOf.get(instance.node)!
  const outputsOf = (at: number): Values | undefined => {
    const scope = scopes.get(plan.nodes[at]!.loop)
    const local = scope?.graph.indexOf.get(plan.nodes[at]!.node.id)
    return scope && local !== undefined ? slot(scope.outputs, local) : undefined
  }
  const values: Record<string, unknown> = {}
  const put = (name: string, value: unknown): void => {
    if (value !== undefined && (!names || names.has(name))) values[name] = value
  }
  const putNode = (at: number): void => {
    const outputs = outputsOf(at)
    if (outputs) put(plan.nodes[at]!.node.id, readableAll(outputs))
  }
  const variables = variablesOf(plan)
  if (names) {
    for (const name of names) {
      const at = plan.indexOf.get(name)
      if (at !== undefined && canRead(plan, index, name)) putNode(at)
    }
  } else {
    someBefore(plan, index, (before) => {
      putNode(before)
      return false
    })
  }
  for (const [name, value] of Object.entries(plan.workflow.settings.variables ?? {})) put(name, value)
  if (variables.length > 0) {
    const before = new Set<number>()
    someBefore(plan, index, (at) => {
      before.add(at)
      return false
    })
    for (const at of plan.order) {
      const variable = before.has(at) ? variableOf(plan.nodes[at]!) : undefined
      const value = variable === undefined ? undefined : outputsOf(at)?.value
      if (value) put(variable!, readable(value))
    }
  }
  for (const [port, value] of Object.entries(scopes.get(undefined)!.given)) put(port, readable(value))
  for (const loop of [...loopsAround(plan, index)].reverse()) {
    const given = readableAll(scopes.get(loop)?.given ?? {})
    put(plan.nodes[loop]!.node.id, given)
    for (const [port, value] of Object.entries(given)) put(port, value)
  }
  if (!names || names.has('input')) put('input', readableAll(inputs))
  if (!names || names.has('last_response')) {
    const first = plan.nodes[index]!.inputs[0]
    const value = first ? inputs[first.port] : undefined
    put('last_response', value && readable(value))
  }
  if (!names || names.has('trigger_data')) put('trigger_data', triggerData(reading))
  put('run', run)
  return values
}

/** What the run's triggers gave: of one its values, of several theirs by node. */
function triggerData({ plan, state }: Reading): unknown {
  const root = state.root
  const given = plan.nodes.flatMap(({ node, definition }): [string, unknown][] => {
    const outputs =
      definition?.family === 'triggers' ? slot(root.outputs, root.graph.indexOf.get(node.id) ?? -1) : undefined
    return outputs ? [[node.id, readableAll(outputs)]] : []
  })
  return given.length === 1 ? given[0]![1] : Object.fromEntries(given)
}
