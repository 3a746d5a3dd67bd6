import { message } from '@aw-flow/messages'
import { describeNotFound, emptyEdit, rejectEdit, type AppliedEdit } from './applied-edit.ts'
import type { Edit } from './edit.ts'
import { findForbiddenPathProblem } from './find-edit-problem.ts'
import { getProblemText, type Problem } from '../wire/problem.ts'
import { readWorkflow } from './read-workflow.ts'
import { reservedNames, type Json, type Workflow } from './workflow.ts'

/**
 * Edits the workflow in a node's setting. Usually, the inverse undoes the inner edit. If reading the inner workflow
 * already changed it, because of an older format or an omitted default, the inverse restores the previous settings
 * instead.
 *
 * @param apply Applies the inner edit.
 */
export function editSubWorkflow(
  workflow: Workflow,
  edit: Extract<Edit, { type: 'edit-inside' }>,
  apply: (workflow: Workflow, edit: Edit) => AppliedEdit,
): AppliedEdit {
  const node = workflow.nodes.find(({ id }) => id === edit.id)
  if (!node) return rejectEdit(workflow, describeNotFound('node', edit.id), { node: edit.id })
  const where = { node: edit.id, setting: edit.setting }
  const { config } = node.data
  const storedValue =
    reservedNames.has(edit.setting) || !Object.hasOwn(config, edit.setting) ? null : config[edit.setting]
  const { workflow: innerWorkflow, problems: readProblems } = readWorkflow(storedValue)
  if (!innerWorkflow) {
    const reason = readProblems[0] ? getProblemText(readProblems[0]) : ''
    return rejectEdit(
      workflow,
      message('edit.no-workflow-inside', { setting: edit.setting, node: edit.id, reason }),
      where,
    )
  }
  const appliedEdit = apply(innerWorkflow, edit.edit)
  const problems = appliedEdit.problems.map((problem): Problem => ({
    ...problem,
    where: { ...where, ...problem.where },
  }))
  if (appliedEdit.workflow === innerWorkflow) return { workflow, inverse: emptyEdit, problems }
  const changedConfig = { ...config, [edit.setting]: appliedEdit.workflow as unknown as Json }
  // The inner edit was checked as an edit of a document of its own, which is nested less deeply.
  const problem = findForbiddenPathProblem(changedConfig, where)
  if (problem) return { workflow, inverse: emptyEdit, problems: [problem] }
  const changedNode = { ...node, data: { ...node.data, config: changedConfig } }
  const isUnchanged = JSON.stringify(innerWorkflow) === JSON.stringify(storedValue)
  return {
    workflow: { ...workflow, nodes: workflow.nodes.map((candidate) => (candidate === node ? changedNode : candidate)) },
    inverse: isUnchanged ? { ...edit, edit: appliedEdit.inverse } : { type: 'replace-config', id: node.id, config },
    problems,
  }
}
