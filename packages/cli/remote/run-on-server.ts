import type { Catalog } from '@aw-flow/engine'
import { defined, foldRun, type RunEvent, type RunView } from '@aw-flow/schema'
import { error } from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createUsageError } from '../command-error.ts'
import { reportRun } from '../commands/run/execute-run.ts'
import { parseStartData } from '../commands/run/run.ts'
import type { RunCommandOptions } from '../commands/run/run-command-options.ts'
import { exitCodes } from '../exit-codes.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { parseInputs } from '../files/parse-inputs.ts'
import { createFileProblem } from '../files/read-text.ts'
import { checkTableFormat } from '../files/write-table.ts'
import { createWorkflowClient } from '../import/workflow-server.ts'
import { toPlainText } from '../terminal/plain-text.ts'
import { createRunProgress } from '../terminal/run-progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { downloadResult } from './download-result.ts'
import { findRemoteWorkflow } from './find-remote-workflow.ts'
import { openServer, type RemoteServer, type ServerSelection } from './open-server.ts'

export interface RunOnServerOptions extends RunCommandOptions, ServerSelection {
  /** Whether the command ends as soon as the run has started. */
  detach?: boolean
}

/**
 * `aw run WORKFLOW --server SERVER`: runs a workflow of a server there, and reports it like a run on this computer, with
 * the same exit codes. Ctrl-C cancels the run.
 */
export async function runOnServer(
  name: string | undefined,
  options: RunOnServerOptions,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  if (name === undefined) throw createUsageError(error('run.no-workflow', {}))
  const { out, csvForExcel, json, detach } = options
  checkTableFormat(out)
  const server = await openServer(options, terminal.signal)
  const { id } = await findRemoteWorkflow(server, name)
  const inputs = options.input.length === 0 ? {} : await uploadInputs(server, id, options, catalog)
  const { value: run } = await server.call('POST /api/v1/workflows/{id}/execute', {
    path: { id },
    body: {
      ...inputs,
      ...(options.data === undefined ? {} : { trigger_data: parseStartData(options.data) }),
      ...defined({ seed: options.seed }),
      trigger_type: 'manual',
      triggered_by: 'aw run',
    },
  })
  if (detach) {
    terminal.print(json ? JSON.stringify({ run: run.id, workflow: id, status: run.status }) : run.id)
    return exitCodes.success
  }
  terminal.report(toPlainText(`Run ${run.id} on ${server.address}`))
  const view = await followRun(server, run.id, terminal)
  if (!view) return exitCodes.canceled
  const hasTable = view.state === 'completed' && findResultTables(view).length > 0
  if (out !== undefined && hasTable) await downloadResult(server, run.id, out, { csvForExcel })
  return reportRun(view, { terminal, out, json, hasTable, resumeText: `Decide at ${server.address}/runs/${run.id}` })
}

/** Uploads the files of `--input`. Returns the fields of the start request that refer to them. */
async function uploadInputs(server: RemoteServer, id: string, { input, out }: RunOnServerOptions, catalog: Catalog) {
  const stored = await createWorkflowClient(server).read(id)
  if (!stored) throw createUsageError(error('remote.no-workflow', { name: id, server: server.address }))
  const files = await parseInputs(input, stored.document, catalog)
  const paths = files.map(({ path }) => path)
  await checkOutputs({ '--out': out }, paths)
  const datasets = []
  for (const path of paths) datasets.push(await server.upload(await openBlob(path), basename(path)))
  const inputs: Record<string, string> = {}
  let defaultId: string | undefined
  for (const [index, { node }] of files.entries()) {
    const dataset = datasets[index]!.id
    if (node === undefined) defaultId = dataset
    else inputs[node] = dataset
  }
  return { ...defined({ input_data_id: defaultId }), ...(Object.keys(inputs).length > 0 ? { inputs } : {}) }
}

async function openBlob(path: string): Promise<Blob> {
  try {
    if ((await stat(path)).isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' })
    return await openAsBlob(path)
  } catch (cause) {
    throw createUsageError(createFileProblem(path, cause))
  }
}

/** Follows a run until it ends or waits for a decision. Returns `undefined` if the user canceled it. */
async function followRun(server: RemoteServer, run: string, terminal: Terminal): Promise<RunView | undefined> {
  const { signal } = terminal
  const record: RunEvent[] = []
  let progress: ReturnType<typeof createRunProgress> | undefined
  terminal.showProgress('Queued …')
  try {
    for await (const item of server.streamEvents(run, { signal })) {
      if (item.kind === 'progress') progress?.updateProgress(item.progress)
      if (item.kind !== 'event') continue
      record.push(item.event)
      if (item.event.type === 'run-started') progress = createRunProgress(item.event.workflow, terminal)
      progress?.handleEvent(item.event)
      // A wait for a time or an event ends without the user.
      if (item.event.type === 'node-waiting' && item.event.waitFor.kind === 'approval') break
    }
    return foldRun(record)
  } catch (cause) {
    if (!signal.aborted) throw cause
    await server.call('POST /api/v1/runs/{id}/cancel', { path: { id: run }, signal: AbortSignal.timeout(5_000) })
    terminal.report(`Canceled the run ${run} on the server.`)
    return undefined
  } finally {
    terminal.showProgress(undefined)
  }
}
