import { error, type Json, type Problem, type Values, type Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'

/**
 * A run's inputs of what its start brings: JSON for each trigger that takes data (its port `data`). What nobody would
 * take comes back as a problem.
 */
export function giveData(
  workflow: Workflow,
  catalogue: Catalogue,
  data: Json,
): { inputs: Record<string, Values>; problems: Problem[] } {
  const takers = workflow.nodes.filter(({ type }) => {
    const definition = catalogue.get(type)
    return definition?.family === 'triggers' && definition.inputs.some(({ name }) => name === 'data')
  })
  const inputs = Object.fromEntries(
    takers.map(({ id }): [string, Values] => [id, { data: { kind: 'json', json: data } }]),
  )
  if (takers.length > 0) return { inputs, problems: [] }
  const message = `"${workflow.name}" has no start that takes data.`
  return { inputs, problems: [error('run.no-trigger', message, { hint: 'Add a "Manual start", or give it no data.' })] }
}
