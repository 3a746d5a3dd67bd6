import { isYamlName, readWorkflow, type Workflow } from '@aw-flow/schema'
import { parseYaml } from '@aw-flow/schema/yaml'
import { wrongUse } from '../command-error.ts'
import { readText } from './read-text.ts'

/** A workflow that is read from a file: JSON, or YAML where its name ends so. Throws a `CommandError` where it is none. */
export async function readWorkflowFile(path: string): Promise<Workflow> {
  const text = await readText(path)
  const { json, problem } = isYamlName(path) ? parseYaml(text) : { json: text }
  const { workflow, problems } = problem ? { problems: [problem] } : readWorkflow(json)
  if (workflow) return workflow
  const [first, ...others] = problems.map((problem) => ({ ...problem, where: { file: path, ...problem.where } }))
  throw wrongUse(first!, ...others)
}
