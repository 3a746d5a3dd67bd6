import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { languages } from '@aw-flow/messages'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import {
  bodyErrors,
  describeBody,
  fullNameSchema,
  meSchema,
  passwordSchema,
  path,
  sendAccountsDisabled,
  sendRejection,
  tags,
  userToWire,
} from './account-wire.ts'
import { usesSessionCookie, writeSessionCookie } from './session-cookie.ts'
import type { SessionRecord } from './sessions.ts'
import type { Accounts } from './accounts.ts'
import type { User } from './users.ts'
import type { Caller } from '../security/caller.ts'

const avatarUrlSchema = z
  .string()
  .max(2_000)
  .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', 'Not a valid HTTPS URL.')

const updateMeSchema = z
  .strictObject({
    full_name: fullNameSchema.nullable().optional(),
    avatar_url: avatarUrlSchema.nullable().optional(),
    language: z.enum(languages).nullable().optional(),
  })
  .openapi('UpdateMe', { example: { full_name: 'Ada Example' } })

const setPasswordSchema = z
  .strictObject({ current_password: z.string().max(200).optional(), password: passwordSchema })
  .openapi('SetPassword', { example: { current_password: 'the old password', password: 'correct horse battery' } })

const sessionSchema = z
  .object({
    id: z.string(),
    is_current: z.boolean(),
    ip_address: z.string().nullable(),
    user_agent: z.string().nullable(),
    created_at: z.string(),
    last_activity_at: z.string(),
    expires_at: z.string(),
  })
  .openapi('Session')

const accountsDisabledResponses = describeErrorResponses({ 404: 'Accounts are turned off on this server.' })

const getMe = createRoute({
  'x-permission': 'account',
  method: 'get',
  path: `${path}/me`,
  tags,
  summary: 'Get the signed-in user',
  responses: { 200: describeJsonResponse('The user.', meSchema), ...accountsDisabledResponses },
})
const updateMe = createRoute({
  'x-permission': 'account',
  method: 'patch',
  path: `${path}/me`,
  tags,
  summary: 'Change the profile',
  request: { body: describeBody('UpdateMe') },
  responses: { 200: describeJsonResponse('The user.', meSchema), ...bodyErrors },
})
const setPassword = createRoute({
  'x-permission': 'account',
  method: 'put',
  path: `${path}/password`,
  tags,
  summary: 'Set the password and end all other sessions',
  description: '`current_password` is required if the account has a password.',
  request: { body: describeBody('SetPassword') },
  responses: {
    204: { description: 'Set.' },
    ...bodyErrors,
    ...describeErrorResponses({ 401: 'The current password is wrong.', 429: 'Too many attempts.' }),
  },
})
const logOut = createRoute({
  'x-permission': 'account',
  method: 'post',
  path: `${path}/logout`,
  tags,
  summary: 'End the session',
  description: 'Its access and refresh tokens become invalid.',
  responses: { 204: { description: 'Signed out.' }, ...accountsDisabledResponses },
})
const listSessions = createRoute({
  'x-permission': 'account',
  method: 'get',
  path: `${path}/sessions`,
  tags,
  summary: 'List the open sessions',
  responses: {
    200: describeJsonResponse('The sessions.', z.object({ items: z.array(sessionSchema), total: z.number() })),
    ...accountsDisabledResponses,
  },
})
const revokeSession = createRoute({
  'x-permission': 'account',
  method: 'delete',
  path: `${path}/sessions/{id}`,
  tags,
  summary: 'End a session',
  request: { params: z.object({ id: z.string().openapi({ example: '1f0d3a52-98d7-4f0e-8e4b-6b4f8d1c2a30' }) }) },
  responses: {
    204: { description: 'Ended.' },
    ...describeErrorResponses({ 404: 'The session does not exist, or accounts are turned off on this server.' }),
  },
})

/** Adds the routes for the signed-in user's profile, password and sessions. */
export function addAccountRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, requirePermission }: RouteDependencies,
): void {
  app.openAPIRegistry.register('UpdateMe', updateMeSchema)
  app.openAPIRegistry.register('SetPassword', setPasswordSchema)

  app.openapi(getMe, async (context) => {
    const caller = requirePermission(context, 'account')
    const { accounts } = await backend()
    const user = await accounts?.users.find(caller.id)
    return accounts && user ? context.json(await meToWire(accounts, user, caller), 200) : sendAccountsDisabled(context)
  })

  app.openapi(updateMe, async (context) => {
    const caller = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, updateMeSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { full_name: fullName, avatar_url: avatarUrl, language } = body
    const user = await accounts.users.update(caller.id, { fullName, avatarUrl, language })
    await accounts.directory.notifyChanged('user', caller.id)
    return user ? context.json(await meToWire(accounts, user, caller), 200) : sendAccountsDisabled(context)
  })

  app.openapi(setPassword, async (context) => {
    const { id, session = '' } = requirePermission(context, 'account')
    const { accounts } = await backend()
    const user = await accounts?.users.find(id)
    if (!accounts || !user) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, setPasswordSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const request = { currentPassword: body.current_password, password: body.password, session }
    const passwordRejection = await accounts.signIn.changePassword(user, request)
    return passwordRejection ? (sendRejection(context, passwordRejection) as never) : context.body(null, 204)
  })

  app.openapi(logOut, async (context) => {
    const { id, session = '' } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    await accounts.sessions.revoke(id, session)
    if (usesSessionCookie(context)) writeSessionCookie(context, undefined)
    return context.body(null, 204)
  })

  app.openapi(listSessions, async (context) => {
    const { id, session } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const items = (await accounts.sessions.list(id)).map((record) => sessionToWire(record, session))
    return context.json({ items, total: items.length }, 200)
  })

  app.openapi(revokeSession, async (context) => {
    const caller = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { id } = context.req.valid('param')
    if (await accounts.sessions.revoke(caller.id, id)) return context.body(null, 204)
    return sendProblem(context, 404, error('account.session-not-found', { id: id.slice(0, 80) }))
  })
}

const meToWire = async (
  { users }: Pick<Accounts, 'users'>,
  user: User,
  { workspace, permissions }: Caller,
): Promise<z.infer<typeof meSchema>> => ({
  ...userToWire(user),
  workspace_id: workspace,
  permissions: [...permissions].filter((permission) => permission !== 'account'),
  has_password: (await users.findPasswordHash(user.id)) !== undefined,
})

const sessionToWire = (record: SessionRecord, currentId: string | undefined): z.infer<typeof sessionSchema> => ({
  id: record.id,
  is_current: record.id === currentId,
  ip_address: record.address,
  user_agent: record.userAgent,
  created_at: record.createdAt,
  last_activity_at: record.lastActivityAt,
  expires_at: record.expiresAt,
})
