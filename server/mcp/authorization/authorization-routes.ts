import { error, defined } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../../app-dependencies.ts'
import { createIdParamsSchema } from '../../wire/id.ts'
import { mcpServerSchema, mcpServerToWire } from '../mcp-wire.ts'
import { finishMcpAuthorization, withMcpClient } from '../open-mcp-client.ts'
import { createAuthorizationProvider } from './authorization-provider.ts'
import { createStoredAuthorization } from './stored-authorization.ts'
import { jsonBody } from '../../http/json-body.ts'
import { Rejection, requireFound, requireValue } from '../../http/rejection.ts'
import { secretField } from '../../http/secret-field.ts'

const path = '/api/v1/mcp/servers/{id}'
const params = createIdParamsSchema('0d9a1c52-6f0e-4c8f-8a57-3e1f6b7c8d90')

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

/** Adds the routes that let administrators authorize a workspace to access an MCP server with OAuth in the browser. */
export function addMcpAuthorizationRoutes({ createWorkspaceRoutes, hostRules }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['mcp'] })
  routes.post('/authorize', {
    permission: 'administer',
    summary: 'Start the OAuth authorization for an MCP server',
    params,
    body: jsonBody('McpAuthorizationStart', startSchema),
    responses: {
      200: [
        'The URL at which the user authorizes this server; null if the MCP server does not require authorization.',
        z
          .object({
            authorization_url: secretField('The URL, which contains the state of this authorization.').nullable(),
          })
          .openapi('McpAuthorizationUrl'),
      ],
      404: 'MCP server not found.',
      409: 'The server or its authorization server rejects the authorization, or does not respond.',
    },
    handle: async ({ context, backend: services, params: { id }, body }) => {
      const server = requireFound(await services.store.mcpServers.find(id), error('mcp.not-found', { id }))
      const { origin } = new URL(body.redirect_url)
      if (hostRules.check({ host: context.req.header('host'), origin }))
        throw new Rejection(
          422,
          error('request.invalid', { place: 'redirect_url', reason: 'Use a URL on this server or an allowed origin' }),
        )
      if (server.url === null) return { authorization_url: null }
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
      const result = await services.withEgress((egress) =>
        withMcpClient({ ...server, secret: null }, { http: { egress, authorization }, signal }, (client) =>
          client.listTools(),
        ),
      )
      if (!authorizationUrl) requireValue(result, 409)
      return { authorization_url: authorizationUrl?.href ?? null }
    },
  })
  routes.post('/authorization', {
    permission: 'administer',
    summary: 'Complete the authorization for an MCP server. Its tokens are stored as a workspace secret',
    params,
    body: jsonBody('McpAuthorizationQuery', finishSchema),
    responses: {
      200: ['The server.', mcpServerSchema],
      404: 'MCP server not found.',
      409: 'The server or its authorization server rejects the authorization, or does not respond.',
    },
    handle: async ({ context, backend: services, params: { id }, body }) => {
      const server = requireFound(await services.store.mcpServers.find(id), error('mcp.not-found', { id }))
      const authorizationStore = createStoredAuthorization(services.store.secrets, server)
      const query = new URLSearchParams(body.query)
      const { pending } = await authorizationStore.read()
      // Reject redirects with a different state: another page could have redirected the user here with a code of its own.
      if (!pending || pending.state === '' || query.get('state') !== pending.state)
        throw new Rejection(409, error('mcp.unauthorized', { name: server.name }))
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
      if (problem) throw new Rejection(409, problem)
      return mcpServerToWire(server)
    },
  })
}
