import { error, isEnded, type Json, type RunState, type Value } from '@aw-flow/schema'
import type { Context } from 'hono'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppEnvironment } from '../app-environment.ts'
import type { WorkspaceBackend } from '../backend.ts'
import { sendProblem } from '../http/error-response.ts'

/** Maximum time to wait for the response of a workflow, in ms. */
const responseTimeoutMs = 30_000
/** Time between two checks of a run, in ms. Notifications make it check earlier. */
const pollIntervalMs = 500
/** Maximum number of requests in a workspace that wait in this process, by default. */
const defaultMaxWaiting = 100

/** Headers that a workflow can set besides `x-…`. */
const responseHeaders = new Set([
  'cache-control',
  'content-language',
  'content-type',
  'etag',
  'last-modified',
  'link',
  'location',
  'retry-after',
])
const protectedHeaders = new Set(['x-content-type-options', 'x-frame-options', 'x-xss-protection', 'x-correlation-id'])

/** The response of a workflow, or the end of a run that sent no response. */
export type HookOutcome = { response: Json } | { ended: RunState }

/** Waits for a response node of a run, or for its end. */
type WaitForResponse = (
  workspace: WorkspaceBackend,
  run: string,
  options: { nodes: ReadonlySet<string>; signal: AbortSignal },
) => Promise<HookOutcome | undefined>

/**
 * Creates the function that waits for the responses of runs. It returns `undefined` after 30 seconds, or
 * immediately if too many requests of the workspace wait: the caller then receives the id of the run instead.
 */
export function createResponseWaiter(maxWaiting = defaultMaxWaiting): WaitForResponse {
  const waiting = new Map<string, number>()
  return async (workspace, run, options) => {
    const { workspace: name } = workspace.store
    const count = waiting.get(name) ?? 0
    if (count >= maxWaiting) return undefined
    waiting.set(name, count + 1)
    try {
      return await waitForOutcome(workspace, run, options)
    } finally {
      const remaining = (waiting.get(name) ?? 1) - 1
      if (remaining > 0) waiting.set(name, remaining)
      else waiting.delete(name)
    }
  }
}

const waitForOutcome: WaitForResponse = async ({ store: { runs }, notifications }, run, { nodes, signal }) => {
  const deadline = performance.now() + responseTimeoutMs
  let wake: () => void = () => undefined
  const unlisten = notifications.listen({ onEvents: (id) => (id === run ? wake() : undefined) })
  let nextSeq = 0
  try {
    while (performance.now() < deadline && !signal.aborted) {
      const notified = new Promise<void>((resolve) => (wake = resolve))
      // The state is read before the events, because the events of an ended run are complete.
      const summary = await runs.find(run)
      for (const event of await runs.readEventsFrom(run, nextSeq, 500)) {
        nextSeq = event.seq + 1
        if (event.type !== 'node-completed' || !nodes.has(event.node)) continue
        const response: Value | undefined = event.outputs.response
        if (response?.kind === 'json') return { response: response.json as Json }
      }
      if (!summary) return undefined
      if (isEnded(summary.status)) return { ended: summary.status }
      await Promise.race([notified, sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined)])
    }
  } finally {
    unlisten()
  }
  return undefined
}

/** Responds with the response of the workflow, or with the outcome of its run. */
export function sendHookOutcome(context: Context<AppEnvironment>, run: string, outcome: HookOutcome): Response {
  if ('ended' in outcome) {
    if (outcome.ended === 'completed') return context.json({ run_id: run, status: outcome.ended }, 200)
    return sendProblem(context, 500, error('hook.run-failed', { run, status: outcome.ended }))
  }
  const { status, headers, body } = Object(outcome.response) as {
    status: number
    headers: Record<string, string>
    body: Json
  }
  for (const [name, value] of Object.entries(headers)) {
    if (responseHeaders.has(name) || (name.startsWith('x-') && !protectedHeaders.has(name))) context.header(name, value)
  }
  context.header('X-Run-Id', run)
  if (status === 204 || status === 205 || status === 304) return context.body(null, status as 204)
  if (headers['content-type'] === undefined) {
    context.header('Content-Type', typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json')
  }
  return context.body(typeof body === 'string' ? body : JSON.stringify(body), status as 200)
}
