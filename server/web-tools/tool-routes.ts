import { NodeError, type WebToolRequest, type WebToolResult } from '@aw-flow/engine'
import { type z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { RouteRequest, WorkspaceRequestServices } from '../api/routes.ts'
import { jsonBody } from '../http/json-body.ts'
import { createHourlyLimitError } from './tool-usage.ts'
import {
  chatBodySchema,
  chatResponseSchema,
  imageBodySchema,
  imageResponseSchema,
  pageResponseSchema,
  readBodySchema,
  searchBodySchema,
  searchResponseSchema,
} from './tool-wire.ts'
import { Rejection } from '../http/rejection.ts'

/** Adds the routes under `/api/v1/tools/web` and `/api/v1/tools/ai`. */
export function addToolRoutes({ createWorkspaceRoutes, uploadLimits }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({
    path: '/api/v1/tools',
    tags: ['tools'],
    errors: {
      409: 'No provider is set up, or all providers failed.',
      502: 'The service did not answer; see Retry-After.',
      429: 'The hourly call limit is reached, or all providers are overloaded; see Retry-After.',
    },
  })
  const callTool = async (
    {
      context,
      caller,
      backend: { store, withEgress, providerQueue },
    }: Omit<RouteRequest, 'body'> & WorkspaceRequestServices,
    request: WebToolRequest,
  ): Promise<WebToolResult> => {
    const { callWebTool } = await import('./call-web-tool.ts')
    const services = { store, withEgress, queue: providerQueue, uploadLimits }
    return callWebTool(request, { callerId: caller.id, signal: context.req.raw.signal }, services).catch(
      (cause: unknown) => {
        throw cause instanceof NodeError ? createToolRejection(cause) : cause
      },
    )
  }
  const createToolRejection = ({ kind, problem, retryAfterMs = 1_000 }: NodeError): Rejection => {
    if (kind !== 'transient') return new Rejection(409, problem)
    // A service that does not answer has not counted requests, so the caller has not sent too many.
    const status = /^(egress\.|model\.no-response$)/.test(problem.code) ? 502 : 429
    return new Rejection(status, problem, undefined, Math.ceil(retryAfterMs / 1000))
  }

  routes.post('/web/search', {
    permission: 'execute',
    summary: 'Search the web with the providers in the workspace',
    body: jsonBody('ToolSearchBody', searchBodySchema),
    responses: { 200: ['The results. They contain third-party text.', searchResponseSchema] },
    handle: async ({ body, ...request }) => {
      const { query, num_results: maxResults } = body
      const { provider, cost, output } = await callTool(request, { tool: 'web_search', query, maxResults })
      const items = output.results as unknown as z.infer<typeof searchResponseSchema>['items']
      return { items, total: items.length, provider, cost }
    },
  })

  routes.post('/web/read', {
    permission: 'execute',
    summary: 'Read a web page as Markdown',
    body: jsonBody('ToolReadBody', readBodySchema),
    responses: { 200: ['The page. It contains third-party text.', pageResponseSchema] },
    handle: async ({ body, ...request }) => {
      const { provider, cost, output } = await callTool(request, { tool: 'web_read', url: body.url })
      const { url, title, content, isTruncated } = output as Record<'url' | 'title' | 'content', string> & {
        isTruncated: boolean
      }
      return { url, title, content, truncated: isTruncated, provider, cost }
    },
  })

  routes.post('/ai/image', {
    permission: 'execute',
    summary: 'Create an image and store it as a dataset',
    body: jsonBody('ToolImageBody', imageBodySchema),
    responses: { 200: ['The image.', imageResponseSchema] },
    handle: async ({ body, ...request }) => {
      const { provider, model, cost, output } = await callTool(request, { tool: 'image', ...body })
      const { dataset, name, mediaType } = output as Record<'dataset' | 'name' | 'mediaType', string>
      return { images: [{ data_id: dataset, name, media_type: mediaType }], model, provider, cost }
    },
  })

  routes.post('/ai/chat', {
    permission: 'execute',
    summary: 'Send messages to a language model in the workspace',
    body: jsonBody('ToolChatBody', chatBodySchema),
    responses: { 200: ['The reply.', chatResponseSchema] },
    handle: async ({ context, caller, backend: { withEgress }, store, body }) => {
      const callerId = caller.id
      const hourlyLimit = await store.toolUsage.count(callerId)
      if (hourlyLimit) throw createToolRejection(createHourlyLimitError(hourlyLimit.retryAfterMs))
      const { messages, model: modelId, max_tokens: maxTokens, temperature, system } = body
      const instructions = system ? [{ role: 'system' as const, content: system }] : []
      const request = { messages: [...instructions, ...messages], model: modelId, maxTokens, temperature }
      const { chatWithModel } = await import('./chat.ts')
      const startedAt = performance.now()
      try {
        const { model, reply, usage } = await chatWithModel(request, { store, withEgress }, context.req.raw.signal)
        const cost = usage.unpriced > 0 ? undefined : (usage.cost ?? undefined)
        await store.toolUsage.add(callerId, { tool: 'chat', provider: model, cost, ms: performance.now() - startedAt })
        const stopReasons = {
          stop: 'end_turn',
          length: 'max_tokens',
          refused: 'refusal',
          tools: null,
          unknown: null,
        } as const
        const response: z.infer<typeof chatResponseSchema> = {
          id: context.get('correlationId'),
          type: 'message',
          role: 'assistant',
          model,
          content: [{ type: 'text', text: reply.refusal ?? reply.text }],
          stop_reason: stopReasons[reply.ended],
          usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
          cost: cost ?? null,
        }
        return response
      } catch (cause) {
        if (!(cause instanceof NodeError)) throw cause
        const ms = performance.now() - startedAt
        await store.toolUsage.add(callerId, { tool: 'chat', provider: modelId || 'default', hasFailed: true, ms })
        throw createToolRejection(cause)
      }
    },
  })
}
