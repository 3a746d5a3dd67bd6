import { describeWorkflow, type Catalogue } from '@aw-flow/engine'
import { checkOutputs } from '../files/check-outputs.ts'
import { namedWorkflows } from '../files/named-workflows.ts'
import { readWorkflowFile } from '../files/read-workflow-file.ts'
import { writeJson } from '../files/write-file.ts'
import { tellProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ImportCommandOptions {
  out?: string
}

/**
 * `aw import FILE [--out WORKFLOW]`: a workflow of another system, or an older one of ours, as it is written now. Nothing of
 * it is run; what it lacks to run is told, and stands in nobody's way: exit 0 wherever it can be read.
 */
export async function importCommand(
  path: string,
  { out }: ImportCommandOptions,
  catalogue: Catalogue,
  terminal: Terminal,
): Promise<number> {
  await checkOutputs({ '--out': out }, [path])
  const workflow = await readWorkflowFile(path)
  const workflows = await namedWorkflows(workflow, catalogue, { path, folder: undefined })
  const { problems } = describeWorkflow(workflow, { catalogue, context: { preview: () => undefined }, workflows })
  tellProblems(problems, terminal)
  if (out === undefined) terminal.say(JSON.stringify(workflow, null, 2))
  else await writeJson(out, workflow)
  return 0
}
