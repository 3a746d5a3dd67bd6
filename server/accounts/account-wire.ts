import { z } from '@hono/zod-openapi'
import { error } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { languages } from '@aw-flow/messages'
import { readDeviceCookie } from './sign-in/session-cookie.ts'
import type { SessionClient } from './sign-in/sessions.ts'
import type { SessionTokens } from './sign-in/sign-in.ts'
import type { User } from './users.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import type { Accounts } from './accounts.ts'
import { recordToWire } from '../wire/record-to-wire.ts'
import { secretField } from '../http/secret-field.ts'

export const path = '/api/v1/auth'
export const tags = ['accounts']

export const passwordSchema = z.string().min(10).max(200)
export const codeSchema = z.string().regex(/^\d{6}$/)

const userExample = {
  id: '9a3f4c1e-55f0-4d0e-9d0a-0f6f2f8c7b11',
  email: 'user@example.com',
  full_name: 'Ada Example',
  avatar_url: null,
  language: 'de' as const,
  is_active: true,
  is_verified: true,
  email_verified_at: '2026-11-20T12:00:00.000Z',
  last_login_at: '2026-11-20T12:00:00.000Z',
  created_at: '2026-11-20T12:00:00.000Z',
  updated_at: '2026-11-20T12:00:00.000Z',
}

const userWireSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    full_name: z.string().nullable(),
    avatar_url: z.string().nullable(),
    language: z.enum(languages).nullable().openapi({ description: 'Language of emails. Null means English.' }),
    is_active: z.boolean(),
    is_verified: z.boolean(),
    email_verified_at: z.string().nullable(),
    last_login_at: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('User', {
    example: userExample,
  })

export const meSchema = userWireSchema
  .extend({
    workspace_id: z
      .string()
      .openapi({ description: 'The workspace of this request. Empty if the request has no workspace.' }),
    permissions: z.array(z.string()).openapi({ description: 'The permissions in this workspace.' }),
    has_password: z.boolean(),
  })
  .openapi('Me', {
    example: {
      ...userExample,
      workspace_id: 'default',
      permissions: ['view', 'edit', 'execute'],
      has_password: false,
    },
  })

export const tokensSchema = z
  .object({
    access_token: secretField('For Authorization: Bearer …'),
    refresh_token: secretField(
      'Valid for one call to POST /api/v1/auth/refresh. With X-AW-Session: cookie, it is sent as a cookie instead.',
    ).optional(),
    token_type: z.literal('bearer'),
    expires_in: z.number().openapi({ description: 'Lifetime of the access token in seconds.' }),
    user: userWireSchema,
  })
  .openapi('SignedIn')

export const userToWire = (user: User): z.infer<typeof userWireSchema> =>
  recordToWire(userWireSchema, user, {
    is_verified: user.emailVerifiedAt !== undefined,
  })

export const tokensToWire = (sessionTokens: SessionTokens, hasCookie: boolean): z.infer<typeof tokensSchema> =>
  recordToWire(tokensSchema, sessionTokens, {
    ...(hasCookie ? {} : { refresh_token: sessionTokens.refreshToken }),
    token_type: 'bearer',
    user: userToWire(sessionTokens.user),
  })

/** Returns the client's address, user agent and device, for session records and attempt limits. */
export const readClient = (context: Context<AppEnvironment>): SessionClient => ({
  address: context.get('clientAddress'),
  userAgent: context.req.header('user-agent') ?? '',
  device: readDeviceCookie(context),
})

/** Time after a sign-in in which it allows new ways into the account, in minutes. */
const recentSignInMinutes = 15

/**
 * Requires that the user has signed in recently, so that a stolen session cannot take over the account.
 *
 * @throws {Rejection} if the session is older.
 */
export async function requireRecentSignIn(
  { sessions }: Pick<Accounts, 'sessions'>,
  { id, session = '' }: { id: string; session?: string | undefined },
): Promise<void> {
  if (!(await sessions.isRecent(id, session, recentSignInMinutes)))
    throw new Rejection(403, error('account.sign-in-again', { minutes: recentSignInMinutes }))
}

/**
 * Requires a recent sign-in of a user who has no password that could be asked for.
 *
 * @throws {Rejection} if the session is older.
 */
export async function requirePasswordOrRecentSignIn(
  accounts: Pick<Accounts, 'sessions' | 'users'>,
  caller: { id: string; session?: string | undefined },
): Promise<void> {
  if ((await accounts.users.findPasswordHash(caller.id)) === undefined) await requireRecentSignIn(accounts, caller)
}

/**
 * Returns a stored user.
 *
 * @throws {Rejection} as if accounts were disabled if the caller is not a user of this server.
 */
export const requireUser = async ({ users }: Pick<Accounts, 'users'>, id: string): Promise<User> =>
  requireFound(await users.find(id), error('account.disabled', {}))
