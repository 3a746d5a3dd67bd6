import {
  ok,
  settle,
  defined,
  type NodeDescription,
  type Result,
  type TableRef,
  type WorkflowDescription,
} from '@aw-flow/schema'
import type { Engine } from '../engine/engine.ts'
import { createHostRunnerProblem, isPageRequest, readPage, getRetryFields, runOnHost } from '../engine/host-runner.ts'
import { requests, type EngineRequest, type OutputOf } from '../engine/requests.ts'
import type { ServerRunner } from './server-runner.ts'
import { combineNetworkAccess, type ServerSecrets } from './server-secrets.ts'

/**
 * Creates an engine that executes complete runs, and retries of server runs, on the server. Partial runs, and forks of
 * runs that started in the page, are executed in the page, as are new runs while the server does not respond. Secrets are set in both places. Rows of server tables are
 * read from the server; before any other request about a server table, the table is imported. Responses to
 * `describe` do not warn about services that are available only on the server.
 */
export function connectEngineToServer(engine: Engine, runner: ServerRunner, secrets: ServerSecrets): Engine {
  const pendingImports = new Map<string, Promise<Result<boolean>>>()

  const importTable = async ({ id }: TableRef): Promise<Result<boolean>> => {
    const table = runner.findTable(id)
    if (!table) return ok(true)
    const importResult = await engine.ask(requests.importTable({ table }))
    if (!importResult.ok || importResult.value) return importResult
    const csv = await settle(runner.readCsv(table), createHostRunnerProblem)
    return csv.ok ? engine.ask(requests.importTable({ table, csv: csv.value })) : csv
  }

  /** Imports a server table. Concurrent requests share one import (single-flight). */
  const ensureTable = (table: TableRef): Promise<Result<boolean>> => {
    if (!runner.hasTable(table)) return Promise.resolve(ok(true))
    const pendingImport =
      pendingImports.get(table.id) ?? importTable(table).finally(() => pendingImports.delete(table.id))
    pendingImports.set(table.id, pendingImport)
    return pendingImport
  }

  return {
    ...engine,
    networkAccess: combineNetworkAccess(engine.networkAccess, secrets),
    async run(request, options) {
      const isPartial = request.part !== undefined || request.pins !== undefined || request.fork !== undefined
      const { run, record } = request
      if (!runner.canRun({ run, isPartial, ...defined({ record }), ...getRetryFields(request) }))
        return engine.run(request, options)
      const result = await runOnHost(runner, request, options)
      const isUnreachable = !result.ok && result.problem.code === 'server.unreachable' && !options.signal.aborted
      // Work continues while the server does not respond.
      return isUnreachable && runner.isUnsent(run) ? engine.run(request, options) : result
    },
    async restoreTables(request) {
      const { run, record = [] } = request
      if (!runner.canRun({ run, record, isPartial: false })) return engine.restoreTables?.(request) ?? ok(null)
      // The server stores the tables of its runs.
      runner.addRunTables(run, record)
      return ok(null)
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
      const response = await engine.ask(request, options)
      if (request.name !== 'describe' || !response.ok) return response
      return ok(removeServiceWarnings(response.value as OutputOf<'describe'>) as typeof response.value)
    },
    cancelRemoteRun: (run) => void runner.cancel(run),
  }
}

/** The code of the warning that a service, such as a database, is not available in the page. */
const missingServiceCode = 'outside.not-available'

/** Removes warnings about services missing in the page. The server, which executes complete runs, provides them. */
function removeServiceWarnings(description: WorkflowDescription): WorkflowDescription {
  const removeWarnings = <T extends Pick<WorkflowDescription, 'problems'>>(item: T): T => ({
    ...item,
    problems: item.problems.filter(({ code, severity }) => code !== missingServiceCode || severity === 'error'),
  })
  const mapNodes = (nodes: Record<string, NodeDescription>): Record<string, NodeDescription> =>
    Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, removeWarnings(node)]))
  return {
    ...removeWarnings(description),
    nodes: mapNodes(description.nodes),
    ...(description.inner ? { inner: mapNodes(description.inner) } : {}),
  }
}

/** Returns the tables that a request reads. */
function findInputTables({ name, input }: EngineRequest): TableRef[] {
  if (name === 'importTable' || name === 'openResult') return []
  const { table, namedTables = {} } = input as { table?: TableRef; namedTables?: Record<string, TableRef> }
  return [...(table ? [table] : []), ...Object.values(namedTables)]
}
