import type { GrantedAccess, WorkflowAccess } from '@aw-flow/engine'
import type { Problem, Workflow } from '@aw-flow/schema'
import { requests } from '../engine/requests.ts'
import type { Engine } from '../engine/engine.ts'
import { importedAccess, ownAccess } from '../storage/document-access.ts'
import type { WorkflowStorage } from '../storage/storage.ts'

/** A run of a workflow from a file that asks for access. @internal */
export interface AccessRequest {
  workflow: Workflow
  /** Everything that the workflow and its sub-workflows ask for. */
  requested: GrantedAccess
  granted: GrantedAccess
}

/**
 * Asks a person what to grant to a workflow from a file. Returns the new grant, `unchanged` to run without one, or
 * `cancel`.
 *
 * @internal
 */
export type AskForAccess = (request: AccessRequest) => Promise<GrantedAccess | 'unchanged' | 'cancel'>

/** The origin of a session's document, and what was granted to it. */
export interface SessionAccess {
  /** Marks the document as one with content from a file. Grants are removed unless `keepsGrants` is set. */
  markImported(options?: { keepsGrants?: boolean }): void
  /**
   * Returns what was granted to a run of the document; `undefined` for the user's own document. Nothing is granted to a
   * run that continues the record of an imported run, or to those that continue it.
   *
   * @param continued The run whose record the run continues, if it does.
   */
  findForRun(run: string, continued?: string): Promise<GrantedAccess | undefined>
  /** Asks for access that the document requests and does not have. Returns false if the run is to be canceled. */
  confirm(workflow: Workflow): Promise<boolean>
}

interface Options {
  id: string
  engine: Engine
  storage: WorkflowStorage
  /** If absent, documents that a user opens from files are the page's own. */
  ask: AskForAccess | undefined
  onProblem: (problem: Problem) => void
}

export function createSessionAccess({ id, engine, storage, ask, onProblem }: Options): SessionAccess {
  /** The latest change: it applies even if it could not be stored. */
  let changed: WorkflowAccess | undefined
  let writing: Promise<void> = Promise.resolve()

  const find = async (): Promise<WorkflowAccess> => {
    await writing
    return changed ?? storage.getAccess(id)
  }
  const applyChange = async (
    previous: Promise<void>,
    update: (access: WorkflowAccess) => WorkflowAccess,
  ): Promise<void> => {
    await previous
    const access = update(changed ?? (await storage.getAccess(id)))
    changed = access
    const problem = await storage.putAccess(id, access)
    if (problem) onProblem(problem)
    else changed = undefined
  }
  const change = (update: (access: WorkflowAccess) => WorkflowAccess): Promise<void> =>
    (writing = applyChange(writing, update))

  const confirm = async (workflow: Workflow): Promise<boolean> => {
    const { trust, granted } = await find()
    if (trust === 'own' || !ask) return true
    const response = await engine.ask(requests.listRequestedAccess({ workflow }))
    if (!response.ok || isGranted(response.value, granted)) return true
    const decision = await ask({ workflow, requested: response.value, granted })
    if (decision === 'cancel') return false
    if (decision !== 'unchanged') await change((access) => ({ ...access, granted: decision }))
    return true
  }
  /** The question in progress, which further starts wait for. */
  let confirming: Promise<boolean> | undefined

  return {
    markImported({ keepsGrants = false } = {}) {
      if (!ask) return
      void change((access) => (keepsGrants && access.trust !== 'own' ? access : importedAccess))
    },
    async findForRun(run, continued) {
      const { trust, granted } = await find()
      const recordAccess = continued === undefined ? ownAccess : await storage.getAccess(continued)
      if (recordAccess.trust !== 'own') {
        if (run !== continued) await storage.putAccess(run, recordAccess)
        return recordAccess.granted
      }
      return trust === 'own' ? undefined : granted
    },
    confirm: (workflow) => (confirming ??= confirm(workflow).finally(() => (confirming = undefined))),
  }
}

/** Whether everything requested is granted, by name. */
const isGranted = (requested: GrantedAccess, { secrets, hosts, tools }: GrantedAccess): boolean =>
  requested.secrets.every((name) => secrets.includes(name)) &&
  requested.hosts.every((host) => hosts.includes(host) || hosts.includes('*')) &&
  requested.tools.every((tool) => tools.includes(tool))
