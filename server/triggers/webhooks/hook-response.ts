import { isSendableHeader } from '@aw-flow/nodes'
import { error, isFinalRunState, type Json, type RunState, type Value } from '@aw-flow/schema'
import type { Context } from 'hono'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppEnvironment } from '../../app-environment.ts'
import type { LiveServices, WorkspaceRunServices } from '../../backend.ts'
import { formatContentDisposition } from '../../http/content-disposition.ts'
import { sendProblem } from '../../http/error-response.ts'
import { getContentType, toDownloadType } from '../../wire/dataset.ts'

/** Maximum time to wait for a workflow's response, in ms. */
const responseTimeoutMs = 30_000
/** Interval at which a run is checked, in ms. A notification triggers an earlier check. */
const pollIntervalMs = 500
/** Default limit on the number of requests per owner that wait in this process. */
const defaultMaxWaitingRequests = 100

/**
 * Media types of scripts and styles. With another type, no page of this origin can load the response as code of its own:
 * browsers compare the type of a script (`nosniff`), while the policy of these pages allows every script of the origin.
 */
const codeTypePattern = /script|css/i

/** A workflow's response, or the final state of a run that sent no response. */
export type HookOutcome = { response: Json } | { finalStatus: RunState }

/** Waits until one of the given response nodes has completed or the run has ended. */
type WaitForResponse = (
  workspace: Pick<WorkspaceRunServices, 'store'> & LiveServices,
  runId: string,
  options: { nodeIds: ReadonlySet<string>; signal: AbortSignal },
) => Promise<HookOutcome | undefined>

/**
 * Creates the function that waits for responses from runs. It resolves with `undefined` after 30 seconds, or
 * immediately if too many requests of the workspace's owner are waiting. In both cases, the caller sends the run's ID instead.
 */
export function createResponseWaiter(maxWaitingRequests = defaultMaxWaitingRequests): WaitForResponse {
  const waitingCounts = new Map<string, number>()
  return async (workspace, runId, options) => {
    const owner = await workspace.store.readOwner()
    const count = waitingCounts.get(owner) ?? 0
    if (count >= maxWaitingRequests) return undefined
    waitingCounts.set(owner, count + 1)
    try {
      return await waitForOutcome(workspace, runId, options)
    } finally {
      const remainingCount = (waitingCounts.get(owner) ?? 1) - 1
      if (remainingCount > 0) waitingCounts.set(owner, remainingCount)
      else waitingCounts.delete(owner)
    }
  }
}

const waitForOutcome: WaitForResponse = async ({ store: { runs }, notifications }, runId, { nodeIds, signal }) => {
  const deadline = performance.now() + responseTimeoutMs
  let wake: () => void = () => undefined
  const unlisten = notifications.listen({ onEvents: (id) => (id === runId ? wake() : undefined) })
  let nextSeq = 0
  try {
    while (performance.now() < deadline && !signal.aborted) {
      const notification = new Promise<void>((resolve) => (wake = resolve))
      // Reads the state before the events: if the run has ended, its events are then complete.
      const summary = await runs.find(runId)
      for (const event of await runs.readEventsFrom(runId, nextSeq, 500)) {
        nextSeq = event.seq + 1
        if (event.type !== 'node-completed' || !nodeIds.has(event.node)) continue
        const response: Value | undefined = event.outputs.response
        if (response?.kind === 'json') return { response: response.json as Json }
      }
      if (!summary) return undefined
      if (isFinalRunState(summary.status)) return { finalStatus: summary.status }
      await Promise.race([notification, sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined)])
    }
  } finally {
    unlisten()
  }
  return undefined
}

/** Sends the workflow's response, or the outcome of the run. */
export async function sendHookOutcome(
  context: Context<AppEnvironment>,
  { datasets }: Pick<WorkspaceRunServices['store'], 'datasets'>,
  runId: string,
  outcome: HookOutcome,
): Promise<Response> {
  if ('finalStatus' in outcome) {
    if (outcome.finalStatus === 'completed') return context.json({ run_id: runId, status: outcome.finalStatus }, 200)
    return sendProblem(context, 500, error('hook.run-failed', { run: runId, status: outcome.finalStatus }))
  }
  const { status, headers, body, file } = Object(outcome.response) as {
    status: number
    headers: Record<string, string>
    body: Json
    file?: { dataset: string; name: string }
  }
  const stream = file && (await datasets.openStream(file.dataset))
  if (file && !stream) return sendProblem(context, 500, error('dataset.not-found', { id: file.dataset }))
  const defaultHeaders: Record<string, string> = file
    ? {
        'content-type': toDownloadType(getContentType(file.name)),
        'content-disposition': formatContentDisposition(file.name),
      }
    : { 'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json' }
  for (const [name, value] of Object.entries({ ...defaultHeaders, ...headers })) {
    if (!isSendableHeader(name)) continue
    const isCode = name === 'content-type' && codeTypePattern.test(value)
    context.header(name, isCode ? 'text/plain; charset=utf-8' : toHeaderBytes(value))
  }
  context.header('X-Run-Id', runId)
  if (status === 204 || status === 205 || status === 304) {
    stream?.destroy()
    return context.body(null, status as 204)
  }
  if (stream) return context.body(Readable.toWeb(stream) as ReadableStream<Uint8Array>, status as 200)
  return context.body(typeof body === 'string' ? body : JSON.stringify(body), status as 200)
}

/** Returns the UTF-8 bytes of a header as characters, because a header can only contain those of Latin-1. */
const toHeaderBytes = (value: string): string =>
  /[^\0-\xff]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value
