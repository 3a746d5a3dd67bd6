import { createBrowserFile } from '@aw-flow/data/browser'
import {
  collectWorkflows,
  intersectAccess,
  listRequestedAccess,
  restrictServices,
  type ExternalServices,
  type GrantedAccess,
} from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import { executeRun } from '../execute-run.ts'
import { createImportedTables } from '../imported-tables.ts'
import { createStoredResults } from '../results/stored-results.ts'
import type { HandlerContext } from './handler-context.ts'
import type { Handlers } from './handler-types.ts'

/** Creates the handlers of requests about runs and their results. */
export function createRunHandlers(context: HandlerContext) {
  const { tables, files, services, clock, render, sandbox, memory, ledger, results, runs, findWorkflows } = context
  const importedTables = createImportedTables(tables, ledger)
  const storedResults = createStoredResults({ files: context.resultFiles, tables, ledger })

  /**
   * Restricts the external services of a run to the access that is granted both to its workflow and to every
   * sub-workflow that is not the user's own.
   */
  const restrictToGrantedAccess = async (
    grantedAccess: GrantedAccess | undefined,
    idsOrNames: readonly string[],
  ): Promise<ExternalServices> => {
    const subWorkflowGrants = idsOrNames.length > 0 ? await context.readAccess(idsOrNames) : []
    const grants = [...(grantedAccess ? [grantedAccess] : []), ...subWorkflowGrants]
    return grants.length === 0 ? services : restrictServices(services, async () => intersectAccess(grants))
  }

  return {
    async run(request, { signal, onProgress }) {
      const runDependencies = {
        tables,
        files,
        clock,
        render,
        sandbox,
        results,
        ledger,
        catalog: context.getCatalog(),
        signal,
      }
      const execution = executeRun(
        request,
        onProgress,
        runDependencies,
        findWorkflows,
        async (idsOrNames, workflowId) => {
          const runServices = await restrictToGrantedAccess(request.access, idsOrNames)
          const { models } = runServices
          if (!models) return runServices
          return { ...runServices, models: { ...models, memory: memory.getAgentMemory(workflowId) } }
        },
      )
      runs.add(execution)
      try {
        await execution
      } finally {
        runs.delete(execution)
      }
      return null
    },

    async listRequestedAccess({ workflow }) {
      const workflows = await findWorkflows(workflow)
      const allWorkflows = [workflow, ...Object.values(workflows)]
      const { secrets, hosts, tools } = listRequestedAccess(allWorkflows, context.getCatalog())
      return {
        requested: { secrets: [...secrets], hosts: [...hosts], tools: [...tools] },
        subWorkflowRefs: Object.keys(workflows),
      }
    },

    async listReferences({ workflow }) {
      const names = new Set<string>()
      await collectWorkflows(workflow, context.getCatalog(), async (name) => void names.add(name))
      return [...names]
    },

    async dropRun({ run }) {
      ledger.releaseAll(`${run}/`)
      await ledger.whenSettled()
      return null
    },

    listResults: () =>
      results.list().map(({ key, type, label, run, rows, ms, bytes }) => {
        return defined({ key, type, label, run, ms, bytes, rows })
      }),

    async removeResults({ keys }) {
      if (keys) keys.forEach(results.remove)
      else results.clear()
      await ledger.whenSettled()
      return null
    },

    async importTable({ table, csv }) {
      if (importedTables.has(table) || csv === undefined) return importedTables.has(table)
      await importedTables.add(table, createBrowserFile(new File([csv], `${table.id}.csv`), table.id))
      return true
    },

    storeResults: ({ run, tables: runTables, maxBytes }) => storedResults.store(run, runTables, maxBytes),

    openResult: ({ run, table }) => storedResults.open(run, table),

    measureResults: () => storedResults.measure(),

    async evictResults({ maxBytes }) {
      await storedResults.evict(maxBytes)
      return null
    },

    async removeStoredResults({ runs: runIds }) {
      await storedResults.remove(runIds)
      return null
    },
  } satisfies Partial<Handlers>
}
