import type { Edit } from '../edit.ts'
import { readWorkflow } from '../read-workflow.ts'
import { isRecord, isSameJson } from '../../wire/is-same-json.ts'
import type { Config, Json, Workflow } from '../workflow.ts'

type DiffWorkflows = (base: Workflow, other: Workflow) => Edit[]

/**
 * Returns the edits that change a node's settings from `base` to `other`, one for each value that differs. `diff` is
 * `diffWorkflows`, which compares sub-workflows.
 */
export function diffConfig(id: string, base: Config, other: Config, diff: DiffWorkflows): Edit[] {
  const edits: Edit[] = []
  const walk = (path: readonly string[], previous: Record<string, Json>, current: Record<string, Json>): void => {
    for (const key of Object.keys(previous)) {
      if (!Object.hasOwn(current, key)) edits.push({ type: 'set-config', id, path: [...path, key] })
    }
    for (const [key, value] of Object.entries(current)) {
      const previousValue = Object.hasOwn(previous, key) ? previous[key] : undefined
      if (isSameJson(previousValue, value)) continue
      const innerEdits = path.length === 0 ? diffSubWorkflows(previousValue, value, diff) : undefined
      if (innerEdits) edits.push({ type: 'edit-inside', id, setting: key, edit: { type: 'batch', edits: innerEdits } })
      else if (isRecord(previousValue) && isRecord(value))
        walk([...path, key], previousValue as Config, value as Config)
      else edits.push({ type: 'set-config', id, path: [...path, key], value })
    }
  }
  walk([], base, other)
  return edits
}

/** Returns the inner edits if both values are workflows and the edits turn the previous value into exactly `value`. */
function diffSubWorkflows(previousValue: Json | undefined, value: Json, diff: DiffWorkflows): Edit[] | undefined {
  const [previous, current] = [readWorkflowSetting(previousValue), readWorkflowSetting(value)]
  if (!previous || !current || !isSameJson(current, value)) return undefined
  const edits = diff(previous, current)
  return edits.length > 0 ? edits : undefined
}

/** Reads the workflow in a setting. Returns `undefined` if the value is not a workflow. */
export function readWorkflowSetting(value: Json | undefined): Workflow | undefined {
  return isRecord(value) && Array.isArray(value.nodes) ? readWorkflow(value).workflow : undefined
}
