import { readWorkflow, type Problem, type Workflow, ok } from '@aw-flow/schema'
import { isYamlFileName } from '@aw-flow/schema/internal'
import { parseYaml } from '@aw-flow/schema/yaml'
import { createUsageError } from '../command-error.ts'
import { findForeignProblem } from '../import/read-source.ts'
import { readText } from './read-text.ts'

/** A workflow that was read from a file. */
export interface WorkflowFile {
  workflow: Workflow
  /** Warnings, such as fields of the file that the workflow does not contain. */
  problems: readonly Problem[]
}

/**
 * Reads a workflow from a file, as YAML or JSON depending on the extension.
 *
 * @throws {CommandError} If the file does not contain a workflow.
 */
export async function readWorkflowFile(path: string): Promise<WorkflowFile> {
  const text = await readText(path)
  const source = isYamlFileName(path) ? parseYaml(text) : ok(text)
  const { workflow, problems } = source.ok ? readWorkflow(source.value) : { problems: [source.problem] }
  if (workflow) return { workflow, problems }
  const foreignProblem = findForeignProblem(path, text)
  if (foreignProblem) throw createUsageError(foreignProblem)
  const [first, ...others] = problems.map((problem) => ({ ...problem, where: { file: path, ...problem.where } }))
  throw createUsageError(first!, ...others)
}
