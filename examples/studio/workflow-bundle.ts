import { keepFileVersions, newId, workflowFile } from '@aw-flow/client'
import { error, readWorkflow, type Problem } from '@aw-flow/schema'
import { say } from './language/speak.ts'
import type { ListedWorkflow, Workspace } from './workspace.ts'

/** Several workflows as one file: a list of what each is as a file of its own, with its named versions. */
export async function workflowBundle({ storage }: Workspace, listed: readonly ListedWorkflow[]): Promise<string> {
  const files = await Promise.all(listed.map(({ id, workflow }) => workflowFile(storage, id, workflow)))
  return `[\n${files.map((file) => file.trimEnd()).join(',\n')}\n]\n`
}

/** What came of files that were opened: the ids of new workflows, and why others are not among them. */
export interface OpenedFiles {
  ids: readonly string[]
  problems: readonly Problem[]
}

/** Makes a stored workflow of each file, and of each in a file of several. What cannot be read is told, the rest comes. */
export async function openWorkflowFiles(workspace: Workspace, files: readonly File[]): Promise<OpenedFiles> {
  const ids: string[] = []
  const problems: Problem[] = []
  for (const file of files) {
    for (const text of workflowTexts(await file.text())) {
      const opened = await openText(workspace, text, file.name)
      if (typeof opened === 'string') ids.push(opened)
      else problems.push(opened)
    }
  }
  await workspace.refresh()
  return { ids, problems }
}

async function openText({ storage }: Workspace, text: string, name: string): Promise<string | Problem> {
  const { workflow, problems } = readWorkflow(text)
  if (!workflow) {
    const why = problems[0] ?? error('import.empty', say().workflows.noneInIt)
    return { ...why, message: `${say().workflows.notImported(name)} ${say().editor.problem(why).message}` }
  }
  const id = newId('workflow')
  const { problem } = await storage.putDocument(id, workflow, 0)
  if (problem) return problem
  await keepFileVersions(storage, id, text)
  return id
}

/** The workflows of a file: those of a list, one by one, else the file as it is. */
export function workflowTexts(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value) && value.length > 0) return value.map((one) => JSON.stringify(one))
  } catch {
    // YAML, or no workflow at all: who reads it says what was expected.
  }
  return [text]
}
