import { applyEdit, type Config, type Edit, type Workflow } from '@aw-flow/schema'

/**
 * Returns a workflow with some settings of a node replaced.
 *
 * @param node The id of the node; for a node in sub-workflows, the ids that lead to it, separated by "/".
 */
export function replaceSettings(workflow: Workflow, node: string, settings: Config): Workflow {
  const path = node.split('/')
  const id = path.pop()!
  const edits = Object.entries(settings).map(([name, value]): Edit => ({ type: 'set-config', id, path: [name], value }))
  const edit = path.reduceRight<Edit>(
    (inner, outerId) => ({ type: 'edit-inside', id: outerId, setting: 'document', edit: inner }),
    { type: 'batch', edits },
  )
  return edits.length === 0 ? workflow : applyEdit(workflow, edit).workflow
}
