import { findPublicSuffix, isHostEntry, secretNamePattern } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { findSecretWarning } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { createNullableDocumentSchema } from '../http/openapi-components.ts'
import { readJson, formatIssuePath, formatIssueReason } from '../http/read-json-body.ts'
import type { SecretRecord } from './secrets.ts'
import { renderResponse } from '../wire/render-response.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import { describeJsonBody } from '../http/describe-json-body.ts'
import { recordToWire } from '../wire/record-to-wire.ts'

const path = '/api/v1/secrets'
const params = z.object({ name: z.string().openapi({ example: 'github' }) })

const secretWireSchema = z
  .object({ name: z.string(), hosts: z.array(z.string()), created_at: z.string(), updated_at: z.string() })
  .openapi('Secret', {
    example: {
      name: 'github',
      hosts: ['api.github.com'],
      created_at: '2026-11-20T12:00:00.000Z',
      updated_at: '2026-11-20T12:00:00.000Z',
    },
  })

const storedSecretWireSchema = secretWireSchema
  .extend({
    // The secret is stored nevertheless.
    warning: createNullableDocumentSchema<Problem>('Problem'),
  })
  .openapi('StoredSecret')

const toWire = (secretRecord: SecretRecord): z.infer<typeof secretWireSchema> =>
  recordToWire(secretWireSchema, secretRecord)

const bodySchema = z
  .strictObject({
    value: z.string().min(1).max(65_536).openapi({ description: 'The secret itself. No response contains it.' }),
    hosts: z
      .array(
        z
          .string()
          .max(300)
          .refine(isHostEntry, 'Not a valid host. Use api.example.com, *.example.com or host:port.')
          .refine((host) => host !== '*', 'A secret must be bound to hosts by name.'),
      )
      .min(1)
      .max(50)
      .openapi({ description: 'Allowed hosts: api.example.com, *.example.com, host:port.' }),
  })
  .openapi('SetSecret', { example: { value: 'the token', hosts: ['api.github.com'] } })

/**
 * Adds the routes under `/api/v1/secrets`. Secrets are stored encrypted and used by name; responses never include their
 * values.
 */
export function addSecretRoutes({ app, createWorkspaceRoutes }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['secrets'] })
  app.openAPIRegistry.register('SetSecret', bodySchema)

  routes.get('', {
    permission: 'view',
    summary: 'List secrets: names, hosts and dates, never values',
    query: listQuerySchema,
    responses: { 200: ['Secrets.', createPageSchema(secretWireSchema)] },
    handle: async ({ store, query }) => toListResponse(await store.secrets.readPage(toPageRequest(query)), toWire),
  })

  routes.put('/{name}', {
    permission: 'administer',
    summary: 'Create a secret, or replace its value and hosts together',
    params,
    body: describeJsonBody('SetSecret'),
    responses: {
      200: ['Replaced.', storedSecretWireSchema],
      201: ['Created.', storedSecretWireSchema],
      400: 'Malformed JSON.',
      415: 'Content type is not JSON.',
      422: 'Invalid name, value or hosts.',
    },
    handle: async ({ context, store, params: { name } }) => {
      const json = await readJson(context)
      if (!secretNamePattern.test(name)) throw new Rejection(422, error('secret.name', { name: name.slice(0, 80) }))
      const parsed = bodySchema.safeParse(json)
      if (!parsed.success) {
        // The message includes the path, but not the value.
        const issue = parsed.error.issues[0]!
        throw new Rejection(
          422,
          error('secret.invalid', { place: formatIssuePath(issue), reason: formatIssueReason(issue) }),
        )
      }
      const suffix = await findPublicSuffix(parsed.data.hosts)
      if (suffix !== undefined) throw new Rejection(422, error('secret.public-suffix', { name, host: suffix }))
      const { record, isNew } = await store.secrets.put({ name, ...parsed.data })
      const warning = findSecretWarning(name, parsed.data.value)
      const storedSecret = { ...toWire(record), warning: warning ? renderResponse(warning) : null }
      return context.json(storedSecret, isNew ? 201 : 200)
    },
  })

  routes.delete('/{name}', {
    permission: 'administer',
    summary: 'Delete a secret',
    params,
    responses: { 204: 'Deleted.', 404: 'Secret not found.' },
    handle: async ({ store, params: { name } }) => {
      requireFound(await store.secrets.remove(name), error('secret.not-found', { name: name.slice(0, 80) }))
    },
  })
}
