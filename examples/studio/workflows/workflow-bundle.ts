import { renderProblem } from '@aw-flow/editor'
import { keepFileVersions, newId, workflowFile } from '@aw-flow/client'
import { isYamlName, parseByName, readWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
import { say } from '../language/speak.ts'
import { studioProblem } from '../language/studio-problem.ts'
import type { ListedWorkflow, Workspace } from '../workspace.ts'

/** Several workflows as one file: a list of what each is as a file of its own, with its named versions. */
export async function workflowBundle({ storage }: Workspace, listed: readonly ListedWorkflow[]): Promise<string> {
  const files = await Promise.all(listed.map(({ id, workflow }) => workflowFile(storage, id, workflow)))
  return `[\n${files.map((file) => file.trimEnd()).join(',\n')}\n]\n`
}

/** What came of files that were opened: the ids of new workflows, those that were here already, and why others are not. */
export interface OpenedFiles {
  ids: readonly string[]
  known: readonly { id: string; name: string }[]
  problems: readonly Problem[]
}

/**
 * Makes a stored workflow of each file, and of each in a file of several. The very same one that is here already is not made
 * again, and one whose name is taken gets a number behind it. What cannot be read is reported, the rest comes.
 */
export async function openWorkflowFiles(workspace: Workspace, files: readonly File[]): Promise<OpenedFiles> {
  const ids: string[] = []
  const known: { id: string; name: string }[] = []
  const problems: Problem[] = []
  for (const file of files) {
    const { texts = [], problem } = await workflowTexts(file)
    if (problem) problems.push(notImported(file.name, problem))
    for (const text of texts) {
      const opened = await openText(workspace, text, file.name)
      if ('code' in opened) problems.push(opened)
      else if (opened.isNew) ids.push(opened.id)
      else known.push(opened)
    }
  }
  await workspace.refresh()
  return { ids, known, problems }
}

async function openText(
  { storage }: Workspace,
  text: string,
  name: string,
): Promise<{ id: string; name: string; isNew: boolean } | Problem> {
  const { workflow, problems } = readWorkflow(text)
  if (!workflow) return notImported(name, problems[0] ?? studioProblem('import.empty', say().workflows.noneInIt))
  const here = await storage.listDocuments()
  const same = here.find((stored) => isSame(stored.workflow, workflow))
  if (same) return { id: same.id, name: workflow.name, isNew: false }
  const id = newId('workflow')
  const free = freeTitle(workflow.name, new Set(here.map((stored) => stored.workflow.name)))
  const { problem } = await storage.putDocument(id, { ...workflow, name: free }, 0)
  if (problem) return problem
  await keepFileVersions(storage, id, text)
  return { id, name: free, isNew: true }
}

/** Whether they say the same, under whatever name a number was put behind. */
function isSame(stored: Workflow, opened: Workflow): boolean {
  const name = stored.name.replace(/ \(\d+\)$/, '')
  return (
    (stored.name === opened.name || name === opened.name) &&
    JSON.stringify({ ...stored, name: opened.name }) === JSON.stringify(opened)
  )
}

/** "Report", or "Report (2)" where that is taken. */
function freeTitle(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name} (${number})`
    if (!taken.has(tried)) return tried
  }
}

/** The problem with the name of its file before it, shown as text. */
function notImported(name: string, why: Problem): Problem {
  const { params: _, ...rendered } = { ...why, ...renderProblem(why, say().editor.renderText) }
  return { ...rendered, message: `${say().workflows.notImported(name)} ${rendered.message}` }
}

/** The workflows of a file, each as JSON: those of a list, one by one, else all of it. JSON that cannot be read stays as it is. */
async function workflowTexts(
  file: File,
): Promise<{ texts: string[]; problem?: undefined } | { problem: Problem; texts?: undefined }> {
  const text = await file.text()
  const { json, problem } = await parseByName(file.name, text)
  if (Array.isArray(json) && json.length > 0) return { texts: json.map((one) => JSON.stringify(one)) }
  if (!isYamlName(file.name)) return { texts: [text] }
  return problem ? { problem } : { texts: [JSON.stringify(json)] }
}
