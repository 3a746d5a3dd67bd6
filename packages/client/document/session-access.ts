import type { GrantedAccess, WorkflowAccess } from '@aw-flow/engine'
import type { Problem, Workflow, WorkflowNode } from '@aw-flow/schema'
import type { Engine } from '../engine/engine.ts'
import { requests } from '../engine/requests.ts'
import { importedAccess, ownAccess } from '../storage/document-access.ts'
import type { StoredDocument, WorkflowStorage } from '../storage/storage.ts'
import { readCopiedPart, saveCopiedPart } from './copied-part.ts'

/** A run that requests access for a workflow with content from elsewhere. @public */
export interface AccessRequest {
  /** The workflow of the run, or a sub-workflow that it runs. */
  workflow: Workflow
  /** All access that the run requests: the workflows of a run share its access. */
  requested: GrantedAccess
  /** The current grant. */
  granted: GrantedAccess
}

/** The new grant of a workflow, `unchanged` to run without one, or `cancel` to not run. @public */
export type AccessDecision = GrantedAccess | 'unchanged' | 'cancel'

/** Asks the user which access to grant to a workflow from a file. @internal */
export type AskForAccess = (request: AccessRequest) => Promise<AccessDecision>

/** The origin of a session's document, and its grants. */
export interface SessionAccess {
  /** Marks the document as imported. Grants are removed unless `keepsGrants` is set. */
  markImported(options?: { keepsGrants?: boolean }): void
  /** Stores the text of copied document parts. */
  addCopy(text: string): void
  /**
   * Marks the document as imported, and removes its grants, if pasted nodes request access and
   * were not copied from one of the user's documents.
   */
  addPaste(text: string, nodes: readonly WorkflowNode[]): void
  /** Resolves when all changes are stored. */
  whenSettled(): Promise<void>
  /**
   * Returns the access that was granted to a run of the document; `undefined` for the user's own document. A run that
   * continues the record of an imported run, directly or through other runs, has no access.
   *
   * @param continued The run whose record this run continues, if any.
   */
  findForRun(run: string, continued?: string): Promise<GrantedAccess | undefined>
  /**
   * Asks the user for access that a run of the document requests and that the document or another workflow in the run
   * does not have. Returns false if the run is to be canceled.
   */
  confirm(workflow: Workflow): Promise<boolean>
}

interface Options {
  id: string
  engine: Engine
  storage: WorkflowStorage
  /** Finds a stored document by its id or name. */
  findDocument: (name: string) => Promise<StoredDocument | undefined>
  /** If absent, documents that a user opens from files have the same access as the page's own documents. */
  ask: AskForAccess | undefined
  onProblem: (problem: Problem) => void
}

export function createSessionAccess({ id, engine, storage, findDocument, ask, onProblem }: Options): SessionAccess {
  /** The access after a change that is not stored yet or could not be stored. It applies instead of the stored one. */
  let unstoredAccess: WorkflowAccess | undefined
  let writing: Promise<void> = Promise.resolve()

  const findAccess = async (): Promise<WorkflowAccess> => {
    await writing
    return unstoredAccess ?? storage.getAccess(id)
  }
  const applyChange = async (
    previous: Promise<void>,
    update: (access: WorkflowAccess) => WorkflowAccess,
  ): Promise<void> => {
    await previous
    const access = update(unstoredAccess ?? (await storage.getAccess(id)))
    unstoredAccess = access
    const problem = await storage.putAccess(id, access)
    if (problem) onProblem(problem)
    else unstoredAccess = undefined
  }
  /** Marks the document as imported if pasted nodes are from elsewhere. Runs wait for this check. */
  const applyPaste = async (previous: Promise<void>, isForeign: Promise<boolean>): Promise<void> => {
    await previous
    if (await isForeign) await applyChange(Promise.resolve(), () => importedAccess)
  }
  const change = (update: (access: WorkflowAccess) => WorkflowAccess): Promise<void> =>
    (writing = applyChange(writing, update))

  const load = () => import('./confirm-access.ts')
  const confirm = async (workflow: Workflow): Promise<boolean> => {
    if (!ask) return true
    const grant = (granted: GrantedAccess): Promise<void> => change((access) => ({ ...access, granted }))
    const response = await engine.ask(requests.listRequestedAccess({ workflow }))
    if (!response.ok) return true
    const access = await findAccess()
    // Most runs have nothing to confirm, and start without the network.
    if (access.trust === 'own' && response.value.parts.length === 0) return true
    const { confirmAccess } = await load()
    const context = { id, engine, storage, findDocument, ask }
    return confirmAccess({ workflow, ...response.value }, access, context, { grant, onProblem })
  }
  /** The pending question. Runs that are started in the meantime wait for its answer too. */
  let pendingConfirmation: Promise<boolean> | undefined

  return {
    markImported({ keepsGrants = false } = {}) {
      if (!ask) return
      void change((access) => (keepsGrants && access.trust !== 'own' ? access : importedAccess))
    },
    addCopy: (text) => saveCopiedPart({ document: id, text }),
    addPaste(text, nodes) {
      if (!ask || nodes.length === 0) return
      const copied = readCopiedPart()
      const checked = load().then(({ isForeignPaste }) =>
        isForeignPaste(text, nodes, copied, { id, engine, storage, findDocument, ask }),
      )
      // Nodes that cannot be checked are treated as content from elsewhere.
      writing = applyPaste(
        writing,
        checked.catch(() => true),
      )
    },
    whenSettled: () => writing,
    async findForRun(run, continued) {
      const { trust, granted } = await findAccess()
      const recordAccess = continued === undefined ? ownAccess : await storage.getAccess(continued)
      if (recordAccess.trust !== 'own') {
        if (run !== continued) await storage.putAccess(run, recordAccess)
        return recordAccess.granted
      }
      return trust === 'own' ? undefined : granted
    },
    confirm: (workflow) => (pendingConfirmation ??= confirm(workflow).finally(() => (pendingConfirmation = undefined))),
  }
}
