import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { recordSignIn } from '../audit/record-sign-in.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { languages } from '@aw-flow/messages'
import {
  requireUser,
  meSchema,
  passwordSchema,
  path,
  readClient,
  tags,
  userToWire,
  requirePasswordOrRecentSignIn,
} from './account-wire.ts'
import { fullNameSchema } from './person-schemas.ts'
import { usesSessionCookie, writeSessionCookie } from './sign-in/session-cookie.ts'
import type { SessionRecord } from './sign-in/sessions.ts'
import type { Accounts } from './accounts.ts'
import type { User } from './users.ts'
import type { Caller } from '../security/caller.ts'
import { jsonBody } from '../http/json-body.ts'
import { requireFound } from '../http/rejection.ts'
import { recordToWire } from '../wire/record-to-wire.ts'

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

/** Adds the routes for the signed-in user's profile, password and sessions. */
export function addAccountRoutes({ createAccountRoutes }: RouteDependencies): void {
  const routes = createAccountRoutes({ path, tags })

  routes.get('/me', {
    permission: 'account',
    summary: 'Get the signed-in user',
    responses: { 200: ['The user.', meSchema] },
    handle: async ({ accounts, caller }) => meToWire(accounts, await requireUser(accounts, caller.id), caller),
  })

  routes.patch('/me', {
    permission: 'account',
    summary: 'Change the profile',
    body: jsonBody('UpdateMe', updateMeSchema),
    responses: { 200: ['The user.', meSchema], 422: 'Invalid body.' },
    handle: async ({ accounts, caller, body }) => {
      await accounts.users.update(caller.id, body)
      await accounts.directory.notifyChanged('user', caller.id)
      return meToWire(accounts, await requireUser(accounts, caller.id), caller)
    },
  })

  routes.put('/password', {
    permission: 'account',
    summary: 'Set the password and end all other sessions',
    description: '`current_password` is required if the account has a password, and a recent sign-in otherwise.',
    body: jsonBody('SetPassword', setPasswordSchema),
    responses: {
      204: 'Set.',
      401: 'The current password is wrong.',
      403: 'The account has no password, and the sign-in is not recent.',
      422: 'Invalid body.',
      429: 'Too many attempts.',
    },
    handle: async ({ accounts, caller, body }) => {
      const { id, session = '' } = caller
      const user = await requireUser(accounts, id)
      await requirePasswordOrRecentSignIn(accounts, caller)
      const request = { currentPassword: body.current_password, password: body.password, session }
      await accounts.signIn.changePassword(user, request)
    },
  })

  routes.post('/logout', {
    permission: 'account',
    summary: 'End the session',
    description: 'Its access and refresh tokens become invalid.',
    responses: { 204: 'Signed out.' },
    handle: async ({ accounts, context, caller: { id, session = '' } }) => {
      await accounts.sessions.revoke(id, session)
      await recordSignIn(accounts, { action: 'sign_out', user: id, client: readClient(context) })
      if (usesSessionCookie(context)) writeSessionCookie(context, undefined)
    },
  })

  routes.get('/sessions', {
    permission: 'account',
    summary: 'List the open sessions',
    responses: { 200: ['The sessions.', z.object({ items: z.array(sessionSchema), total: z.number() })] },
    handle: async ({ accounts, caller: { id, session } }) => {
      const items = (await accounts.sessions.list(id)).map((record) => sessionToWire(record, session))
      return { items, total: items.length }
    },
  })

  routes.delete('/sessions/{id}', {
    permission: 'account',
    summary: 'End a session',
    params: z.object({ id: z.string().openapi({ example: '1f0d3a52-98d7-4f0e-8e4b-6b4f8d1c2a30' }) }),
    responses: { 204: 'Ended.', 404: 'The session does not exist, or accounts are turned off on this server.' },
    handle: async ({ accounts, caller, params: { id } }) => {
      requireFound(
        await accounts.sessions.revoke(caller.id, id),
        error('account.session-not-found', { id: id.slice(0, 80) }),
      )
    },
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

const sessionToWire = (record: SessionRecord, currentId: string | undefined): z.infer<typeof sessionSchema> =>
  recordToWire(sessionSchema, record, {
    is_current: record.id === currentId,
    ip_address: record.address ?? null,
  })
