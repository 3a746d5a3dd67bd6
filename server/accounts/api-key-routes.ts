import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { bodyErrors, describeBody, path, sendAccountsDisabled, tags } from './account-wire.ts'
import { apiKeyScopes, type ApiKeyRecord } from './api-keys.ts'

const createKeySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(apiKeyScopes)).min(1).max(10),
    expires_at: z.iso.datetime().nullable().optional().openapi({ description: 'Default: never.' }),
  })
  .openapi('CreateApiKey', { example: { name: 'Nightly import', scopes: ['view', 'execute'] } })

const keySchema = z
  .object({
    id: z.string(),
    workspace_id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(apiKeyScopes)),
    expires_at: z.string().nullable(),
    created_at: z.string(),
  })
  .openapi('ApiKey')

const accountsDisabledResponses = describeErrorResponses({ 404: 'Accounts are turned off on this server.' })

const list = createRoute({
  'x-permission': 'account',
  method: 'get',
  path: `${path}/api-keys`,
  tags,
  summary: 'List API keys, without the keys themselves',
  responses: {
    200: describeJsonResponse('The keys.', z.object({ items: z.array(keySchema), total: z.number() })),
    ...accountsDisabledResponses,
  },
})
const create = createRoute({
  'x-permission': 'account',
  method: 'post',
  path: `${path}/api-keys`,
  tags,
  summary: 'Create an API key for the workspace of the request',
  description:
    'The key has the permissions in `scopes`, as long as its user also has them. It cannot change the account.',
  request: { body: describeBody('CreateApiKey') },
  responses: {
    201: describeJsonResponse(
      'The key, which is not shown again.',
      keySchema.extend({ key: z.string() }).openapi('CreatedApiKey'),
    ),
    ...bodyErrors,
    ...describeErrorResponses({ 403: 'The user does not have all of these permissions.' }),
  },
})
const revoke = createRoute({
  'x-permission': 'account',
  method: 'delete',
  path: `${path}/api-keys/{id}`,
  tags,
  summary: 'Revoke an API key',
  request: { params: z.object({ id: z.string().openapi({ example: '0123456789abcdef' }) }) },
  responses: {
    204: { description: 'Revoked.' },
    ...describeErrorResponses({ 404: 'The key does not exist, or accounts are turned off on this server.' }),
  },
})

/** Adds the routes for managing the signed-in user's API keys. */
export function addApiKeyRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, requirePermission }: RouteDependencies,
): void {
  app.openAPIRegistry.register('CreateApiKey', createKeySchema)

  app.openapi(list, async (context) => {
    const { id } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const items = (await accounts.apiKeys.list(id)).map(toWire)
    return context.json({ items, total: items.length }, 200)
  })

  app.openapi(create, async (context) => {
    const { id, workspace, permissions } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, createKeySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const missingPermission = body.scopes.find((scope) => !permissions.has(scope))
    if (missingPermission !== undefined)
      return sendProblem(context, 403, error('caller.no-permission', { right: missingPermission }))
    const { name, scopes, expires_at: expiresAt = null } = body
    const { record, secret } = await accounts.apiKeys.add({ user: id, workspace, name, scopes, expiresAt })
    context.header('Cache-Control', 'no-store')
    return context.json({ ...toWire(record), key: secret }, 201)
  })

  app.openapi(revoke, async (context) => {
    const caller = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { id } = context.req.valid('param')
    if (await accounts.apiKeys.revoke(caller.id, id)) return context.body(null, 204)
    return sendProblem(context, 404, error('account.key-not-found', { id: id.slice(0, 80) }))
  })
}

const toWire = (record: ApiKeyRecord): z.infer<typeof keySchema> => ({
  id: record.id,
  workspace_id: record.workspace,
  name: record.name,
  scopes: record.scopes,
  expires_at: record.expiresAt,
  created_at: record.createdAt,
})
