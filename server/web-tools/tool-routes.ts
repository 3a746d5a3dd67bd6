import { NodeError, type WebToolRequest } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import { createRoute, type z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { createHourlyLimitOutcome } from './tool-usage.ts'
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

const errorResponses = describeErrorResponses({
  400: 'Malformed JSON.',
  409: 'No provider is set up, or all providers failed.',
  415: 'Content type is not JSON.',
  422: 'Invalid body; see details.',
  429: 'The hourly call limit is reached, or all providers are overloaded; see Retry-After.',
})

const describeTool = <Path extends string, Schema extends z.ZodType>(
  path: Path,
  bodySchemaName: string,
  summary: string,
  resultDescription: string,
  schema: Schema,
) =>
  createRoute({
    'x-permission': 'execute',
    method: 'post',
    path,
    tags: ['tools'],
    summary,
    request: {
      body: {
        required: true,
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${bodySchemaName}` } } },
      },
    },
    responses: { 200: describeJsonResponse(resultDescription, schema), ...errorResponses },
  })

const search = describeTool(
  '/api/v1/tools/web/search',
  'ToolSearchBody',
  'Search the web with the providers in the workspace',
  'The results. They contain third-party text.',
  searchResponseSchema,
)
const read = describeTool(
  '/api/v1/tools/web/read',
  'ToolReadBody',
  'Read a web page as Markdown',
  'The page. It contains third-party text.',
  pageResponseSchema,
)
const image = describeTool(
  '/api/v1/tools/ai/image',
  'ToolImageBody',
  'Create an image and store it as a dataset',
  'The image.',
  imageResponseSchema,
)
const chat = describeTool(
  '/api/v1/tools/ai/chat',
  'ToolChatBody',
  'Send messages to a language model in the workspace',
  'The reply.',
  chatResponseSchema,
)

/** Adds the routes under `/api/v1/tools/web` and `/api/v1/tools/ai`. */
export function addToolRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, requirePermission, uploadLimits }: RouteDependencies,
): void {
  app.openAPIRegistry.register('ToolSearchBody', searchBodySchema)
  app.openAPIRegistry.register('ToolReadBody', readBodySchema)
  app.openAPIRegistry.register('ToolImageBody', imageBodySchema)
  app.openAPIRegistry.register('ToolChatBody', chatBodySchema)

  const callTool = async (context: Context<AppEnvironment>, request: WebToolRequest) => {
    const { store, withEgress, providerQueue } = await openWorkspace(context, 'execute')
    const { id: callerId } = requirePermission(context, 'execute')
    const { signal } = context.req.raw
    const { callWebTool } = await import('./call-web-tool.ts')
    const services = { store, withEgress, queue: providerQueue, uploadLimits }
    const outcome = await callWebTool(request, { callerId, signal }, services)
    if (!outcome.problem) return { result: outcome.value, rejection: undefined }
    return { rejection: sendToolProblem(context, outcome.problem, outcome.retryAfterMs) }
  }
  const sendToolProblem = (context: Context<AppEnvironment>, problem: Problem, retryAfterMs: number | undefined) => {
    if (retryAfterMs === undefined) return sendProblem(context, 409, problem)
    context.header('Retry-After', String(Math.ceil(retryAfterMs / 1000)))
    return sendProblem(context, 429, problem)
  }

  app.openapi(search, async (context) => {
    const { body, rejection } = await readBody(context, searchBodySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { query, num_results: maxResults } = body
    const outcome = await callTool(context, { tool: 'web_search', query, maxResults })
    if (outcome.rejection) return outcome.rejection
    const { provider, cost, output } = outcome.result
    const items = output.results as unknown as z.infer<typeof searchResponseSchema>['items']
    return context.json({ items, total: items.length, provider, cost }, 200)
  })
  app.openapi(read, async (context) => {
    const { body, rejection } = await readBody(context, readBodySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const outcome = await callTool(context, { tool: 'web_read', url: body.url })
    if (outcome.rejection) return outcome.rejection
    const { provider, cost, output } = outcome.result
    const { url, title, content, isTruncated } = output as Record<'url' | 'title' | 'content', string> & {
      isTruncated: boolean
    }
    return context.json({ url, title, content, truncated: isTruncated, provider, cost }, 200)
  })
  app.openapi(image, async (context) => {
    const { body, rejection } = await readBody(context, imageBodySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const outcome = await callTool(context, { tool: 'image', ...body })
    if (outcome.rejection) return outcome.rejection
    const { provider, model, cost, output } = outcome.result
    const { dataset, name, mediaType } = output as Record<'dataset' | 'name' | 'mediaType', string>
    return context.json({ images: [{ data_id: dataset, name, media_type: mediaType }], model, provider, cost }, 200)
  })
  app.openapi(chat, async (context) => {
    const { store, withEgress } = await openWorkspace(context, 'execute')
    const { id: callerId } = requirePermission(context, 'execute')
    const { body, rejection } = await readBody(context, chatBodySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const hourlyLimit = await store.toolUsage.count(callerId)
    if (hourlyLimit) {
      const { problem, retryAfterMs } = createHourlyLimitOutcome(hourlyLimit.retryAfterMs)
      return sendToolProblem(context, problem, retryAfterMs)
    }
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
      return context.json(response, 200)
    } catch (cause) {
      if (!(cause instanceof NodeError)) throw cause
      const ms = performance.now() - startedAt
      await store.toolUsage.add(callerId, { tool: 'chat', provider: modelId || 'default', hasFailed: true, ms })
      return sendToolProblem(
        context,
        cause.problem,
        cause.kind === 'transient' ? (cause.retryAfterMs ?? 1_000) : undefined,
      )
    }
  })
}
