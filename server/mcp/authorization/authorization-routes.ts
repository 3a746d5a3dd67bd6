import { error, defined } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../../app-dependencies.ts'
import type { AppEnvironment } from '../../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../../http/error-response.ts'
import { describeJsonResponse } from '../../http/json-response.ts'
import { readBody } from '../../http/read-json-body.ts'
import { createIdParamsSchema } from '../../wire/id.ts'
import { mcpServerSchema, mcpServerToWire } from '../mcp-wire.ts'
import { finishMcpAuthorization, withMcpClient } from '../open-mcp-client.ts'
import { createAuthorizationProvider } from './authorization-provider.ts'
import { createStoredAuthorization } from './stored-authorization.ts'

const tags = ['mcp']
const path = '/api/v1/mcp/servers/{id}'
const params = createIdParamsSchema('0d9a1c52-6f0e-4c8f-8a57-3e1f6b7c8d90')
const describeBody = (name: string) => ({
  body: { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
})
const errorResponses = describeErrorResponses({
  400: 'Malformed JSON.',
  404: 'MCP server not found.',
  409: 'The server or its authorization server rejects the authorization, or does not respond.',
  415: 'Content type is not JSON.',
  422: 'Invalid body; see details.',
})

const startSchema = z
  .strictObject({
    redirect_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .openapi({
        description: 'URL to which the user is redirected, on this server or an allowed origin.',
      }),
  })
  .openapi({ example: { redirect_url: 'http://localhost:3000/mcp' } })
const finishSchema = z
  .strictObject({
    query: z.string().max(10_000).openapi({ description: 'Query of the redirect URL, with `code` and `state`.' }),
  })
  .openapi({ example: { query: 'code=6f1c&state=9a2b' } })

const start = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path: `${path}/authorize`,
  tags,
  summary: 'Start the OAuth authorization for an MCP server',
  request: { params, ...describeBody('McpAuthorizationStart') },
  responses: {
    200: describeJsonResponse(
      'The URL at which the user authorizes this server; null if the MCP server does not require authorization.',
      z.object({ authorization_url: z.string().nullable() }).openapi('McpAuthorizationUrl'),
    ),
    ...errorResponses,
  },
})
const finish = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path: `${path}/authorization`,
  tags,
  summary: 'Complete the authorization for an MCP server. Its tokens are stored as a workspace secret',
  request: { params, ...describeBody('McpAuthorizationQuery') },
  responses: { 200: describeJsonResponse('The server.', mcpServerSchema), ...errorResponses },
})

/** Adds the routes that let administrators authorize a workspace to access an MCP server with OAuth in the browser. */
export function addMcpAuthorizationRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, hostRules }: RouteDependencies,
): void {
  app.openAPIRegistry.register('McpAuthorizationStart', startSchema)
  app.openAPIRegistry.register('McpAuthorizationQuery', finishSchema)
  app.openapi(start, async (context) => {
    const services = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    const server = await services.store.mcpServers.find(id)
    if (!server) return sendProblem(context, 404, error('mcp.not-found', { id }))
    const { body, rejection } = await readBody(context, startSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { origin } = new URL(body.redirect_url)
    if (hostRules.check({ host: context.req.header('host'), origin }))
      return sendProblem(
        context,
        422,
        error('request.invalid', { place: 'redirect_url', reason: 'Use a URL on this server or an allowed origin' }),
      )
    if (server.url === null) return context.json({ authorization_url: null }, 200)
    const authorizationStore = createStoredAuthorization(services.store.secrets, server)
    // Discard any incomplete authorization, so that its URL can no longer be used.
    await authorizationStore.update(({ clients }) => defined({ clients }))
    let authorizationUrl: URL | undefined
    const authorization = createAuthorizationProvider(authorizationStore, {
      name: server.name,
      redirectUrl: body.redirect_url,
      onRedirect: (url) => (authorizationUrl = url),
    })
    const { signal } = context.req.raw
    const { problem } = await services.withEgress((egress) =>
      withMcpClient({ ...server, secret: null }, { http: { egress, authorization }, signal }, (client) =>
        client.listTools(),
      ),
    )
    if (problem && !authorizationUrl) return sendProblem(context, 409, problem)
    return context.json({ authorization_url: authorizationUrl?.href ?? null }, 200)
  })
  app.openapi(finish, async (context) => {
    const services = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    const server = await services.store.mcpServers.find(id)
    if (!server) return sendProblem(context, 404, error('mcp.not-found', { id }))
    const { body, rejection } = await readBody(context, finishSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const authorizationStore = createStoredAuthorization(services.store.secrets, server)
    const query = new URLSearchParams(body.query)
    const { pending } = await authorizationStore.read()
    // Reject redirects with a different state: another page could have redirected the user here with a code of its own.
    if (!pending || pending.state === '' || query.get('state') !== pending.state)
      return sendProblem(context, 409, error('mcp.unauthorized', { name: server.name }))
    const authorization = createAuthorizationProvider(authorizationStore, {
      name: server.name,
      redirectUrl: pending.redirectUrl,
    })
    const { signal } = context.req.raw
    const problem = await services.withEgress((egress) =>
      finishMcpAuthorization(server, query, { egress, authorization, signal }),
    )
    // The state and the code verifier must not be used again.
    await authorizationStore.update((current) => {
      const { pending: _, ...rest } = current
      return rest
    })
    if (problem) return sendProblem(context, 409, problem)
    return context.json(mcpServerToWire(server), 200)
  })
}
