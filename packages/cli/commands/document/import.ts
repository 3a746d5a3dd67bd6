import { describeWorkflow, type Catalog } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createUsageError } from '../../command-error.ts'
import { checkOutputs } from '../../files/check-outputs.ts'
import { findWorkflows } from '../../files/find-workflows.ts'
import { readBytes } from '../../files/read-text.ts'
import { writeJson } from '../../files/write-file.ts'
import { readSource } from '../../import/read-source.ts'
import { reportProblems } from '../../terminal/describe-problem.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import type { ImportFolderOptions } from '../data/import-folder.ts'

export interface ImportCommandOptions extends ImportFolderOptions {
  out?: string
}

/**
 * `aw import FILE [--out WORKFLOW]`: converts a workflow from another system or an older version to the current format,
 * without running it. Exports of other tools, such as n8n, are recognized by their content. Reports what was mapped, the fields that a workflow cannot contain and problems that would prevent a run. The
 * exit code is 0 if the file can be read. With `--server`, imports a folder into a server; see `importFolder`.
 */
export async function importCommand(
  path: string,
  { out, server, ...options }: ImportCommandOptions,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  if (server !== undefined) {
    const { importFolder } = await import('../data/import-folder.ts')
    return importFolder(path, { ...options, server }, catalog, terminal)
  }
  if (options.token !== undefined || options.dryRun || options.json)
    throw createUsageError(error('import.no-address', {}))
  await checkOutputs({ '--out': out }, [path])
  const { workflow, problems: readProblems } = await readSource(path, await readBytes(path))
  if (!workflow) {
    const [first, ...others] = readProblems.map((problem) => ({ ...problem, where: { file: path, ...problem.where } }))
    throw createUsageError(first!, ...others)
  }
  const workflows = await findWorkflows(workflow, catalog, { path, folder: undefined })
  const { problems } = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined }, workflows })
  reportProblems([...readProblems, ...problems], terminal)
  if (out === undefined) terminal.print(JSON.stringify(workflow, null, 2))
  else await writeJson(out, workflow)
  return 0
}
