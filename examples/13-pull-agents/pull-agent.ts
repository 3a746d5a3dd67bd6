/** A step assigned to the agent by a Remote agent node. */
export interface Step {
  readonly id: string
  readonly run_id: string
  readonly node: string
  /** Identical for every claim of the same step. Use it to detect work that has already been done. */
  readonly idempotency_key: string
  readonly attempt: number
  readonly input: { readonly input: Record<string, unknown>; readonly value?: unknown }
}

interface ClaimedStep extends Step {
  readonly token: string
  readonly lease_seconds: number
}

/** Thrown by `perform` to report a failure that may succeed on retry. */
export class RetryError extends Error {}

export interface PullAgentOptions {
  /** The server's URL, such as `https://aw.example.com`. */
  server: string
  /** The agent's access token. */
  token: string
  /** Performs a step and returns its output. The signal is aborted when the run no longer needs the step. */
  perform(step: Step, signal: AbortSignal): Promise<unknown>
  /** Stops the agent after its current step. */
  signal: AbortSignal
  /** Called when a request fails. Defaults to `console.error`. */
  onError?(cause: unknown): void
}

/** Claims and performs steps, one at a time, until the signal is aborted. Run several agents for parallel work. */
export async function runPullAgent(options: PullAgentOptions): Promise<void> {
  const { signal, onError = console.error } = options
  let delayMs = 1_000
  while (!signal.aborted) {
    try {
      const response = await post(options, 'claim?wait=25', options.token, { signal })
      delayMs = 1_000
      if (response.status === 200) await handleStep((await response.json()) as ClaimedStep, options)
    } catch (cause) {
      if (signal.aborted) return
      onError(cause)
      // The server may be restarting, or the token may be wrong.
      await wait(delayMs, signal)
      delayMs = Math.min(delayMs * 2, 30_000)
    }
  }
}

async function handleStep(step: ClaimedStep, options: PullAgentOptions): Promise<void> {
  const { perform, onError = console.error } = options
  const abortController = new AbortController()
  const { token, ...publicStep } = step
  const sendHeartbeat = async (): Promise<void> => {
    const response = await post(options, `${step.id}/heartbeat`, token, { accepted: [404, 409, 410] })
    if (!response.ok) abortController.abort()
  }
  const timer = setInterval(() => void sendHeartbeat().catch(onError), (step.lease_seconds * 1_000) / 3)
  try {
    const result = await perform(publicStep, abortController.signal).then(
      (output) => ({ output: output ?? null }),
      (cause: unknown) => ({
        error: { message: cause instanceof Error ? cause.message : String(cause), retry: cause instanceof RetryError },
      }),
    )
    if (!abortController.signal.aborted) await sendResult(step, result, options)
  } finally {
    clearInterval(timer)
  }
}

/** Sends a result, retrying until the server responds. The server stores a repeated result only once. */
async function sendResult(step: ClaimedStep, result: object, options: PullAgentOptions): Promise<void> {
  const { onError = console.error } = options
  for (let delayMs = 500; ; delayMs = Math.min(delayMs * 2, 10_000)) {
    try {
      const body = { ...result, run_id: step.run_id, node: step.node }
      const response = await post(options, `${step.id}/result`, step.token, {
        body,
        accepted: [400, 404, 409, 410, 413, 422],
      })
      if ([400, 413, 422].includes(response.status)) {
        const message = `The server rejected the result: ${await response.text()}`.slice(0, 2_000)
        if ('output' in result) await sendResult(step, { error: { message } }, options)
      }
      return
    } catch (cause) {
      onError(cause)
      await wait(delayMs)
    }
  }
}

async function post(
  { server }: PullAgentOptions,
  path: string,
  token: string,
  { body, accepted = [], signal }: { body?: object; accepted?: readonly number[]; signal?: AbortSignal } = {},
): Promise<Response> {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(new Error(`${path}: no response within a minute`)), 60_000)
  const response = await fetch(`${server.replace(/\/$/, '')}/api/v1/agent-steps/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal,
  }).finally(() => clearTimeout(timer))
  if (response.ok || accepted.includes(response.status)) return response
  throw new Error(`${path}: ${response.status} ${await response.text()}`)
}

const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
