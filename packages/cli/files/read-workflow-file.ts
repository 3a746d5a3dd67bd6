import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { readText } from './read-text.ts'

/** A workflow that is read from a file. Throws a `CommandError` where it is none. */
export async function readWorkflowFile(path: string): Promise<Workflow> {
  const { workflow, problems } = readWorkflow(await readText(path))
  if (workflow) return workflow
  const [first, ...others] = problems.map((problem) => ({ ...problem, where: { file: path, ...problem.where } }))
  throw wrongUse(first!, ...others)
}
