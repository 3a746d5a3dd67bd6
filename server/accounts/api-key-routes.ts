import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { path, requireRecentSignIn, tags } from './account-wire.ts'
import { apiKeyScopes, type ApiKeyRecord } from './api-keys.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import { recordToWire } from '../wire/record-to-wire.ts'
import { secretField } from '../http/secret-field.ts'

const createKeySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z
      .array(z.enum(apiKeyScopes))
      .min(1)
      .max(10)
      .default(['view'])
      .openapi({ description: 'Default: only `view`.' }),
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

/** Adds the routes for managing the signed-in user's API keys. */
export function addApiKeyRoutes({ createAccountRoutes }: RouteDependencies): void {
  const routes = createAccountRoutes({ path, tags })

  routes.get('/api-keys', {
    permission: 'account',
    summary: 'List API keys, without the keys themselves',
    responses: { 200: ['The keys.', z.object({ items: z.array(keySchema), total: z.number() })] },
    handle: async ({ accounts, caller: { id } }) => {
      const items = (await accounts.apiKeys.list(id)).map(toWire)
      return { items, total: items.length }
    },
  })

  routes.post('/api-keys', {
    permission: 'account',
    summary: 'Create an API key for the workspace of the request',
    description:
      'The key has the permissions in `scopes`, as long as its user also has them. It cannot change the account.',
    body: jsonBody('CreateApiKey', createKeySchema),
    responses: {
      201: [
        'The key, which is not shown again.',
        keySchema.extend({ key: secretField('The key, which is not shown again.') }).openapi('CreatedApiKey'),
      ],
      403: 'The sign-in is not recent, or the user does not have all of these permissions.',
      422: 'Invalid body.',
    },
    handle: async ({ accounts, caller, body }) => {
      const { id, workspace, permissions } = caller
      await requireRecentSignIn(accounts, caller)
      const missingPermission = body.scopes.find((scope) => !permissions.has(scope))
      if (missingPermission !== undefined)
        throw new Rejection(403, error('caller.no-permission', { right: missingPermission }))
      const { name, scopes, expires_at: expiresAt = null } = body
      const { record, secret } = await accounts.apiKeys.add({ user: id, workspace, name, scopes, expiresAt })
      return { ...toWire(record), key: secret }
    },
  })

  routes.delete('/api-keys/{id}', {
    permission: 'account',
    summary: 'Revoke an API key',
    params: z.object({ id: z.string().openapi({ example: '0123456789abcdef' }) }),
    responses: { 204: 'Revoked.', 404: 'The key does not exist, or accounts are turned off on this server.' },
    handle: async ({ accounts, caller, params: { id } }) => {
      requireFound(
        await accounts.apiKeys.revoke(caller.id, id),
        error('account.key-not-found', { id: id.slice(0, 80) }),
      )
    },
  })
}

const toWire = (record: ApiKeyRecord): z.infer<typeof keySchema> =>
  recordToWire(keySchema, record, {
    workspace_id: record.workspace,
  })
