import { defined } from '@aw-flow/schema'
import type { RouteResponse } from '@aw-flow/client'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { reportProblems } from '../terminal/describe-problem.ts'
import { formatTable } from '../terminal/format-table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { findRemoteWorkflow } from './find-remote-workflow.ts'
import { openServer, type RemoteServer, type ServerSelection } from './open-server.ts'

export interface RunsCommandOptions extends ServerSelection {
  workflow?: string
  status?: Exclude<RouteResponse<'GET /api/v1/runs/{id}'>['status'], 'pending'>
  limit: number
  retry?: boolean
  json?: boolean
}

/** `aw runs`: lists the runs on a server, newest first. With `--retry`, retries the failed ones among them. */
export async function runsCommand(
  { workflow, status, limit, retry, json, ...selection }: RunsCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const server = await openServer(selection, terminal.signal)
  const workflowId = workflow === undefined ? undefined : (await findRemoteWorkflow(server, workflow)).id
  const { value } = await server.call('GET /api/v1/runs', {
    query: { limit, ...defined({ workflow_id: workflowId, status }) },
  })
  if (retry) return retryRuns(server, value.items, terminal)
  if (json) {
    terminal.print(JSON.stringify(value, null, 2))
    return exitCodes.success
  }
  const rows = value.items.map((run) => [
    run.id,
    run.workflow_name,
    run.status,
    run.created_at,
    run.duration_ms === null ? '' : `${run.duration_ms} ms`,
    run.trigger_type,
  ])
  const titles = ['run', 'workflow', 'status', 'created', 'time', 'trigger'].map((title) => ({ title }))
  terminal.print(formatTable(titles, rows, terminal.width))
  if (value.total > rows.length) terminal.report(`${rows.length} of ${value.total} runs. Use --limit to list more.`)
  return exitCodes.success
}

/** Retries failed runs, and prints the IDs of the new runs. Returns 1 if a run could not be retried. */
async function retryRuns(
  server: RemoteServer,
  runs: RouteResponse<'GET /api/v1/runs'>['items'],
  terminal: Terminal,
): Promise<number> {
  let exitCode: number = exitCodes.success
  for (const { id } of runs.filter((run) => run.status === 'failed')) {
    try {
      const { value } = await server.call('POST /api/v1/runs/{id}/retry', { path: { id } })
      terminal.print(value.id)
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause
      reportProblems(cause.problems, terminal)
      exitCode = exitCodes.failure
    }
  }
  return exitCode
}
