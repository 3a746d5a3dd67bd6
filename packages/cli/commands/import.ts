import { describeWorkflow, type Catalog } from '@aw-flow/engine'
import { checkOutputs } from '../files/check-outputs.ts'
import { findWorkflows } from '../files/find-workflows.ts'
import { readWorkflowFile } from '../files/read-workflow-file.ts'
import { writeJson } from '../files/write-file.ts'
import { reportProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ImportCommandOptions {
  out?: string
}

/**
 * `aw import FILE [--out WORKFLOW]`: converts a workflow from a different system or an older version to the current
 * format, without running it. Problems that prevent a run are reported. Returns exit code 0 if it can be read.
 */
export async function importCommand(
  path: string,
  { out }: ImportCommandOptions,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  await checkOutputs({ '--out': out }, [path])
  const workflow = await readWorkflowFile(path)
  const workflows = await findWorkflows(workflow, catalog, { path, folder: undefined })
  const { problems } = describeWorkflow(workflow, { catalog, context: { preview: () => undefined }, workflows })
  reportProblems(problems, terminal)
  if (out === undefined) terminal.print(JSON.stringify(workflow, null, 2))
  else await writeJson(out, workflow)
  return 0
}
