import { joinTypeAndStart, NodeError, type Egress } from '@aw-flow/engine'
import { defined, error, getProblemText, parseJson, type Problem } from '@aw-flow/schema'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { createHash } from 'node:crypto'
import type { Configuration } from './configuration.ts'

/** A service of language models, as the configured models state it. */
type Endpoint = Pick<Configuration['llm_models'][number], 'address' | 'secret' | 'protocol'>

/** The models of a service, or why it could not be asked. */
export type EndpointAnswer = Endpoint & { models: string[]; problem?: string }

/** How long an answer and a failure are reused, in ms. */
const answerLifetimeMs = 300_000
const failureLifetimeMs = 30_000
/** Time limit for the answer of a service, in ms. */
const timeoutMs = 5_000
const maxBodyBytes = 2_000_000
const maxModels = 1_000
const maxCachedAnswers = 500

/** Asks the services of a workspace's configured models which models they offer. */
export function createEndpointModels(now = (): number => performance.now()) {
  const answers = new Map<string, { answer: Promise<EndpointAnswer>; expiresAt: number }>()
  const ask = (key: string, endpoint: Endpoint, egress: Egress): Promise<EndpointAnswer> => {
    const known = answers.get(key)
    if (known && known.expiresAt > now()) return known.answer
    const entry = { answer: askEndpoint(endpoint, egress), expiresAt: now() + answerLifetimeMs }
    const shortenFailure = async (): Promise<void> => {
      if ((await entry.answer).problem !== undefined) entry.expiresAt = now() + failureLifetimeMs
    }
    void shortenFailure().catch(() => answers.delete(key))
    answers.delete(key)
    answers.set(key, entry)
    if (answers.size > maxCachedAnswers) answers.delete(answers.keys().next().value!)
    return entry.answer
  }
  return (
    models: Configuration['llm_models'],
    { workspace, withEgress }: { workspace: string; withEgress<T>(use: (egress: Egress) => Promise<T>): Promise<T> },
  ): Promise<EndpointAnswer[]> => {
    const endpoints = new Map<string, Endpoint>()
    for (const { address, secret, protocol } of models) {
      const key = createHash('sha256')
        .update(JSON.stringify([workspace, address, secret, protocol]))
        .digest('base64url')
      endpoints.set(key, { address, ...defined({ secret }), protocol: protocol ?? 'openai' })
    }
    return withEgress((egress) => Promise.all([...endpoints].map(([key, endpoint]) => ask(key, endpoint, egress))))
  }
}

async function askEndpoint(endpoint: Endpoint, egress: Egress): Promise<EndpointAnswer> {
  const { address, secret, protocol } = endpoint
  const isAnthropic = protocol === 'anthropic'
  const url = new URL(address)
  const path = url.pathname.replace(/\/+$/, '')
  url.pathname = isAnthropic ? `${path.replace(/\/v1$/, '')}/v1/models` : `${path}/models`
  const signal = AbortSignal.timeout(timeoutMs)
  const fail = (problem: Problem): EndpointAnswer => ({
    ...endpoint,
    models: [],
    problem: englishFormatter.format(getProblemText(problem)),
  })
  const request = { model: url.pathname, host: url.host }
  try {
    const response = await egress.fetch({
      url: url.href,
      headers: { accept: 'application/json', ...(isAnthropic ? { 'anthropic-version': '2023-06-01' } : {}) },
      secrets: !secret
        ? []
        : [isAnthropic ? { name: secret, as: 'header', field: 'x-api-key' } : { name: secret, as: 'bearer' }],
      limits: { idleMs: timeoutMs, totalMs: timeoutMs, bodyBytes: maxBodyBytes },
      signal,
    })
    const chunks: Uint8Array[] = []
    for await (const chunk of response.body) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const json = parseJson(text)
    const items = json.ok ? (json.value as { data?: unknown } | null)?.data : undefined
    if (response.status >= 300 || !Array.isArray(items)) {
      return fail(
        error('model.failed', {
          ...request,
          status: String(response.status),
          said: joinTypeAndStart(response.headers['content-type'] ?? '', text),
        }),
      )
    }
    const ids = items.flatMap((item: unknown) => {
      const id = (item as { id?: unknown } | null)?.id
      return typeof id === 'string' && id.length > 0 && id.length <= 200 ? [id] : []
    })
    return { ...endpoint, models: [...new Set(ids)].slice(0, maxModels) }
  } catch (cause) {
    if (cause instanceof NodeError) return fail(cause.problem)
    if (signal.aborted) return fail(error('model.no-response', { ...request, said: '' }))
    throw cause
  }
}
