import type { GrantedAccess, WorkflowAccess } from '@aw-flow/engine'
import { emptyWorkflow, type Problem, type Workflow, type WorkflowNode } from '@aw-flow/schema'
import type { Engine } from '../engine/engine.ts'
import { requests } from '../engine/requests.ts'
import { importedAccess } from '../storage/document-access.ts'
import type { StoredDocument, WorkflowStorage } from '../storage/storage.ts'
import type { CopiedPart } from './copied-part.ts'
import type { AskForAccess } from './session-access.ts'

export interface AccessContext {
  /** The id of the document. */
  id: string
  engine: Engine
  storage: WorkflowStorage
  /** Finds a stored document by its id or name. */
  findDocument: (name: string) => Promise<StoredDocument | undefined>
  ask: AskForAccess
}

/**
 * Asks for access that a run requests, and that the document or another workflow in the run does not have. Returns
 * false if the run is to be canceled, and otherwise reports problems with storing what was granted.
 *
 * @param request The workflow, the access that it requests with its parts, and the names of these workflows.
 * @param grant Stores what was granted to the document.
 */
export async function confirmAccess(
  request: { workflow: Workflow; requested: GrantedAccess; parts: readonly string[] },
  { trust, granted }: WorkflowAccess,
  { id, storage, findDocument, ask }: AccessContext,
  { grant, onProblem }: { grant: (granted: GrantedAccess) => Promise<void>; onProblem: (problem: Problem) => void },
): Promise<boolean> {
  const { workflow, requested, parts } = request
  if (trust !== 'own' && !isGranted(requested, granted)) {
    const decision = await ask({ workflow, requested, granted })
    if (decision === 'cancel') return false
    if (decision !== 'unchanged') await grant(decision)
  }
  for (const name of parts) {
    const part = await findDocument(name)
    const access = part && part.id !== id ? await storage.getAccess(part.id) : undefined
    if (!part || !access || access.trust === 'own' || isGranted(requested, access.granted)) continue
    const decision = await ask({ workflow: part.workflow, requested, granted: access.granted })
    if (decision === 'cancel') return false
    if (decision === 'unchanged') continue
    const problem = await storage.putAccess(part.id, { ...access, granted: decision })
    if (problem) onProblem(problem)
  }
  return true
}

/**
 * Whether pasted nodes ask for access, and were not copied from the document or from another one of the user.
 *
 * @param copied The last copied part.
 */
export async function isForeignPaste(
  text: string,
  nodes: readonly WorkflowNode[],
  copied: CopiedPart | undefined,
  { id, engine, storage }: AccessContext,
): Promise<boolean> {
  if (copied && toUnixLines(copied.text) === toUnixLines(text)) {
    if (copied.document === id || (await storage.getAccess(copied.document)).trust === 'own') return false
  }
  const response = await engine.ask(
    requests.listRequestedAccess({ workflow: { ...emptyWorkflow(), nodes: [...nodes] } }),
  )
  return !response.ok || !isGranted(response.value.requested, importedAccess.granted)
}

/** Clipboards of some systems change line ends. */
const toUnixLines = (text: string): string => text.replaceAll('\r\n', '\n')

/** Whether everything requested is granted, by name. */
const isGranted = (requested: GrantedAccess, { secrets, hosts, tools }: GrantedAccess): boolean =>
  requested.secrets.every((name) => secrets.includes(name)) &&
  requested.hosts.every((host) => hosts.includes(host) || hosts.includes('*')) &&
  requested.tools.every((tool) => tools.includes(tool))
