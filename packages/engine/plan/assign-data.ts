import { error, type Json, type Problem, type Values, type Workflow } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'

/**
 * Creates the inputs of a run that is started with data: each trigger that has a `data` port receives the data as JSON.
 *
 * @returns The inputs, and a problem if no trigger accepts data.
 * @internal
 */
export function assignData(
  workflow: Workflow,
  catalog: Catalog,
  data: Json,
): { inputs: Record<string, Values>; problems: Problem[] } {
  const triggers = workflow.nodes.filter(({ type }) => {
    const definition = catalog.get(type)
    return definition?.family === 'triggers' && definition.inputs.some(({ name }) => name === 'data')
  })
  const inputs = Object.fromEntries(
    triggers.map(({ id }): [string, Values] => [id, { data: { kind: 'json', json: data } }]),
  )
  if (triggers.length > 0) return { inputs, problems: [] }
  return { inputs, problems: [error('run.no-trigger', { workflow: workflow.name })] }
}

/** The type of the node that starts a run with data. */
const startType = 'trigger'

/**
 * Prepares a run that is started with data. If no trigger accepts data, a Manual start node is added, so that
 * expressions can read `trigger_data`, and the nodes without incoming edges receive the data at their first input if it
 * accepts JSON. The added node has no edges, because a trigger with edges starts only the nodes that it leads to.
 *
 * @returns The workflow to run, its inputs, and a problem if the catalog has no Manual start node.
 * @internal
 */
export function assignStartData(
  workflow: Workflow,
  catalog: Catalog,
  data: Json,
): { workflow: Workflow; inputs: Record<string, Values>; problems: Problem[] } {
  const { inputs, problems } = assignData(workflow, catalog, data)
  if (problems.length === 0 || !catalog.get(startType)) return { workflow, inputs, problems }
  const usedIds = new Set(workflow.nodes.map(({ id }) => id))
  let id = startType
  while (usedIds.has(id)) id = `${id}-new`
  const start = { id, type: startType, position: { x: 0, y: 0 }, data: { label: 'Manual start', config: {} } }
  const targets = new Set([
    ...workflow.edges.map(({ target }) => target),
    ...(workflow.ports?.inputs ?? []).flatMap(({ to }) => to.map(({ node }) => node)),
  ])
  const entries = workflow.nodes.flatMap((node): [string, Values][] => {
    const [port] = catalog.get(node.type)?.inputs ?? []
    const isStart = !targets.has(node.id) && (port?.type === 'json' || port?.type === 'any')
    const isErrorHandler = catalog.get(node.type)?.control === 'error-handler'
    return isStart && !isErrorHandler ? [[node.id, { [port.name]: { kind: 'json', json: data } }]] : []
  })
  return {
    workflow: { ...workflow, nodes: [...workflow.nodes, start] },
    inputs: Object.fromEntries([[id, { data: { kind: 'json' as const, json: data } }], ...entries]),
    problems: [],
  }
}
