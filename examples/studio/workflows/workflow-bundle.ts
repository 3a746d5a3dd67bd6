import { message } from '@aw-flow/messages'
import { importedAccess, storeFileVersions, newId, serializeWorkflowFile } from '@aw-flow/client'
import {
  error,
  readWorkflow,
  getProblemText,
  type Problem,
  type Workflow,
  failed,
  getValue,
  ok,
  type Result,
  getProblem,
} from '@aw-flow/schema'
import { isYamlFileName, parseByFileName, replaceSentence } from '@aw-flow/schema/internal'
import { getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import type { ListedWorkflow, Workspace } from '../workspace.ts'

/** Exports several workflows to one file, as a list of workflow files with their named versions. */
export async function createWorkflowBundle(
  { storage }: Workspace,
  listedWorkflows: readonly ListedWorkflow[],
): Promise<string> {
  const files = await Promise.all(
    listedWorkflows.map(({ id, workflow }) => serializeWorkflowFile(storage, id, workflow)),
  )
  return `[\n${files.map((file) => file.trimEnd()).join(',\n')}\n]\n`
}

/** Result of an import: IDs of new workflows, workflows that already exist, and problems. */
export interface ImportedWorkflows {
  ids: readonly string[]
  existing: readonly { id: string; name: string }[]
  problems: readonly Problem[]
}

/**
 * Imports the workflows contained in files. An identical workflow is not imported again, and a duplicate name gets a
 * number. Unreadable workflows are reported and skipped.
 */
export async function importWorkflowFiles(workspace: Workspace, files: readonly File[]): Promise<ImportedWorkflows> {
  const ids: string[] = []
  const existingWorkflows: { id: string; name: string }[] = []
  const problems: Problem[] = []
  for (const file of files) {
    const sources = await readWorkflowSources(file, problems)
    if (!sources.ok) problems.push(createNotImportedProblem(file.name, sources.problem))
    for (const text of getValue(sources) ?? []) {
      const result = await importWorkflow(workspace, text, file.name)
      problems.push(...result.problems)
      if (result.id === undefined) continue
      if (result.isNew) ids.push(result.id)
      else existingWorkflows.push(result)
    }
  }
  await workspace.refresh()
  return { ids, existing: existingWorkflows, problems }
}

/** The imported or existing workflow with warnings, or the problems that prevented the import. */
type ImportedWorkflow =
  | { id: string; name: string; isNew: boolean; problems: readonly Problem[] }
  | { id?: undefined; problems: readonly Problem[] }

async function importWorkflow({ storage }: Workspace, text: string, name: string): Promise<ImportedWorkflow> {
  const { workflow, problems } = readWorkflow(text)
  if (!workflow) {
    const cause = problems[0] ?? createStudioProblem('import.empty', getStrings().workflows.noWorkflowInFile)
    return { problems: [createNotImportedProblem(name, cause)] }
  }
  const documents = await storage.listDocuments()
  const existingDocument = documents.find((stored) => isSameWorkflow(stored.workflow, workflow))
  if (existingDocument) return { id: existingDocument.id, name: workflow.name, isNew: false, problems }
  const id = newId('workflow')
  const uniqueName = makeUniqueName(workflow.name, new Set(documents.map((stored) => stored.workflow.name)))
  const importedWorkflow = { ...workflow, name: uniqueName }
  const problem = getProblem(await storage.putDocument(id, importedWorkflow, 0, undefined, importedAccess))
  if (problem) return { problems: [problem] }
  await storeFileVersions(storage, id, text)
  return { id, name: uniqueName, isNew: true, problems }
}

/** Returns whether two workflows are equal, ignoring a number that the import may have appended to the name. */
function isSameWorkflow(storedWorkflow: Workflow, importedWorkflow: Workflow): boolean {
  const name = storedWorkflow.name.replace(/ \(\d+\)$/, '')
  return (
    (storedWorkflow.name === importedWorkflow.name || name === importedWorkflow.name) &&
    JSON.stringify({ ...storedWorkflow, name: importedWorkflow.name }) === JSON.stringify(importedWorkflow)
  )
}

/** Returns a unique name: "Report", or "Report (2)" if that name is already used. */
function makeUniqueName(name: string, usedNames: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} (${number})`
    if (!usedNames.has(candidate)) return candidate
  }
}

/** Creates a problem with the file name and the cause's message. */
const createNotImportedProblem = (name: string, cause: Problem): Problem =>
  replaceSentence(cause, message('file.not-imported', { name, reason: getProblemText(cause) }))

/**
 * Maximum size of a workflow file, in bytes. Checked before reading the file, because a larger one could exhaust the
 * page's memory.
 */
const maxFileBytes = 64_000_000

/**
 * Reads the workflows in a file as JSON strings: one per list item, or the whole file. Invalid JSON is returned
 * unchanged. Exports of other tools are converted.
 *
 * @param reports Receives what an export of another tool became.
 */
async function readWorkflowSources(file: File, reports: Problem[]): Promise<Result<string[]>> {
  if (file.size > maxFileBytes)
    return failed(error('workflow.too-large', { what: 'characters', count: file.size, max: maxFileBytes }))
  const { convertForeignFile } = await import('@aw-flow/schema/foreign')
  const foreign = await convertForeignFile(new Uint8Array(await file.arrayBuffer()))
  if (foreign?.ok) reports.push(...foreign.value.report.problems)
  if (foreign) return foreign.ok ? ok([JSON.stringify(foreign.value.document)]) : foreign
  if (/\.(?:knwf|py)$/i.test(file.name)) return failed(error('foreign.unknown-file', {}))
  const text = await file.text()
  const parsed = await parseByFileName(file.name, text)
  const json = getValue(parsed)
  if (Array.isArray(json) && json.length > 0) return ok(json.map((item) => JSON.stringify(item)))
  if (!isYamlFileName(file.name)) return ok([text])
  return parsed.ok ? ok([JSON.stringify(json)]) : parsed
}
