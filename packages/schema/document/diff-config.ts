import type { Edit } from './edit.ts'
import { readWorkflow } from './read-workflow.ts'
import { isRecord, sameJson } from '../wire/same-json.ts'
import type { Config, Json, Workflow } from './workflow.ts'

type DiffWorkflows = (base: Workflow, other: Workflow) => Edit[]

/**
 * The edits that change the settings of a node to others: one per value that differs. Sub-workflows are compared by
 * `diff` (`diffWorkflows`).
 */
export function diffConfig(id: string, base: Config, other: Config, diff: DiffWorkflows): Edit[] {
  const edits: Edit[] = []
  const walk = (path: readonly string[], was: Record<string, Json>, now: Record<string, Json>): void => {
    for (const key of Object.keys(was)) {
      if (!Object.hasOwn(now, key)) edits.push({ type: 'set-config', id, path: [...path, key] })
    }
    for (const [key, value] of Object.entries(now)) {
      const before = Object.hasOwn(was, key) ? was[key] : undefined
      if (sameJson(before, value)) continue
      const inside = path.length === 0 ? diffInside(before, value, diff) : undefined
      if (inside) edits.push({ type: 'edit-inside', id, setting: key, edit: { type: 'batch', edits: inside } })
      else if (isRecord(before) && isRecord(value)) walk([...path, key], before as Config, value as Config)
      else edits.push({ type: 'set-config', id, path: [...path, key], value })
    }
  }
  walk([], base, other)
  return edits
}

/** The inner edits, if both values are workflows and the edits convert `before` to exactly `after`. */
function diffInside(before: Json | undefined, after: Json, diff: DiffWorkflows): Edit[] | undefined {
  const [was, now] = [workflowIn(before), workflowIn(after)]
  if (!was || !now || !sameJson(now, after)) return undefined
  const edits = diff(was, now)
  return edits.length > 0 ? edits : undefined
}

/** The workflow in a setting; `undefined` if the value is not a workflow. */
export function workflowIn(value: Json | undefined): Workflow | undefined {
  return isRecord(value) && Array.isArray(value.nodes) ? readWorkflow(value).workflow : undefined
}
