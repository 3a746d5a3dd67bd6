import { nothing, refused, type AppliedEdit } from './applied-edit.ts'
import type { Edit } from './edit.ts'
import type { Problem } from '../wire/problem.ts'
import { readWorkflow } from './read-workflow.ts'
import { reservedNames, type Json, type Workflow } from './workflow.ts'

/**
 * Edits the workflow that stands in a setting of a node. The inverse undoes the edit inside, and where reading alone has
 * changed what stood there (an older shape, a default that was not written), puts the old settings back. `apply` is
 * `applyEdit`, by which the edit inside is applied.
 */
export function editInside(
  workflow: Workflow,
  edit: Extract<Edit, { type: 'edit-inside' }>,
  apply: (workflow: Workflow, edit: Edit) => AppliedEdit,
): AppliedEdit {
  const node = workflow.nodes.find(({ id }) => id === edit.id)
  if (!node) return refused(workflow, `There is no node "${edit.id}".`, { node: edit.id })
  const where = { node: edit.id, setting: edit.setting }
  const { config } = node.data
  const stored = reservedNames.has(edit.setting) || !Object.hasOwn(config, edit.setting) ? null : config[edit.setting]
  const { workflow: inside, problems: unread } = readWorkflow(stored)
  if (!inside) {
    const why = unread[0]?.message ?? ''
    return refused(workflow, `The setting "${edit.setting}" of "${edit.id}" holds no workflow: ${why}`, where)
  }
  const applied = apply(inside, edit.edit)
  const problems = applied.problems.map((problem): Problem => ({ ...problem, where: { ...where, ...problem.where } }))
  if (applied.workflow === inside) return { workflow, inverse: nothing, problems }
  const changed = {
    ...node,
    data: { ...node.data, config: { ...config, [edit.setting]: applied.workflow as unknown as Json } },
  }
  const wasRead = JSON.stringify(inside) === JSON.stringify(stored)
  return {
    workflow: { ...workflow, nodes: workflow.nodes.map((other) => (other === node ? changed : other)) },
    inverse: wasRead ? { ...edit, edit: applied.inverse } : { type: 'replace-config', id: node.id, config },
    problems,
  }
}
