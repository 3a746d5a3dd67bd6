import { error, type Problem } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { isHostUser } from '../security/host-tokens.ts'
import type { Caller } from '../security/caller.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { listQuerySchema, toListResponse, createPageSchema, toPageRequest } from '../wire/list.ts'
import type { NotificationRuleDefinition } from './notification.ts'
import { maxRules } from './notification-rules.ts'
import {
  newRuleSchema,
  notificationToWire,
  notificationWireSchema,
  readNotificationsSchema,
  ruleChangeSchema,
  ruleToWire,
  ruleWireSchema,
  toRuleChange,
  toRuleDefinition,
} from './notification-wire.ts'

const tags = ['notifications']
const rulesPath = '/api/v1/notification-rules'
const params = createIdParamsSchema('6b1f0d3c-6a1b-4f53-8f0e-54a1d9b1c0aa')
const bodyResponses = { 400: 'Malformed JSON.', 415: 'Content type is not JSON.', 422: 'Invalid body; see details.' }
const describeBody = (name: string) => ({
  body: { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
})

const listRules = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: rulesPath,
  tags,
  summary: 'List your notification rules',
  responses: { 200: describeJsonResponse('Rules, oldest first.', z.object({ items: z.array(ruleWireSchema) })) },
})

const addRule = createRoute({
  'x-permission': 'view',
  method: 'post',
  path: rulesPath,
  tags,
  summary: 'Add a rule that notifies you when runs end or wait for approval',
  request: describeBody('NewNotificationRule'),
  responses: {
    201: describeJsonResponse('The rule.', ruleWireSchema),
    ...describeErrorResponses({ ...bodyResponses, 404: 'Workflow not found.', 409: 'Too many rules.' }),
  },
})

const changeRule = createRoute({
  'x-permission': 'view',
  method: 'patch',
  path: `${rulesPath}/{id}`,
  tags,
  summary: 'Change one of your notification rules',
  request: { params, ...describeBody('ChangeNotificationRule') },
  responses: {
    200: describeJsonResponse('The rule.', ruleWireSchema),
    ...describeErrorResponses({ ...bodyResponses, 404: 'Rule or workflow not found.' }),
  },
})

const removeRule = createRoute({
  'x-permission': 'view',
  method: 'delete',
  path: `${rulesPath}/{id}`,
  tags,
  summary: 'Delete one of your notification rules',
  request: { params },
  responses: { 204: { description: 'Deleted.' }, ...describeErrorResponses({ 404: 'Rule not found.' }) },
})

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/notifications',
  tags,
  summary: 'List your notifications from the last 30 days, newest first',
  request: {
    query: listQuerySchema.extend({
      unread: z
        .enum(['true', 'false'])
        .optional()
        .openapi({ description: '`true`: only `browser` notifications that no page has displayed.' }),
    }),
  },
  responses: {
    200: describeJsonResponse('Notifications.', createPageSchema(notificationWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const markRead = createRoute({
  'x-permission': 'view',
  method: 'post',
  path: '/api/v1/notifications/read',
  tags,
  summary: 'Mark notifications as read',
  description:
    'The response contains the IDs that were unread, so that only one of several open pages displays each notification.',
  request: describeBody('ReadNotifications'),
  responses: {
    200: describeJsonResponse('The IDs that were unread.', z.object({ ids: z.array(z.string()) })),
    ...describeErrorResponses(bodyResponses),
  },
})

/**
 * Returns the ID of the user whose notification rules apply to the caller. Callers without an account share one set of
 * rules, which is stored under an empty user ID.
 */
export const getRuleOwnerId = ({ kind, id }: Caller): string => (kind === 'local-owner' || kind === 'token' ? '' : id)

/** Adds the routes under `/api/v1/notification-rules` and `/api/v1/notifications`. */
export function addNotificationRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, requirePermission }: RouteDependencies,
): void {
  app.openAPIRegistry.register('NewNotificationRule', newRuleSchema)
  app.openAPIRegistry.register('ChangeNotificationRule', ruleChangeSchema)
  app.openAPIRegistry.register('ReadNotifications', readNotificationsSchema)
  const createNotFoundProblem = (id: string) => error('notification-rule.not-found', { id })

  app.openapi(listRules, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const rules = await store.notificationRules.list(getRuleOwnerId(requirePermission(context, 'view')))
    return context.json({ items: rules.map(ruleToWire) }, 200)
  })

  app.openapi(addRule, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const ruleOwnerId = getRuleOwnerId(requirePermission(context, 'view'))
    const { body, rejection } = await readBody(context, newRuleSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const definition = toRuleDefinition(body)
    const workflowProblem = await findWorkflowProblem(store, definition)
    if (workflowProblem) return sendProblem(context, 404, workflowProblem)
    const problem = findEmailProblem(definition, ruleOwnerId)
    if (problem) return sendProblem(context, 422, problem)
    const rule = await store.notificationRules.add(ruleOwnerId, definition)
    if (!rule) return sendProblem(context, 409, error('notification-rule.too-many', { max: maxRules }))
    return context.json(ruleToWire(rule), 201)
  })

  app.openapi(changeRule, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const ruleOwnerId = getRuleOwnerId(requirePermission(context, 'view'))
    const { id } = context.req.valid('param')
    const currentRule = await store.notificationRules.find(ruleOwnerId, id)
    if (!currentRule) return sendProblem(context, 404, createNotFoundProblem(id))
    const { body, rejection } = await readBody(context, ruleChangeSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const change = toRuleChange(body)
    const workflowProblem = await findWorkflowProblem(store, change)
    if (workflowProblem) return sendProblem(context, 404, workflowProblem)
    const problem = findEmailProblem({ ...currentRule, ...change }, ruleOwnerId)
    if (problem) return sendProblem(context, 422, problem)
    const rule = await store.notificationRules.change(ruleOwnerId, id, change)
    return rule ? context.json(ruleToWire(rule), 200) : sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(removeRule, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const ruleOwnerId = getRuleOwnerId(requirePermission(context, 'view'))
    const { id } = context.req.valid('param')
    if (await store.notificationRules.remove(ruleOwnerId, id)) return context.body(null, 204)
    return sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const ruleOwnerId = getRuleOwnerId(requirePermission(context, 'view'))
    const { unread, ...page } = context.req.valid('query')
    const notifications = await store.notifications.list(ruleOwnerId, toPageRequest(page), {
      unread: unread === 'true',
    })
    return context.json(toListResponse(notifications, notificationToWire), 200)
  })

  app.openapi(markRead, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const ruleOwnerId = getRuleOwnerId(requirePermission(context, 'view'))
    const { body, rejection } = await readBody(context, readNotificationsSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    return context.json({ ids: await store.notifications.markRead(ruleOwnerId, body.ids) }, 200)
  })
}

async function findWorkflowProblem(
  { workflows }: WorkspaceStore,
  { workflowId }: Partial<NotificationRuleDefinition>,
): Promise<Problem | undefined> {
  const isKnown = workflowId === undefined || (await workflows.findSerialized(workflowId)) !== undefined
  return isKnown ? undefined : error('workflow.not-found', { id: workflowId })
}

/**
 * Returns a problem if a rule's recipient is not allowed. Users receive emails only at their account's address, so that
 * rules cannot be used to send emails to other people.
 */
function findEmailProblem({ channel, email }: NotificationRuleDefinition, userId: string): Problem | undefined {
  if (isHostUser(userId) && channel === 'mail') return error('notification-rule.no-account', {})
  if (userId === '') return channel === 'mail' && !email ? error('notification-rule.no-email', {}) : undefined
  return email ? error('notification-rule.email', { email }) : undefined
}
