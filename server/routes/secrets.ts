import { findPublicSuffix, isHostEntry, secretNamePattern } from '@aw-flow/engine'
import { error, findSecretWarning, type Problem } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { createNullableDocumentSchema } from '../http/openapi-components.ts'
import { formatIssuePath, readJsonBody, formatIssueReason } from '../http/read-json-body.ts'
import type { SecretRecord } from '../store/secrets.ts'
import { renderResponse } from '../wire/render-response.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'

const tags = ['secrets']
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

const toWire = ({ name, hosts, createdAt, updatedAt }: SecretRecord): z.infer<typeof secretWireSchema> => ({
  name,
  hosts,
  created_at: createdAt,
  updated_at: updatedAt,
})

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

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List secrets: names, hosts and dates, never values',
  request: { query: listQuerySchema },
  responses: {
    200: describeJsonResponse('Secrets.', createPageSchema(secretWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const put = createRoute({
  'x-permission': 'administer',
  method: 'put',
  path: `${path}/{name}`,
  tags,
  summary: 'Create a secret, or replace its value and hosts together',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/SetSecret' } } } },
  },
  responses: {
    200: describeJsonResponse('Replaced.', storedSecretWireSchema),
    201: describeJsonResponse('Created.', storedSecretWireSchema),
    ...describeErrorResponses({
      400: 'Malformed JSON.',
      415: 'Content type is not JSON.',
      422: 'Invalid name, value or hosts.',
    }),
  },
})

const remove = createRoute({
  'x-permission': 'administer',
  method: 'delete',
  path: `${path}/{name}`,
  tags,
  summary: 'Delete a secret',
  request: { params },
  responses: { 204: { description: 'Deleted.' }, ...describeErrorResponses({ 404: 'Secret not found.' }) },
})

/**
 * Adds the routes under `/api/v1/secrets`. Secrets are stored encrypted and used by name; responses never include their
 * values.
 */
export function addSecretRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  app.openAPIRegistry.register('SetSecret', bodySchema)

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const page = await store.secrets.readPage(toPageRequest(context.req.valid('query')))
    return context.json(toListResponse(page, toWire), 200)
  })

  app.openapi(put, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { name } = context.req.valid('param')
    const { json, rejection } = await readJsonBody(context)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem)
    if (!secretNamePattern.test(name))
      return sendProblem(context, 422, error('secret.name', { name: name.slice(0, 80) }))
    const parsed = bodySchema.safeParse(json)
    if (!parsed.success) {
      // The message includes the path, but not the value.
      const issue = parsed.error.issues[0]!
      return sendProblem(
        context,
        422,
        error('secret.invalid', { place: formatIssuePath(issue), reason: formatIssueReason(issue) }),
      )
    }
    const suffix = await findPublicSuffix(parsed.data.hosts)
    if (suffix !== undefined) return sendProblem(context, 422, error('secret.public-suffix', { name, host: suffix }))
    const { record, isNew } = await store.secrets.put({ name, ...parsed.data })
    const warning = findSecretWarning(name, parsed.data.value)
    const storedSecret = { ...toWire(record), warning: warning ? renderResponse(warning) : null }
    return isNew ? context.json(storedSecret, 201) : context.json(storedSecret, 200)
  })

  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { name } = context.req.valid('param')
    if (await store.secrets.remove(name)) return context.body(null, 204)
    return sendProblem(context, 404, error('secret.not-found', { name: name.slice(0, 80) }))
  })
}
