import type { Dataset } from '@aw-flow/schema'
import type { Workspace } from '../workspace.ts'

/** Names of files that can contain a workflow. */
export const workflowFileNames = ['.aw', '.json', '.yaml', '.yml', '.knwf', '.py'] as const

/** Whether a file can contain a workflow, by its name. Pasted text has no name of its own. */
export const canContainWorkflow = ({ name }: File): boolean =>
  name.startsWith('pasted.') || workflowFileNames.some((ending) => name.toLowerCase().endsWith(ending))

/** Adds files as data and returns their datasets. Workflows among them are imported instead. */
export async function addFiles(page: HTMLElement, workspace: Workspace, files: readonly File[]): Promise<Dataset[]> {
  if (!files.some(canContainWorkflow)) return workspace.addFiles(files)
  const { importContainedWorkflows } = await import('../workflows/import-workflows.ts')
  return workspace.addFiles(await importContainedWorkflows(page, workspace, files))
}
