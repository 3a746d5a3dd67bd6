import type { GrantedAccess, WorkflowAccess } from '@aw-flow/engine'
import type { Problem, Workflow, WorkflowNode } from '@aw-flow/schema'
import type { Engine } from '../engine/engine.ts'
import { requests } from '../engine/requests.ts'
import { importedAccess, ownAccess } from '../storage/document-access.ts'
import type { StoredDocument, WorkflowStorage } from '../storage/storage.ts'
import { readCopiedPart, saveCopiedPart } from './copied-part.ts'

/** A request for access by a run of a workflow whose content is not entirely the user's own. @public */
export interface AccessRequest {
  /** The workflow of the run, or one of its sub-workflows. */
  workflow: Workflow
  /** The access that the entire run requests. All workflows of a run share it. */
  requested: GrantedAccess
  /** The access granted so far. */
  granted: GrantedAccess
}

/** The new grant, `unchanged` to run with the current grant, or `cancel` to cancel the run. @public */
export type AccessDecision = GrantedAccess | 'unchanged' | 'cancel'

/** Asks the user which access to grant to a workflow from a file. @internal */
export type AskForAccess = (request: AccessRequest) => Promise<AccessDecision>

/** Manages the origin of a session's document and the access granted to it. */
export type SessionAccess = ReturnType<typeof createSessionAccess>

interface Options {
  id: string
  engine: Engine
  storage: WorkflowStorage
  /** Finds a stored document by id or name. */
  findDocument: (idOrName: string) => Promise<StoredDocument | undefined>
  /** If absent, documents opened from files have the same access as the page's own documents. */
  ask: AskForAccess | undefined
  onProblem: (problem: Problem) => void
}

export function createSessionAccess({ id, engine, storage, findDocument, ask, onProblem }: Options) {
  /** The access after a change that has not been stored yet or could not be stored. It overrides the stored access. */
  let unstoredAccess: WorkflowAccess | undefined
  let pendingWrite: Promise<void> = Promise.resolve()

  const findAccess = async (): Promise<WorkflowAccess> => {
    await pendingWrite
    return unstoredAccess ?? storage.getAccess(id)
  }
  const applyChange = async (
    previousWrite: Promise<void>,
    update: (access: WorkflowAccess) => WorkflowAccess,
  ): Promise<void> => {
    await previousWrite
    const access = update(unstoredAccess ?? (await storage.getAccess(id)))
    unstoredAccess = access
    const problem = await storage.putAccess(id, access)
    if (problem) onProblem(problem)
    else unstoredAccess = undefined
  }
  /**
   * Marks the document as imported if pasted nodes request access and are not the user's own. Runs wait for this check.
   */
  const applyPaste = async (previousWrite: Promise<void>, isExternal: Promise<boolean>): Promise<void> => {
    await previousWrite
    if (await isExternal) await applyChange(Promise.resolve(), () => importedAccess)
  }
  const changeAccess = (update: (access: WorkflowAccess) => WorkflowAccess): Promise<void> =>
    (pendingWrite = applyChange(pendingWrite, update))

  const loadConfirmation = () => import('./confirm-access.ts')
  const confirm = async (workflow: Workflow): Promise<boolean> => {
    if (!ask) return true
    const grant = (granted: GrantedAccess): Promise<void> => changeAccess((access) => ({ ...access, granted }))
    const response = await engine.ask(requests.listRequestedAccess({ workflow }))
    if (!response.ok) return true
    const access = await findAccess()
    // Most runs have nothing to confirm. They must start even if the browser is offline, so the confirmation module is
    // not loaded for them.
    if (access.trust === 'own' && response.value.subWorkflowRefs.length === 0) return true
    const { confirmAccess } = await loadConfirmation()
    const context = { id, engine, storage, findDocument, askUser: ask }
    return confirmAccess({ workflow, ...response.value }, access, context, { grant, onProblem })
  }
  /** The confirmation in progress, if any. Runs that are started in the meantime wait for its result. */
  let pendingConfirmation: Promise<boolean> | undefined

  return {
    /** Marks the document as imported. Revokes its grants unless `keepGrants` is set. */
    markImported({ keepGrants = false }: { keepGrants?: boolean } = {}): void {
      if (!ask) return
      void changeAccess((access) => (keepGrants && access.trust !== 'own' ? access : importedAccess))
    },
    /** Records the text of a copied document part. */
    recordCopy: (text: string): void => saveCopiedPart({ document: id, text }),
    /**
     * Records that nodes were pasted. Marks the document as imported and revokes its grants if the nodes request access
     * and were not copied from one of the user's own documents.
     */
    recordPaste(text: string, nodes: readonly WorkflowNode[]): void {
      if (!ask || nodes.length === 0) return
      const copiedPart = readCopiedPart()
      const isExternal = loadConfirmation().then(({ isExternalPaste }) =>
        isExternalPaste(text, nodes, copiedPart, { id, engine, storage, findDocument, askUser: ask }),
      )
      // Nodes that cannot be checked are not treated as the user's own.
      pendingWrite = applyPaste(
        pendingWrite,
        isExternal.catch(() => true),
      )
    },
    /** Resolves once all changes are stored. */
    whenSettled: (): Promise<void> => pendingWrite,
    /**
     * Returns the access granted to a run of the document, or `undefined` for the user's own document, which has full
     * access. A run that resumes or forks an imported run, directly or indirectly, has only the access that is stored for
     * the imported run.
     *
     * @param sourceRunId The id of the run that this run resumes or forks, if any.
     */
    async findAccessForRun(runId: string, sourceRunId?: string): Promise<GrantedAccess | undefined> {
      const { trust, granted } = await findAccess()
      const sourceRunAccess = sourceRunId === undefined ? ownAccess : await storage.getAccess(sourceRunId)
      if (sourceRunAccess.trust !== 'own') {
        if (runId !== sourceRunId) await storage.putAccess(runId, sourceRunAccess)
        return sourceRunAccess.granted
      }
      return trust === 'own' ? undefined : granted
    },
    /**
     * Asks the user to grant the access that a run of the document requests, for the document and for each sub-workflow
     * that lacks it. Returns false if the run should be canceled.
     */
    confirm: (workflow: Workflow): Promise<boolean> =>
      (pendingConfirmation ??= confirm(workflow).finally(() => (pendingConfirmation = undefined))),
  }
}
