import type { GrantedAccess, WorkflowAccess } from '@aw-flow/engine'
import { createEmptyWorkflow, type Problem, type Workflow, type WorkflowNode } from '@aw-flow/schema'
import type { Engine } from '../engine/engine.ts'
import { requests } from '../engine/requests.ts'
import { importedAccess } from '../storage/document-access.ts'
import type { StoredDocument, WorkflowStorage } from '../storage/storage.ts'
import type { CopiedPart } from './copied-part.ts'
import type { AskForAccess } from './session-access.ts'

export interface AccessContext {
  /** The document's id. */
  id: string
  engine: Engine
  storage: WorkflowStorage
  /** Finds a stored document by id or name. */
  findDocument: (idOrName: string) => Promise<StoredDocument | undefined>
  askUser: AskForAccess
}

/**
 * Asks the user to grant the access that a run requests, for the document and for each sub-workflow that lacks it.
 * Returns false if the run should be canceled. Reports a problem if a grant could not be stored.
 *
 * @param request The workflow, the access that it and its sub-workflows request, and the ids or names of the
 * sub-workflows (`subWorkflowRefs`).
 * @param grant Stores the access granted to the document.
 */
export async function confirmAccess(
  request: { workflow: Workflow; requested: GrantedAccess; subWorkflowRefs: readonly string[] },
  { trust, granted }: WorkflowAccess,
  { id, storage, findDocument, askUser }: AccessContext,
  { grant, onProblem }: { grant: (granted: GrantedAccess) => Promise<void>; onProblem: (problem: Problem) => void },
): Promise<boolean> {
  const { workflow, requested, subWorkflowRefs } = request
  if (trust !== 'own' && !isGranted(requested, granted)) {
    const decision = await askUser({ workflow, requested, granted })
    if (decision === 'cancel') return false
    if (decision !== 'unchanged') await grant(decision)
  }
  for (const idOrName of subWorkflowRefs) {
    const subWorkflow = await findDocument(idOrName)
    const access = subWorkflow && subWorkflow.id !== id ? await storage.getAccess(subWorkflow.id) : undefined
    if (!subWorkflow || !access || access.trust === 'own' || isGranted(requested, access.granted)) continue
    const decision = await askUser({ workflow: subWorkflow.workflow, requested, granted: access.granted })
    if (decision === 'cancel') return false
    if (decision === 'unchanged') continue
    const problem = await storage.putAccess(subWorkflow.id, { ...access, granted: decision })
    if (problem) onProblem(problem)
  }
  return true
}

/**
 * Returns whether pasted nodes request access and were copied from neither this document nor another document that the
 * user created.
 *
 * @param copiedPart The part that was copied most recently.
 */
export async function isExternalPaste(
  text: string,
  nodes: readonly WorkflowNode[],
  copiedPart: CopiedPart | undefined,
  { id, engine, storage }: AccessContext,
): Promise<boolean> {
  if (copiedPart && toUnixLines(copiedPart.text) === toUnixLines(text)) {
    const { document: sourceId } = copiedPart
    if (sourceId === id || (await storage.getAccess(sourceId)).trust === 'own') return false
  }
  const response = await engine.ask(
    requests.listRequestedAccess({ workflow: { ...createEmptyWorkflow(), nodes: [...nodes] } }),
  )
  return !response.ok || !isGranted(response.value.requested, importedAccess.granted)
}

/** Normalizes line endings, because the clipboards of some systems convert them. */
const toUnixLines = (text: string): string => text.replaceAll('\r\n', '\n')

/** Returns whether all requested secrets, hosts and tools are granted. */
const isGranted = (requested: GrantedAccess, { secrets, hosts, tools }: GrantedAccess): boolean =>
  requested.secrets.every((name) => secrets.includes(name)) &&
  requested.hosts.every((host) => hosts.includes(host) || hosts.includes('*')) &&
  requested.tools.every((tool) => tools.includes(tool))
