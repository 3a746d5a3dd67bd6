import { describeResponse, joinTypeAndStart, NodeError, type Egress, type EgressResponse } from '@aw-flow/engine'
import { error, parseJson, defined, type Json, type Problem } from '@aw-flow/schema'
import { toRemoteAgent, type StoredAgent } from './agents.ts'

/** Maximum response size for a health check, in bytes. */
const maxHealthCheckBytes = 64 * 1024
/** Maximum response size for a test call, in bytes. */
const maxTestBytes = 1024 * 1024
/** Timeout for a health check, in ms. */
const healthCheckTimeoutMs = 10_000

/** Outcome of a request to a remote agent. */
export interface AgentCallResult {
  /** HTTP status code of the response. Absent if there was no response. */
  httpStatus?: number
  ms: number
  json?: Json
  problem?: Problem
}

/** Requests the agent's health check URL. Status codes from 200 to 299 mean that the agent is healthy. */
export function checkAgentHealth(agent: StoredAgent, egress: Egress): Promise<AgentCallResult> {
  const timeoutMs = Math.min(agent.timeoutMs, healthCheckTimeoutMs)
  const url = agent.healthUrl ?? toHealthUrl(agent.url)
  return sendRequest(
    agent,
    egress,
    { method: 'GET', url, timeoutMs, maxBytes: maxHealthCheckBytes },
    async (response) => {
      await response.close()
      if (isSuccess(response)) return {}
      return { problem: error('remote-agent.unhealthy', { agent: agent.name, status: String(response.status) }) }
    },
  )
}

/** Calls an agent once, outside a run and regardless of its circuit breaker. */
export function testAgent(
  agent: StoredAgent,
  input: Json,
  { egress, idempotencyKey }: { egress: Egress; idempotencyKey: string },
): Promise<AgentCallResult> {
  const body = new TextEncoder().encode(JSON.stringify({ input }))
  const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey }
  const call = { method: 'POST', url: agent.url, timeoutMs: agent.timeoutMs, maxBytes: maxTestBytes, headers, body }
  return sendRequest(agent, egress, call, async (response) => {
    if (!isSuccess(response)) {
      return { problem: createFailedProblem(agent, response, await describeResponse(response)) }
    }
    const chunks: Uint8Array[] = []
    for await (const chunk of response.body) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    if (text.trim() === '') return { json: null }
    const parsedJson = parseJson(text)
    if (parsedJson.ok) return { json: parsedJson.value }
    const detail = joinTypeAndStart(response.headers['content-type'] ?? '', text)
    return { problem: createFailedProblem(agent, response, detail) }
  })
}

const createFailedProblem = (agent: StoredAgent, { status }: EgressResponse, detail: string): Problem =>
  error('remote-agent.failed', { agent: agent.name, status: [status, detail].filter(Boolean).join(', ') })

const isSuccess = ({ status }: EgressResponse): boolean => status >= 200 && status < 300

async function sendRequest(
  agent: StoredAgent,
  egress: Egress,
  call: {
    method: string
    url: string
    timeoutMs: number
    maxBytes: number
    headers?: Record<string, string>
    body?: Uint8Array
  },
  readResponse: (response: EgressResponse) => Promise<Pick<AgentCallResult, 'json' | 'problem'>>,
): Promise<AgentCallResult> {
  const { method, url, timeoutMs, maxBytes, headers = {}, body } = call
  const startedAt = performance.now()
  const measureMs = (): number => Math.round(performance.now() - startedAt)
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await egress.fetch(
      defined({
        method,
        url,
        headers,
        body,
        secrets: toRemoteAgent(agent).secrets,
        limits: { idleMs: timeoutMs, totalMs: timeoutMs, bodyBytes: maxBytes },
        signal,
      }),
    )
    return { httpStatus: response.status, ms: measureMs(), ...(await readResponse(response)) }
  } catch (cause) {
    const timeoutProblem = error('remote-agent.no-response', { agent: agent.name, ms: timeoutMs })
    if (!signal.aborted && !(cause instanceof NodeError)) throw cause
    return {
      ms: measureMs(),
      problem: signal.aborted || !(cause instanceof NodeError) ? timeoutProblem : cause.problem,
    }
  }
}

/** Appends `health` to the path of a URL and removes its query and fragment. */
function toHealthUrl(address: string): string {
  const url = new URL(address)
  url.search = ''
  url.hash = ''
  url.pathname = `${url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`}health`
  return url.href
}
