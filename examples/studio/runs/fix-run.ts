import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, Problem, RunView } from '@aw-flow/schema'
import { getStrings } from '../language/strings.ts'
import type { Workspace } from '../workspace.ts'
import { findFailedNode } from './run-failures.ts'

/** A change of the workflow that mends the problem with which a run failed. */
export interface RunFix {
  session: WorkflowSession
  edit: Edit
  /** The change in words. */
  change: string
}

/** Returns the most likely fix for a failed run that needs no further input, or `undefined` if none is known. */
export async function findRunFix(workspace: Workspace, view: RunView): Promise<RunFix | undefined> {
  const { workflowId } = view
  const problem = locateProblem(view)
  if (!problem || workflowId === undefined || !workspace.hasWorkflow(workflowId)) return undefined
  const session = await workspace.openSession(workflowId)
  const response = await session.assistant?.findFixes(problem)
  const fix = response?.ok ? response.value.find(({ fields = [] }) => fields.length === 0) : undefined
  return fix && { session, edit: fix.edit, change: getStrings().editor.renderText(fix.change) }
}

/** Returns the problem of a failed run with the node in which it occurred. */
function locateProblem(view: RunView): Problem | undefined {
  const failedNode = findFailedNode(view)
  const problem = failedNode?.error?.problem
  return problem && { ...problem, where: { ...problem.where, node: failedNode.node } }
}
