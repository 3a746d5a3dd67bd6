import { ok, settle, type Result, type TableRef } from '@aw-flow/schema'
import type { Engine } from '../engine/engine.ts'
import { createHostRunnerProblem, isPageRequest, readPage, describeRetry, runOnHost } from '../engine/host-runner.ts'
import { requests, type EngineRequest } from '../engine/requests.ts'
import type { ServerRunner } from './server-runner.ts'
import { combineNetworkAccess, type ServerSecrets } from './server-secrets.ts'

/**
 * Creates an engine that executes complete runs, and retries of runs of the server, on the server. Partial runs, and
 * forks of runs that started in the page, are executed in the page. Secrets are set in both places. Rows of the
 * server's tables are read from the server; any other request about a table imports the table first.
 */
export function connectEngineToServer(engine: Engine, runner: ServerRunner, secrets: ServerSecrets): Engine {
  const imports = new Map<string, Promise<Result<boolean>>>()

  const importTable = async ({ id }: TableRef): Promise<Result<boolean>> => {
    const table = runner.findTable(id)
    if (!table) return ok(true)
    const importResult = await engine.ask(requests.importTable({ table }))
    if (!importResult.ok || importResult.value) return importResult
    const csv = await settle(runner.readCsv(table), createHostRunnerProblem)
    return csv.ok ? engine.ask(requests.importTable({ table, csv: csv.value })) : csv
  }

  /** Imports a server table once for all concurrent requests (single-flight). */
  const ensureTable = (table: TableRef): Promise<Result<boolean>> => {
    if (!runner.hasTable(table)) return Promise.resolve(ok(true))
    const pending = imports.get(table.id) ?? importTable(table).finally(() => imports.delete(table.id))
    imports.set(table.id, pending)
    return pending
  }

  return {
    ...engine,
    networkAccess: combineNetworkAccess(engine.networkAccess, secrets),
    run(request, options) {
      const isPart = request.part !== undefined || request.pins !== undefined || request.fork !== undefined
      const { run, record } = request
      return runner.canRun({ run, isPart, ...(record ? { record } : {}), ...describeRetry(request) })
        ? runOnHost(runner, request, options)
        : engine.run(request, options)
    },
    async ask(request, options) {
      if (isPageRequest(request) && runner.hasTable(request.input.table)) {
        const importResult = await engine.ask(requests.importTable({ table: request.input.table }))
        return importResult.ok && importResult.value ? engine.ask(request, options) : readPage(runner, request)
      }
      for (const table of findInputTables(request)) {
        const importResult = await ensureTable(table)
        if (!importResult.ok) return importResult
      }
      return engine.ask(request, options)
    },
    abandon: (run) => void runner.cancel(run),
  }
}

/** Returns the tables that a request reads. */
function findInputTables({ name, input }: EngineRequest): TableRef[] {
  if (name === 'importTable' || name === 'openResult') return []
  const { table, namedTables = {} } = input as { table?: TableRef; namedTables?: Record<string, TableRef> }
  return [...(table ? [table] : []), ...Object.values(namedTables)]
}
