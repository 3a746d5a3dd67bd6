import type { Problem } from '@aw-flow/schema'
import { parseByFileName } from '@aw-flow/schema/internal'
import { canContainWorkflow } from '../datasets/add-files.ts'
import { getStrings } from '../language/strings.ts'
import { getWorkflowPath } from '../shell/router.ts'
import { NavigationRequestEvent, ToastEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { importWorkflowFiles } from './workflow-bundle.ts'

/** Larger files are data. A KNIME archive also contains data, and only its settings are read. */
const maxBytes = 64_000_000

/**
 * Imports workflows for a page. Opens the workflow if there is only one; otherwise reports how many were imported, and
 * which exist already.
 */
export async function importWorkflows(page: HTMLElement, workspace: Workspace, files: readonly File[]): Promise<void> {
  const { ids, existing, problems } = await importWorkflowFiles(workspace, files)
  const saveProblems = ids.length === 0 ? [] : await resolveReferences(workspace, ids)
  workspace.reportAll([...problems, ...saveProblems], 'import')
  const { workflows } = getStrings()
  const [first] = [...ids, ...existing.map(({ id }) => id)]
  if (ids.length + existing.length === 1 && first !== undefined)
    page.dispatchEvent(new NavigationRequestEvent(getWorkflowPath(first)))
  else if (ids.length > 0) page.dispatchEvent(new ToastEvent(workflows.imported(ids.length)))
  if (existing.length === 0) return
  const [known] = existing
  page.dispatchEvent(
    new ToastEvent(
      existing.length === 1 ? workflows.alreadyExists(known!.name) : workflows.alreadyExist(existing.length),
    ),
  )
}

/** Imports the workflows among files that were added on a page for data, and returns the other files. */
export async function importContainedWorkflows(
  page: HTMLElement,
  workspace: Workspace,
  files: readonly File[],
): Promise<File[]> {
  const areWorkflows = await Promise.all(files.map(isWorkflowFile))
  const workflows = files.filter((_file, index) => areWorkflows[index])
  if (workflows.length > 0) await importWorkflows(page, workspace, workflows)
  return files.filter((_file, index) => !areWorkflows[index])
}

/**
 * Whether a file is a workflow of aw or the export of another tool, by its content. The nodes of a workflow have a
 * position with a type or with data, as in React Flow and litegraph; those of a graph in a data file do not have both.
 */
export async function isWorkflowFile(file: File): Promise<boolean> {
  if (!canContainWorkflow(file) || file.size > maxBytes) return false
  const { convertForeignFile } = await import('@aw-flow/schema/foreign')
  if (await convertForeignFile(new Uint8Array(await file.arrayBuffer()))) return true
  const parsed = await parseByFileName(file.name, await file.text())
  const { nodes, edges, links } = Object(parsed.ok ? parsed.value : undefined) as Record<string, unknown>
  return Array.isArray(nodes) && Array.isArray(edges ?? links) && nodes.length > 0 && nodes.every(isWorkflowNode)
}

function isWorkflowNode(node: unknown): boolean {
  const { type, data, position, pos } = Object(node) as Record<string, unknown>
  return (typeof type === 'string' || typeof data === 'object') && typeof (position ?? pos) === 'object'
}

async function resolveReferences(workspace: Workspace, ids: readonly string[]): Promise<readonly Problem[]> {
  const { resolveImportedReferences } = await import('./resolve-references.ts')
  return resolveImportedReferences(workspace, ids, async (question) => {
    const { askForReferences } = await import('./references-dialog.ts')
    return askForReferences(question)
  })
}
