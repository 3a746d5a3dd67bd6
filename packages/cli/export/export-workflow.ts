import { exportFormats, type ExportFormatName } from '@aw-flow/schema/foreign'
import { checkOutputs } from '../files/check-outputs.ts'
import { readWorkflowFile } from '../files/read-workflow-file.ts'
import { writeText } from '../files/write-file.ts'
import { reportProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'

/**
 * `aw export WORKFLOW --to FORMAT [--out FILE]`: writes a workflow in the format of another tool. Nothing runs, and
 * nodes without a counterpart in that tool keep their settings as text.
 */
export async function exportWorkflow(
  path: string,
  { to, out }: { to: ExportFormatName; out?: string },
  terminal: Terminal,
): Promise<number> {
  await checkOutputs({ '--out': out }, [path])
  const { workflow, problems } = await readWorkflowFile(path)
  reportProblems(problems, terminal)
  const text = exportFormats[to].write(workflow)
  if (out === undefined) terminal.print(text.trimEnd())
  else await writeText(out, text)
  return 0
}
