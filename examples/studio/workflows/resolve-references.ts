import { getProblem } from '@aw-flow/schema'
import { requests } from '@aw-flow/client'
import type { Problem, Workflow } from '@aw-flow/schema'
import type { SelectedReferences, ReferencesQuestion } from './references-dialog.ts'
import type { Workspace } from '../workspace.ts'

/** The subset of the workspace that is needed to resolve references. */
export interface ReferencesWorkspace extends Pick<Workspace, 'documents' | 'refresh'> {
  engine: Pick<Workspace['engine'], 'ask'>
  storage: Pick<Workspace['storage'], 'getDocument' | 'putDocument'>
}

/**
 * Asks which workflows the unresolved references in imported workflows refer to, one imported workflow at a time, and
 * stores the answers.
 *
 * @returns The problems of workflows that could not be saved.
 */
export async function resolveImportedReferences(
  workspace: ReferencesWorkspace,
  ids: readonly string[],
  ask: (question: ReferencesQuestion) => Promise<SelectedReferences>,
): Promise<Problem[]> {
  const { storage, engine } = workspace
  const problems: Problem[] = []
  for (const id of ids) {
    const storedDocument = await storage.getDocument(id)
    if (!storedDocument) continue
    const response = await engine.ask(requests.listReferences({ workflow: storedDocument.workflow }))
    // If the references cannot be listed, the editor reports missing workflows later.
    if (!response.ok) continue
    const { documents } = workspace
    const { workflow, revision } = storedDocument
    const names = response.value.filter((name) => !isResolved(workflow, name, documents))
    const choices = documents
      .filter((document) => document.id !== id)
      .map((document) => ({ id: document.id, name: document.workflow.name }))
      .toSorted((a, b) => a.name.localeCompare(b.name))
    if (names.length === 0 || choices.length === 0) continue
    const selectedReferences = await ask({ workflow: workflow.name, names, choices })
    if (Object.keys(selectedReferences).length === 0) continue
    const references = { ...workflow.references, ...selectedReferences }
    const problem = getProblem(await storage.putDocument(id, { ...workflow, references }, revision, workflow))
    if (problem) problems.push(problem)
  }
  await workspace.refresh()
  return problems
}

/**
 * Returns whether a name can be resolved: through a saved reference to an existing workflow, or as the ID or unique
 * name of a workflow.
 */
function isResolved({ references = {} }: Workflow, name: string, documents: Workspace['documents']): boolean {
  const savedId = Object.hasOwn(references, name) ? references[name] : undefined
  if (documents.some(({ id }) => id === savedId || id === name)) return true
  return documents.filter(({ workflow }) => workflow.name === name).length === 1
}
