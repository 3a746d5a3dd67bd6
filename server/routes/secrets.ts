import { isHostEntry, secretName } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { placeOf, readJsonBody, reasonOf } from '../read-json-body.ts'
import type { SecretRecord } from '../store/secrets.ts'
import { listAnswer, listQuerySchema, listSchema, pageRequest } from '../wire/list.ts'

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

const toWire = ({ name, hosts, createdAt, updatedAt }: SecretRecord): z.infer<typeof secretWireSchema> => ({
  name,
  hosts,
  created_at: createdAt,
  updated_at: updatedAt,
})

const bodySchema = z
  .strictObject({
    value: z.string().min(1).max(65_536).openapi({ description: 'The secret itself; it is never answered.' }),
    hosts: z
      .array(
        z
          .string()
          .max(300)
          .refine(isHostEntry, 'This is no host.')
          .refine((host) => host !== '*', 'A secret is bound to hosts by their names.'),
      )
      .min(1)
      .max(50)
      .openapi({ description: 'The hosts that it may go to: api.example.com, *.example.com, host:port.' }),
  })
  .openapi('SetSecret', { example: { value: 'the token', hosts: ['api.github.com'] } })

const list = createRoute({
  method: 'get',
  path,
  tags,
  summary: 'The secrets: names, hosts and dates, never values',
  request: { query: listQuerySchema },
  responses: {
    200: jsonAnswer('Secrets.', listSchema(secretWireSchema)),
    ...errorAnswers({ 422: 'A query that makes no sense.' }),
  },
})

const put = createRoute({
  method: 'put',
  path: `${path}/{name}`,
  tags,
  summary: 'Keep a secret, or replace its value and hosts together',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/SetSecret' } } } },
  },
  responses: {
    200: jsonAnswer('Replaced.', secretWireSchema),
    201: jsonAnswer('Kept.', secretWireSchema),
    ...errorAnswers({ 400: 'Not JSON.', 415: 'Not said to be JSON.', 422: 'No name, value or hosts of a secret.' }),
  },
})

const remove = createRoute({
  method: 'delete',
  path: `${path}/{name}`,
  tags,
  summary: 'Forget a secret',
  request: { params },
  responses: { 204: { description: 'Forgotten.' }, ...errorAnswers({ 404: 'No such secret.' }) },
})

/** `/api/v1/secrets`: kept sealed, used by name, never answered. */
export function addSecretRoutes(app: OpenAPIHono<AppEnvironment>, { backend }: AppDependencies): void {
  app.openAPIRegistry.register('SetSecret', bodySchema)

  app.openapi(list, async (context) => {
    const { store } = await backend()
    const page = await store.secrets.page(pageRequest(context.req.valid('query')))
    return context.json(listAnswer(page, toWire), 200)
  })

  app.openapi(put, async (context) => {
    const { name } = context.req.valid('param')
    const { json, refused } = await readJsonBody(context)
    if (refused) return refuse(context, refused.status, refused.problem)
    if (!secretName.test(name)) return refuse(context, 422, error('secret.name', { name: name.slice(0, 80) }))
    const parsed = bodySchema.safeParse(json)
    if (!parsed.success) {
      // The message names the place and not the value.
      const issue = parsed.error.issues[0]!
      return refuse(context, 422, error('secret.invalid', { place: placeOf(issue), reason: reasonOf(issue) }))
    }
    const { store } = await backend()
    const { record, isNew } = await store.secrets.put({ name, ...parsed.data })
    return isNew ? context.json(toWire(record), 201) : context.json(toWire(record), 200)
  })

  app.openapi(remove, async (context) => {
    const { name } = context.req.valid('param')
    const { store } = await backend()
    if (await store.secrets.remove(name)) return context.body(null, 204)
    return refuse(context, 404, error('secret.not-found', { name: name.slice(0, 80) }))
  })
}
