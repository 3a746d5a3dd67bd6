import { describeWorkflow, type Catalog } from '@aw-flow/engine'
import { readWorkflow, type Problem, type ReadWorkflow, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import { parseYaml } from '@aw-flow/schema/yaml'
import { withoutServerFields } from '../wire/workflow.ts'

/** A check of a document. Values are copied to another thread. */
export type Check =
  | { type: 'read'; document: unknown }
  | { type: 'read-text'; text: string }
  | { type: 'read-yaml'; text: string }
  | { type: 'describe'; workflow: Workflow; workflows: Readonly<Record<string, Workflow>> }

/** A parsed document, or the problem in its YAML. */
export type ReadDocument = ReadWorkflow | { malformed: Problem }

/** The results of checks by type. */
export interface CheckResults {
  read: ReadWorkflow
  'read-text': ReadWorkflow
  'read-yaml': ReadDocument
  describe: WorkflowDescription
}

/** Runs a check in this thread. */
export function runCheck(check: Check, catalog: Catalog): CheckResults[Check['type']] {
  if (check.type === 'read') return readWorkflow(withoutServerFields(check.document))
  if (check.type === 'read-text') return readWorkflow(check.text)
  if (check.type === 'describe') {
    const { workflow, workflows } = check
    return describeWorkflow(workflow, { catalog, context: { preview: () => undefined }, workflows })
  }
  const { json, problem } = parseYaml(check.text)
  if (!problem) return readWorkflow(withoutServerFields(json))
  return { malformed: { ...problem, code: 'body.malformed' } }
}
