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
