import { collectWorkflows, type Catalog } from '@aw-flow/engine'
import { error, readWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createUsageError } from '../command-error.ts'
import { createFileProblem } from './read-text.ts'

/**
 * Finds the sub-workflows to which a workflow refers by name: `NAME.json` in `folder` or next to the workflow, or the
 * only file in `folder` whose workflow has that name. Sub-workflows that are not found are omitted.
 *
 * @throws {CommandError} If a file cannot be read.
 */
export async function findWorkflows(
  workflow: Workflow,
  catalog: Catalog,
  { path, folder }: { path: string; folder: string | undefined },
): Promise<Record<string, Workflow>> {
  if (folder !== undefined) await listJsonFiles(folder)
  return collectWorkflows(workflow, catalog, async (name) => {
    const isFileName = basename(name) === name && !name.includes('\\') && !name.includes('\0')
    const file = name.endsWith('.json') ? name : `${name}.json`
    for (const directory of [...(folder === undefined ? [] : [folder]), dirname(path)]) {
      const match = isFileName ? await readWorkflowIfExists(join(directory, file)) : undefined
      if (match) return match
    }
    return folder === undefined ? undefined : findByName(folder, name)
  })
}

/** Adds a command-line hint to the problem for a missing sub-workflow. */
export const withCommandLineHint = (problem: Problem): Problem =>
  problem.code === 'sub-workflow.missing'
    ? { ...problem, params: { ...problem.params, host: 'command-line' } }
    : problem

async function readWorkflowIfExists(path: string): Promise<Workflow | undefined> {
  let text
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw createUsageError(createFileProblem(path, cause))
  }
  const { workflow, problems } = readWorkflow(text)
  if (workflow) return workflow
  const [first, ...others] = problems.map((problem) => ({ ...problem, where: { file: path, ...problem.where } }))
  throw createUsageError(first!, ...others)
}

/** Finds the workflow with the given name in a folder. Files that do not contain a workflow are skipped. */
async function findByName(folder: string, name: string): Promise<Workflow | undefined> {
  const matches: { path: string; workflow: Workflow }[] = []
  for (const path of await listJsonFiles(folder)) {
    const { workflow } = readWorkflow(await readFile(path, 'utf8'))
    if (workflow?.name === name) matches.push({ path, workflow })
  }
  if (matches.length > 1) {
    throw createUsageError(error('sub-workflow.ambiguous-name', { name, files: matches.map(({ path }) => path) }))
  }
  return matches[0]?.workflow
}

async function listJsonFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder)
    return names
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => join(folder, name))
  } catch (cause) {
    throw createUsageError(createFileProblem(folder, cause))
  }
}
