import { readWorkflow, type Workflow } from '@aw-flow/schema'

/** Returns a workflow with one node that passes on its data. */
export function parseWorkflow(name: string): Workflow {
  const nodes = [{ id: 'only', type: 'trigger', position: { x: 0, y: 0 }, data: { label: 'Only', config: {} } }]
  const { workflow, problems } = readWorkflow(JSON.stringify({ version: 1, name, nodes, edges: [] }))
  if (!workflow) throw new Error(`The workflow cannot be read: ${problems[0]?.code ?? ''}`)
  return workflow
}
