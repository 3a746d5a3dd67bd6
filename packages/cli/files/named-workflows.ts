import { collectWorkflows, type Catalogue } from '@aw-flow/engine'
import { error, readWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { wrongUse } from '../command-error.ts'
import { fileProblem } from './read-text.ts'

/**
 * The workflows that a workflow names, from files: `NAME.json` (or `NAME`, where it ends so) in `folder`, or else beside
 * the workflow's own file. In `folder` it may also be the only file whose workflow has that name. What is not there is
 * left out; throws a `CommandError` for a file that is there and cannot be read.
 */
export async function namedWorkflows(
  workflow: Workflow,
  catalogue: Catalogue,
  { path, folder }: { path: string; folder: string | undefined },
): Promise<Record<string, Workflow>> {
  if (folder !== undefined) await jsonFilesIn(folder)
  return collectWorkflows(workflow, catalogue, async (name) => {
    const isFileName = basename(name) === name && !name.includes('\\') && !name.includes('\0')
    const file = name.endsWith('.json') ? name : `${name}.json`
    for (const at of [...(folder === undefined ? [] : [folder]), dirname(path)]) {
      const found = isFileName ? await readFileAt(join(at, file)) : undefined
      if (found) return found
    }
    return folder === undefined ? undefined : inFolder(folder, name)
  })
}

/** Where a person puts a workflow that is missing. */
export const bringWorkflow = (problem: Problem): Problem =>
  problem.code === 'sub-workflow.missing'
    ? { ...problem, params: { ...problem.params, host: 'command-line' } }
    : problem

async function readFileAt(path: string): Promise<Workflow | undefined> {
  let text
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw wrongUse(fileProblem(path, cause))
  }
  const { workflow, problems } = readWorkflow(text)
  if (workflow) return workflow
  const [first, ...others] = problems.map((problem) => ({ ...problem, where: { file: path, ...problem.where } }))
  throw wrongUse(first!, ...others)
}

/** The workflow in a folder that has this name. Files that hold none are passed over. */
async function inFolder(folder: string, name: string): Promise<Workflow | undefined> {
  const found: { path: string; workflow: Workflow }[] = []
  for (const path of await jsonFilesIn(folder)) {
    const { workflow } = readWorkflow(await readFile(path, 'utf8'))
    if (workflow?.name === name) found.push({ path, workflow })
  }
  if (found.length > 1) {
    throw wrongUse(error('sub-workflow.several', { name, files: found.map(({ path }) => path) }))
  }
  return found[0]?.workflow
}

async function jsonFilesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder)
    return names
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => join(folder, name))
  } catch (cause) {
    throw wrongUse(fileProblem(folder, cause))
  }
}
