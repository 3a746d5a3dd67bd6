import { assignFiles, type Catalog } from '@aw-flow/engine'
import { error, type Workflow } from '@aw-flow/schema'
import { fillPage, type PageData } from '@aw-flow/schema/foreign'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { createUsageError } from '../command-error.ts'
import { findWorkflows } from '../files/find-workflows.ts'
import { openInputs } from '../files/open-inputs.ts'
import { parseInputs } from '../files/parse-inputs.ts'
import type { Terminal } from '../terminal/terminal.ts'

const maxDataBytes = 100_000_000

/** Writes a workflow and the files of `--input` as an HTML file, which contains the editor and runs from disk. */
export async function writePage(
  workflow: Workflow,
  { path, out, input }: { path: string; out: string; input: readonly string[] },
  catalog: Catalog,
  terminal: Terminal,
): Promise<void> {
  const workflows = await findWorkflows(workflow, catalog, { path, folder: undefined })
  const inputFiles = await parseInputs(input, workflow, catalog, workflows)
  const { assignedFiles } = await openInputs(inputFiles, terminal.signal)
  const { inputs, problems } = assignFiles(workflow, catalog, assignedFiles, workflows)
  const [firstError, ...otherErrors] = input.length === 0 ? [] : problems.filter(({ severity }) => severity === 'error')
  if (firstError) throw createUsageError(firstError, ...otherErrors)
  const sizes = await Promise.all(inputFiles.map(async (file) => (await stat(file.path)).size))
  const size = sizes.reduce((sum, bytes) => sum + bytes, 0)
  if (size > maxDataBytes) throw createUsageError(error('export.data-too-large', { size, max: maxDataBytes }))
  const data = await Promise.all(inputFiles.map(({ path: file }) => pack(file)))
  const nodes = workflow.nodes.map((node) => {
    const value = Object.values(inputs[node.id] ?? {}).find(({ kind }) => kind === 'file')
    return value?.kind === 'file'
      ? { ...node, data: { ...node.data, config: { ...node.data.config, dataset: value.dataset } } }
      : node
  })
  const parts = fillPage(await readPage(), { ...workflow, nodes }, data)
  if (!parts) throw createUsageError(error('export.page-missing', { url: pageFile }))
  await writeFile(out, parts.join(''))
}

async function pack(path: string): Promise<PageData> {
  return { name: basename(path), content: (await promisify(gzip)(await readFile(path))).toString('base64') }
}

const pageFile = '@aw-flow/embed/dist/aw-page.html'

/** Reads the page with the editor, from the package beside the program or in the current folder. */
async function readPage(): Promise<string> {
  for (const base of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return await readFile(createRequire(base).resolve(pageFile), 'utf8')
    } catch {
      // Not installed there.
    }
  }
  throw createUsageError(error('export.page-missing', { url: pageFile }))
}
