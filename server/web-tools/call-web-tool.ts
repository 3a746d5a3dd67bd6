import { NodeError, type Egress, type ExceededLimit, type WebToolRequest, type WebToolResult } from '@aw-flow/engine'
import { createLimitProblem } from '@aw-flow/nodes'
import { error, type Json, type Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { readConfiguration } from '../api/configuration.ts'
import { addWithinQuota, unlimitedUploads, type UploadLimits } from '../api/upload-allowance.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { generateImage, type GeneratedImage } from './providers/image-providers.ts'
import type { ProviderQueue } from './providers/provider-queue.ts'
import { ProviderError, toProblem, type ProviderConnection } from './providers/provider-request.ts'
import { readPage } from './providers/read-providers.ts'
import { searchWeb } from './providers/search-providers.ts'
import { listProviders, type ToolProvider } from './providers/tool-providers.ts'
import { createHourlyLimitError } from './tool-usage.ts'

/** The workspace services that a call uses. */
export interface WebToolServices {
  store: Pick<WorkspaceStore, 'workspace' | 'state' | 'datasets' | 'uploads' | 'quotas' | 'modelUsage' | 'toolUsage'>
  withEgress<T>(use: (egress: Egress) => Promise<T>): Promise<T>
  queue: ProviderQueue
  /** Upload limits that apply to images from providers. */
  uploadLimits?: UploadLimits | undefined
}

export interface WebToolCall {
  /** The ID whose hourly limit applies: the caller's or, if no person started the run, the workflow's. */
  callerId: string
  signal: AbortSignal
}

/** Maximum number of rounds in which all providers are tried. */
const maxRounds = 3
/** Maximum time to wait for an overloaded provider, in ms. */
const maxRetryDelayMs = 20_000
/** Delay before the first retry if a provider sends no `Retry-After` header, in ms. It doubles every round. */
const defaultRetryDelayMs = 1_000

/**
 * Calls a web tool using the workspace's providers. If a provider is overloaded, it is paused and the next one is
 * tried. The call counts toward the hourly limit per person, and its cost counts toward the monthly limits.
 *
 * @throws {NodeError} `transient` if a later attempt can succeed, otherwise `permanent`.
 */
export async function callWebTool(
  request: WebToolRequest,
  { callerId, signal }: WebToolCall,
  { store, withEgress: useEgress, queue, uploadLimits = unlimitedUploads }: WebToolServices,
): Promise<WebToolResult> {
  const { tool } = request
  const { web_tools: tools, llm_month_limits: monthlyLimits = {} } = await readConfiguration(store.state)
  const providers = listProviders(tools, tool)
  if (providers.length === 0) throw new NodeError('permanent', error('web-tool.none', { tool }))
  const unpricedProvider = providers.find(({ price }) => price === undefined)
  if (monthlyLimits.cost !== undefined && unpricedProvider)
    throw new NodeError('permanent', error('agent.no-price', { model: getProviderName(unpricedProvider) }))
  const hourlyLimit = await store.toolUsage.count(callerId)
  if (hourlyLimit) throw createHourlyLimitError(hourlyLimit.retryAfterMs)
  const effectKey = `tool/${randomUUID()}`
  const estimate = { ...zeroUsage, cost: Math.max(...providers.map(({ price }) => price ?? 0)) }
  const exceededLimit: ExceededLimit | undefined = await store.modelUsage.reserve(effectKey, estimate, monthlyLimits)
  if (exceededLimit) throw new NodeError('permanent', createLimitProblem(tool, exceededLimit))
  const charges = { cost: 0, unpriced: 0 }
  try {
    const { provider, output: receivedOutput } = await useEgress((egress) =>
      tryProviders(providers, { queue, signal, workspace: store.workspace }, async (provider) => {
        const startedAt = performance.now()
        const recordCall = (call: { hasFailed?: boolean; cost?: number | undefined }) =>
          store.toolUsage.add(callerId, {
            tool,
            provider: getProviderName(provider),
            ms: performance.now() - startedAt,
            ...call,
          })
        try {
          const output = await performRequest(request, provider, { egress, signal })
          if (provider.price === undefined) charges.unpriced++
          else charges.cost += provider.price
          await recordCall({ cost: provider.price })
          return output
        } catch (cause) {
          if (cause instanceof ProviderError) await recordCall({ hasFailed: true })
          throw cause
        }
      }),
    )
    // The provider charges for the image even if the quota does not allow storing it.
    const output = await storeOutput(receivedOutput, store, uploadLimits)
    return { provider: provider.provider, model: provider.model, cost: provider.price ?? null, output }
  } finally {
    await store.modelUsage.settle(effectKey, { ...zeroUsage, ...charges })
  }
}

const zeroUsage = { requests: 0, toolCalls: 0, inputTokens: 0, outputTokens: 0, cost: 0 }

const getProviderName = ({ provider, model }: ToolProvider): string => model || provider

type ToolOutput = WebToolResult['output']
/** A provider's response. An image in it has not been stored yet. */
type ProviderOutput = { value: ToolOutput; image?: undefined } | { image: GeneratedImage; value?: undefined }

/** Tries the providers in order until one succeeds. Waits for overloaded providers between rounds. */
async function tryProviders(
  providers: readonly ToolProvider[],
  { queue, signal, workspace }: { queue: ProviderQueue; signal: AbortSignal; workspace: string },
  callProvider: (provider: ToolProvider) => Promise<ProviderOutput>,
): Promise<{ provider: ToolProvider; output: ProviderOutput }> {
  const getKey = ({ provider, baseUrl, secret = '' }: ToolProvider): string =>
    JSON.stringify([workspace, provider, baseUrl, secret])
  let problem: Problem | undefined
  const unusableProviders = new Set<ToolProvider>()
  for (let round = 1; ; round++) {
    for (const provider of providers) {
      const key = getKey(provider)
      if (unusableProviders.has(provider) || queue.getPauseMs(key) > 0) continue
      try {
        const output = await queue.run(key, () => {
          signal.throwIfAborted()
          return callProvider(provider)
        })
        return { provider, output }
      } catch (cause) {
        if (!(cause instanceof ProviderError)) throw cause
        problem = toProblem(getProviderName(provider), cause)
        if (cause.kind === 'refused') throw new NodeError('permanent', problem)
        if (cause.kind === 'unusable') unusableProviders.add(provider)
        else queue.pause(key, cause.retryAfterMs ?? defaultRetryDelayMs * 2 ** (round - 1))
      }
    }
    const pauses = providers
      .filter((provider) => !unusableProviders.has(provider))
      .map(getKey)
      .map(queue.getPauseMs)
    const [firstProvider] = providers
    problem ??= error('web-tool.busy', { provider: getProviderName(firstProvider!) })
    if (pauses.length === 0) throw new NodeError('permanent', problem)
    const pauseMs = Math.min(...pauses)
    if (round >= maxRounds || pauseMs > maxRetryDelayMs)
      throw new NodeError('transient', problem, { retryAfterMs: Math.max(pauseMs, 1) })
    await delay(pauseMs, undefined, { signal })
  }
}

async function performRequest(
  request: WebToolRequest,
  provider: ToolProvider,
  connection: ProviderConnection,
): Promise<ProviderOutput> {
  switch (request.tool) {
    case 'web_search':
      return { value: { results: (await searchWeb(provider, request, connection)) as unknown as Json } }
    case 'web_read':
      return { value: (await readPage(provider, request, connection)) as unknown as ToolOutput }
    case 'image':
      return { image: await generateImage(provider, request, connection) }
  }
}

/** Stores an image as a dataset if the workspace's quota allows it. Other output is returned unchanged. */
async function storeOutput(
  { value, image }: ProviderOutput,
  store: WebToolServices['store'],
  limits: UploadLimits,
): Promise<ToolOutput> {
  if (!image) return value
  const { bytes, mediaType, extension } = image
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes
  }
  const receivedFile = await store.datasets.receive(chunks())
  const added = await addWithinQuota(store, limits, receivedFile, `image.${extension}`)
  if (!added.ok) throw new NodeError('permanent', added.problem)
  const { id: dataset, name } = added.value.dataset
  return { dataset, name, mediaType }
}
