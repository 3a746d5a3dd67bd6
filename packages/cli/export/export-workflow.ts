import { describeWorkflow, type Catalog } from '@aw-flow/engine'
import { convertToLitegraph, workflowToMarkdown } from '@aw-flow/canvas/text-formats'
import { error, type Workflow } from '@aw-flow/schema'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { exportFormats, listExportLosses } from '@aw-flow/schema/foreign'
import { createUsageError } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { findWorkflows } from '../files/find-workflows.ts'
import { readWorkflowFile } from '../files/read-workflow-file.ts'
import { writeText } from '../files/write-file.ts'
import { reportProblems } from '../terminal/describe-problem.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { writePage } from './write-page.ts'

export interface ExportOptions {
  to: keyof typeof exportFormats | 'litegraph' | 'markdown' | 'html'
  out?: string
  /** Data for the Load nodes, for an HTML file. */
  input: string[]
}

/**
 * `aw export WORKFLOW --to FORMAT [--out FILE]`: writes a workflow in another format, and reports what the format cannot
 * contain. Nothing runs. Nodes without a counterpart in another tool keep their settings as text. An HTML file contains
 * the editor and the data of `--input`.
 */
export async function exportWorkflow(
  path: string,
  { to, out, input }: ExportOptions,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  await checkOutputs({ '--out': out }, [path])
  const { workflow, problems } = await readWorkflowFile(path)
  reportProblems(problems, terminal)
  if (input.length > 0 && to !== 'html') throw createUsageError(error('export.input-not-contained', { format: to }))
  if (to === 'html') {
    if (out === undefined) throw createUsageError(error('export.no-output', {}))
    await writePage(workflow, { path, out, input }, catalog, terminal)
    return 0
  }
  const text =
    to === 'litegraph' || to === 'markdown'
      ? await writeTyped(to, workflow, path, catalog)
      : exportFormats[to].write(workflow)
  reportProblems(listExportLosses(workflow, to), terminal)
  if (out === undefined) terminal.print(text.trimEnd())
  else await writeText(out, text)
  return 0
}

/** Writes a format that contains the ports or the titles of the node types. */
async function writeTyped(
  to: 'litegraph' | 'markdown',
  workflow: Workflow,
  path: string,
  catalog: Catalog,
): Promise<string> {
  const workflows = await findWorkflows(workflow, catalog, { path, folder: undefined })
  const description = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined }, workflows })
  const types = new Map(catalog.list().map((type) => [type.type, type]))
  return to === 'markdown'
    ? workflowToMarkdown(workflow, types, englishFormatter.format, description)
    : `${JSON.stringify(convertToLitegraph(workflow, types, description), undefined, 2)}\n`
}
