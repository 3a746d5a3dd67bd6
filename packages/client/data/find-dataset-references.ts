import type { Json, Workflow } from '@aw-flow/schema'

const datasetIdPattern = /^[0-9a-f]{64}$/

/** Returns the ids of all datasets that a workflow's settings refer to, without duplicates. */
export function findDatasetReferences(workflow: Workflow): string[] {
  const ids = new Set<string>()
  const collect = (value: Json): void => {
    if (typeof value === 'string') {
      if (datasetIdPattern.test(value)) ids.add(value)
    } else if (Array.isArray(value)) {
      value.forEach(collect)
    } else if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(collect)
    }
  }
  for (const { data } of workflow.nodes) collect(data.config)
  return [...ids]
}
