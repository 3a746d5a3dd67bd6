import { applyEdit, type Config, type Edit, type Workflow } from '@aw-flow/schema'

/**
 * Returns a workflow in which some settings of a node are replaced.
 *
 * @param node The node id. For a node in a sub-workflow, it is prefixed with the ids of the outer nodes, separated by
 * "/".
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
