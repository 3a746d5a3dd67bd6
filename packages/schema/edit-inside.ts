import { applyEdit, type AppliedEdit } from './apply-edit.ts'
import type { Edit } from './edit.ts'
import { error, type Problem } from './problem.ts'
import { readWorkflow } from './read-workflow.ts'
import { reservedNames, type Json, type Workflow } from './workflow.ts'

/**
 * Edits the workflow that stands in a setting of a node. The inverse undoes the edit inside, and where reading alone has
 * changed what stood there (an older shape, a default that was not written), puts the old settings back.
 */
export function editInside(workflow: Workflow, edit: Extract<Edit, { type: 'edit-inside' }>): AppliedEdit {
  const node = workflow.nodes.find(({ id }) => id === edit.id)
  if (!node) return refuse(workflow, `There is no node "${edit.id}".`, { node: edit.id })
  const where = { node: edit.id, setting: edit.setting }
  const { config } = node.data
  const stored = reservedNames.has(edit.setting) || !Object.hasOwn(config, edit.setting) ? null : config[edit.setting]
  const { workflow: inside, problems: unread } = readWorkflow(stored)
  if (!inside) {
    const why = unread[0]?.message ?? ''
    return refuse(workflow, `The setting "${edit.setting}" of "${edit.id}" holds no workflow: ${why}`, where)
  }
  const applied = applyEdit(inside, edit.edit)
  const problems = applied.problems.map((problem): Problem => ({ ...problem, where: { ...where, ...problem.where } }))
  if (applied.workflow === inside) return { workflow, inverse: { type: 'batch', edits: [] }, problems }
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

const refuse = (workflow: Workflow, message: string, where: Problem['where']): AppliedEdit => ({
  workflow,
  inverse: { type: 'batch', edits: [] },
  problems: [
    error('edit.refused', message, {
      ...(where ? { where } : {}),
      hint: 'The workflow has changed meanwhile; try again.',
    }),
  ],
})
