import type { Catalog } from '@aw-flow/engine'
import { applyEdit, error, getValue, parseJson, type Edit, type Json, type Workflow } from '@aw-flow/schema'
import { createUsageError } from '../command-error.ts'

/**
 * Changes a workflow's settings as specified by `NODE.SETTING=VALUE` assignments, such as `load.maxRetries=1` or
 * `load.delimiter=;`. A value is parsed as JSON if the setting accepts the result; otherwise it is text.
 */
export function applySettings(workflow: Workflow, assignments: readonly string[], catalog: Catalog): Workflow {
  let currentWorkflow = workflow
  for (const assignment of assignments) {
    const [, target, text] = /^([^=]+)=([\s\S]*)$/.exec(assignment) ?? []
    const node = currentWorkflow.nodes
      .filter(({ id }) => target?.startsWith(`${id}.`))
      .sort((a, b) => b.id.length - a.id.length)[0]
    if (target === undefined || text === undefined || !node)
      throw createUsageError(createMissingTargetProblem(assignment, workflow))
    const path = target.slice(node.id.length + 1).split('.')
    const candidates = parseCandidates(text).map((value) => {
      const edit: Edit = { type: 'set-config', id: node.id, path, value }
      return applyEdit(currentWorkflow, edit).workflow
    })
    const settings = catalog.get(node.type)?.settings
    const isValid = (candidate: Workflow): boolean =>
      settings?.safeParse(candidate.nodes.find(({ id }) => id === node.id)?.data.config).success === true
    // If no candidate is valid, workflow validation reports the reason.
    currentWorkflow = candidates.find(isValid) ?? candidates[0]!
  }
  return currentWorkflow
}

function parseCandidates(text: string): Json[] {
  const json = getValue(parseJson(text))
  return json === undefined ? [text] : [json, text]
}

function createMissingTargetProblem(assignment: string, workflow: Workflow) {
  return error('set.no-target', { assignment, nodes: workflow.nodes.map(({ id }) => id) })
}
