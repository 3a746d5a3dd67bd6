import { collectWorkflows, createResultCache, createTableLedger } from '@aw-flow/engine'
import { openLimitedModel } from '@aw-flow/nodes'
import type { LanguageModel } from '@aw-flow/agents'
import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { createStatementChecks } from '../statement-checks.ts'
import type { HandlerDependencies } from './handler-types.ts'

/** State and functions that handlers of different requests share. */
export type HandlerContext = ReturnType<typeof createHandlerContext>

export function createHandlerContext(dependencies: HandlerDependencies) {
  const { tables, services } = dependencies
  /** Tracks which tables are still used by runs that the page has not dropped, by cached results, or by views. */
  const ledger = createTableLedger((id) => tables.drop(id))
  const results = createResultCache({
    hasTable: (id) => tables.has(id),
    onHold: (key, heldTables) => ledger.hold(`result ${key}`, heldTables),
    onRelease: (key) => ledger.release(`result ${key}`),
  })
  const statementChecks = createStatementChecks(tables, dependencies.isRunaway)
  /** The runs in progress. */
  const runs = new Set<Promise<void>>()

  /**
   * Returns the stored workflows that a workflow refers to. They are validated again, because another release of the
   * app may have stored them.
   */
  const findWorkflows = (workflow: Workflow): Promise<Record<string, Workflow>> =>
    collectWorkflows(workflow, dependencies.getCatalog(), async (name, id) => {
      // A document from a server may contain ids that exist only on that server, so the name is tried as well.
      const storedWorkflow =
        (id === undefined ? undefined : await dependencies.readWorkflow(id)) ?? (await dependencies.readWorkflow(name))
      return storedWorkflow && readWorkflow(storedWorkflow).workflow
    })

  /** Opens a language model for a request outside a run. */
  const openModel = (id: string, signal: AbortSignal): Promise<LanguageModel> =>
    openLimitedModel(services, id, { signal, createKey: () => crypto.getRandomValues(new Uint32Array(4)).join('-') })

  return { ...dependencies, ledger, results, statementChecks, runs, findWorkflows, openModel }
}
