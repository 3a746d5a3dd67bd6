import { describeWorkflow, type Catalog } from '@aw-flow/engine'
import { readWorkflow, type Json, type Problem, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { ReadWorkflowResult } from '@aw-flow/schema/internal'
import type { RunRequestStore } from '../api/build-run-request.ts'
import { renderResponse } from '../wire/render-response.ts'
import { removeServerFields } from '../wire/workflow.ts'
import { describeDocument, toDocumentFields, type DocumentFields } from './derive-facts.ts'
import { prepareStart, type PreparedStart, type StartRequest, type StartSources } from './prepare-start.ts'
import { prepareDocument, type PreparedDocument, type SubmittedDocument } from './prepare-document.ts'

/**
 * A document check. Contains only values that can be passed between threads. Stored documents are passed as strings,
 * because strings are copied much faster than objects.
 */
export type Check =
  | { type: 'read'; document: unknown }
  | { type: 'read-text'; text: string }
  | { type: 'prepare'; submitted: SubmittedDocument; previous?: string | undefined }
  | { type: 'start'; request: StartRequest }
  | { type: 'derive'; text: string }
  | { type: 'validate'; text: string }
  | { type: 'describe'; workflow: Workflow; workflows: Readonly<Record<string, Workflow>> }
  | { type: 'find-problems'; workflow: Workflow; workflows: Readonly<Record<string, Workflow>> }

/** The result types of checks, keyed by check type. */
export interface CheckResults {
  read: ReadWorkflowResult
  'read-text': ReadWorkflowResult
  prepare: PreparedDocument
  start: PreparedStart
  derive: DocumentFields
  /** The response, as JSON. */
  validate: string
  describe: WorkflowDescription
  'find-problems': Problem[]
}

/** The workspace data that checks can read. */
export type CheckStore = RunRequestStore

/**
 * Runs a check in the current thread.
 *
 * @param findStartWorkflow Reads the workflow for a check of type `start`.
 */
export async function runCheck(
  check: Check,
  catalog: Catalog,
  store: CheckStore,
  findStartWorkflow: StartSources['findStartWorkflow'] = async () => undefined,
): Promise<CheckResults[Check['type']]> {
  const describe = (workflow: Workflow, workflows: Readonly<Record<string, Workflow>>): WorkflowDescription =>
    describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined }, workflows })
  if (check.type === 'read') return readWorkflow(removeServerFields(check.document as Json).document)
  if (check.type === 'read-text') return readWorkflow(check.text)
  if (check.type === 'prepare') {
    const previous = check.previous === undefined ? undefined : parseValidDocument(check.previous)
    const result = await prepareDocument(check.submitted, previous, { store, catalog })
    if (!result.prepared) return result
    const { workflow: _parsed, ...prepared } = result.prepared
    return { ...result, prepared }
  }
  if (check.type === 'start') {
    const findProblems: StartSources['findProblems'] = async (...args) => describe(...args).problems
    return prepareStart(check.request, { store, catalog, findProblems, findStartWorkflow })
  }
  if (check.type === 'describe') return describe(check.workflow, check.workflows)
  if (check.type === 'find-problems') return describe(check.workflow, check.workflows).problems
  const workflow = parseValidDocument(check.text)
  const descriptionResult = await describeDocument(workflow, store, catalog, async (...args) => describe(...args))
  return check.type === 'derive'
    ? toDocumentFields(workflow, descriptionResult)
    : toValidationResponse(descriptionResult.description)
}

/** Returns the validation response, as JSON. */
export const toValidationResponse = (description: WorkflowDescription): string =>
  JSON.stringify(renderResponse({ valid: description.ready, problems: description.problems, description }))

/** Parses a document that was valid when it was stored. Throws if it is damaged. */
export function parseValidDocument(text: string): Workflow {
  const { workflow, problems } = readWorkflow(text)
  if (!workflow) throw new Error(`A document in the store is damaged: ${problems[0]?.code ?? 'unreadable'}`)
  return workflow
}
