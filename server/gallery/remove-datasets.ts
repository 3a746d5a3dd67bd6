import type { Workflow } from '@aw-flow/schema'

/** Id of a dataset: the SHA-256 of its bytes. */
const datasetId = /^[\da-f]{64}$/

/**
 * Returns a workflow whose settings name no dataset. The id of a dataset is the hash of its content, so it would tell
 * anyone who has the same file that its author has it.
 */
export function removeDatasets(workflow: Workflow): Workflow {
  return JSON.parse(
    JSON.stringify(workflow, (_, value: unknown) =>
      typeof value === 'string' && datasetId.test(value) ? undefined : value,
    ),
  ) as Workflow
}
