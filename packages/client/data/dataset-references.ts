import type { Json, Workflow } from '@aw-flow/schema'

const datasetId = /^[0-9a-f]{64}$/

/** The ids of the datasets that the settings of a workflow refer to, without duplicates. */
export function datasetReferences(workflow: Workflow): string[] {
  const found = new Set<string>()
  const collect = (value: Json): void => {
    if (typeof value === 'string') {
      if (datasetId.test(value)) found.add(value)
    } else if (Array.isArray(value)) {
      value.forEach(collect)
    } else if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(collect)
    }
  }
  for (const { data } of workflow.nodes) collect(data.config)
  return [...found]
}
