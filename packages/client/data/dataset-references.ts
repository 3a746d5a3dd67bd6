import type { Json, Workflow } from '@aw-flow/schema'

const datasetId = /^[0-9a-f]{64}$/

/** The datasets that a workflow's settings name, each once. */
export function datasetReferences(workflow: Workflow): string[] {
  const found = new Set<string>()
  const look = (value: Json): void => {
    if (typeof value === 'string') {
      if (datasetId.test(value)) found.add(value)
    } else if (Array.isArray(value)) {
      value.forEach(look)
    } else if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(look)
    }
  }
  for (const { data } of workflow.nodes) look(data.config)
  return [...found]
}
