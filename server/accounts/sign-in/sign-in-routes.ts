import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { RouteDependencies } from '../../app-dependencies.ts'
import type { AppEnvironment } from '../../app-environment.ts'
import { readAcceptedLanguage } from '../../http/language.ts'
import { codeSchema, passwordSchema, path, readClient, tags, tokensSchema, tokensToWire } from '../account-wire.ts'
import { emailSchema, fullNameSchema } from '../person-schemas.ts'
import { codeLifetimeSeconds } from './one-time-codes.ts'
import { readSessionCookie, usesSessionCookie, writeDeviceCookie, writeSessionCookie } from './session-cookie.ts'
import type { SessionTokens, SignIn } from './sign-in.ts'
import type { SessionClient } from './sessions.ts'
import { jsonBody } from '../../http/json-body.ts'
import { Rejection } from '../../http/rejection.ts'
import { recordSignIn } from '../../audit/record-sign-in.ts'
import type { Accounts } from '../accounts.ts'

const example = { email: 'user@example.com', code: '123456', password: 'correct horse battery' }

const requestCodeSchema = z
  .strictObject({ email: emailSchema, purpose: z.enum(['login', 'signup', 'reset']).default('login') })
  .openapi('RequestCode', { example: { email: example.email, purpose: 'login' } })
const verifyCodeSchema = z
  .strictObject({ email: emailSchema, code: codeSchema })
  .openapi('VerifyCode', { example: { email: example.email, code: example.code } })
const registerSchema = z
  .strictObject({
    email: emailSchema,
    code: codeSchema,
    password: passwordSchema,
    full_name: fullNameSchema.optional(),
  })
  .openapi('Register', { example: { ...example, full_name: 'Ada Example' } })
const logInSchema = z
  .strictObject({ email: emailSchema, password: z.string().min(1).max(200) })
  .openapi('LogIn', { example: { email: example.email, password: example.password } })
const resetPasswordSchema = z
  .strictObject({ email: emailSchema, code: codeSchema, password: passwordSchema })
  .openapi('ResetPassword', { example })
const setUpSchema = z
  .strictObject({
    token: z.string().min(1).max(200),
    email: emailSchema,
    password: passwordSchema.optional(),
    full_name: fullNameSchema.optional(),
  })
  .openapi('SetUp', { example: { token: 'token-from-setup-link', email: example.email, password: example.password } })
const refreshSchema = z
  .strictObject({
    refresh_token: z.string().min(1).max(2_000).optional().openapi({
      description: 'The refresh token. It can also be sent in the header `Authorization: Bearer TOKEN`.',
    }),
    attempt_id: z.string().min(16).max(100).optional().openapi({
      description: 'A random string. A repeated request with the same string receives the same refresh token.',
    }),
  })
  .openapi('Refresh', { example: { refresh_token: 'eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl' } })
const continueSchema = z
  .strictObject({ attempt_id: refreshSchema.shape.attempt_id })
  .openapi('ContinueSession', { example: { attempt_id: 'b0f6d3c1a94e4f0e8e4b' } })

export const signInResponses = {
  200: ['Signed in.', tokensSchema],
  401: 'The credentials are wrong, already used or expired.',
  409: 'The account already exists.',
  422: 'Invalid body.',
  429: 'Too many attempts.',
} as const

/** Adds the route for the available sign-in methods. */
function addSettingsRoute({ createRoutes, signUp, providerName, hasOutbox }: RouteDependencies): void {
  const settingsRoutes = createRoutes({ path, tags })
  // Pages request the settings before they render, possibly while the database is still opening.
  settingsRoutes.get('/settings', {
    summary: 'Get the available sign-in methods',
    responses: {
      200: [
        'The settings.',
        z
          .object({
            required: z.boolean().openapi({ description: 'Whether accounts are turned on.' }),
            sign_up: z.enum(['invited', 'open', 'off']).openapi({ description: 'Who can create an account.' }),
            provider: z
              .object({ name: z.string() })
              .optional()
              .openapi({ description: 'The identity provider, if users can sign in with one.' }),
            outbox: z.literal(true).optional().openapi({
              description: 'Emails are stored in AW_DATA/outbox, because no mail server is configured.',
            }),
          })
          .openapi('SignInSettings', { example: { required: true, sign_up: 'invited' } }),
      ],
      503: 'The server is starting.',
    },
    handle: async () => {
      return {
        required: signUp !== undefined,
        sign_up: signUp ?? ('off' as const),
        ...(providerName === undefined ? {} : { provider: { name: providerName } }),
        ...(hasOutbox ? { outbox: true as const } : {}),
      }
    },
  })
}

/** Adds the routes for signing in. They do not require a token and have their own rate limits. */
export function addSignInRoutes(dependencies: RouteDependencies): void {
  const { createAccountRoutes, onError } = dependencies
  const routes = createAccountRoutes({ path, tags })
  addSettingsRoute(dependencies)

  routes.post('/request-otp', {
    summary: 'Send a one-time code by email',
    description:
      'The response is the same for every address. An email is sent if the code can be used: to sign in, to create an ' +
      'account if that is allowed, or to set a new password. At most 5 requests in 15 minutes per account and client. ' +
      'After many requests by others, no further email is sent while the last code is still valid.',
    body: jsonBody('RequestCode', requestCodeSchema),
    responses: {
      200: [
        'The email was sent, if the code can be used.',
        z.object({ success: z.literal(true), message: z.string(), expires_in: z.number() }).openapi('CodeSent', {
          example: { success: true, message: 'OTP sent to email', expires_in: codeLifetimeSeconds },
        }),
      ],
      422: 'Invalid body.',
      429: 'Too many attempts.',
    },
    handle: async ({ accounts, context, body }) => {
      const language = readAcceptedLanguage(context.req.header('accept-language'))
      await accounts.signIn.requestCode({ ...body, language }, readClient(context))
      return { success: true as const, message: 'OTP sent to email', expires_in: codeLifetimeSeconds }
    },
  })

  const addRoute = <T>(
    name: string,
    schemaName: string,
    schema: z.ZodType<T>,
    summary: string,
    signIn: (signIn: SignIn, body: T, client: SessionClient) => Promise<SessionTokens>,
  ): void =>
    routes.post(`/${name}`, {
      summary,
      body: jsonBody(schemaName, schema),
      responses: signInResponses,
      handle: async ({ accounts, context, body }) => {
        const client = readClient(context)
        const result = signIn(accounts.signIn, body, client)
        void recordResult(accounts, { client, method: name, body, result }).catch((cause: unknown) =>
          onError(cause, { correlationId: context.get('correlationId'), path: context.req.path }),
        )
        return startSession(context, await result)
      },
    })
  addRoute('verify-otp', 'VerifyCode', verifyCodeSchema, 'Sign in with a code', (signIn, body, client) =>
    signIn.verifyCode(body, client),
  )
  addRoute(
    'register',
    'Register',
    registerSchema,
    'Create an account with a password and a code',
    (signIn, body, client) => signIn.register({ ...body, fullName: body.full_name }, client),
  )
  addRoute('login', 'LogIn', logInSchema, 'Sign in with a password', (signIn, body, client) =>
    signIn.logIn(body, client),
  )
  addRoute(
    'reset-password',
    'ResetPassword',
    resetPasswordSchema,
    'Set a new password with a code, and end all sessions',
    (signIn, body, client) => signIn.resetPassword(body, client),
  )
  addRoute(
    'setup',
    'SetUp',
    setUpSchema,
    'Use the setup link to become the owner of the server',
    (signIn, body, client) => signIn.setUp({ ...body, fullName: body.full_name }, client),
  )
  routes.post('/refresh', {
    summary: 'Get new tokens with a refresh token',
    body: jsonBody('Refresh', refreshSchema, { optional: true }),
    responses: signInResponses,
    handle: async ({ accounts, context, body }) => {
      const sentToken = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
      const tokens = await accounts.signIn.refresh(body.refresh_token ?? sentToken, body.attempt_id)
      return startSession(context, tokens)
    },
  })

  routes.post('/session', {
    summary: 'Get new tokens with a session cookie',
    description:
      'For pages on this server, which send the header `X-AW-Session: cookie` with this request and when they sign in. ' +
      'The refresh token is in a cookie that scripts cannot read.',
    body: jsonBody('ContinueSession', continueSchema, { optional: true }),
    responses: signInResponses,
    handle: async ({ accounts, context, body }) => {
      const refreshToken = usesSessionCookie(context) ? readSessionCookie(context) : undefined
      const result = accounts.signIn.refresh(refreshToken, body.attempt_id)
      return startSession(
        context,
        await result.catch((cause: unknown) => {
          if (cause instanceof Rejection && refreshToken) writeSessionCookie(context, undefined)
          throw cause
        }),
      )
    },
  })
}

/**
 * Records a sign-in. Callers do not wait for it, so that the time of the response does not tell whether an account
 * exists. Attempts that are rejected unchecked are counted only, so that they cannot fill the log.
 */
async function recordResult(
  accounts: Accounts,
  attempt: { client: SessionClient; method: string; body: unknown; result: Promise<SessionTokens> },
): Promise<void> {
  const { client, method, body } = attempt
  const result = await attempt.result.catch((cause: unknown) => cause as Error)
  if ('user' in result) return recordSignIn(accounts, { action: 'sign_in', user: result.user.id, client, method })
  if (!(result instanceof Rejection) || result.status === 429) return
  const { email } = body as { email?: string }
  const user = email === undefined ? undefined : (await accounts.users.findByEmail(email))?.user.id
  await recordSignIn(accounts, { action: 'sign_in_failed', user, client, method, problem: result.problem.code })
}

/** Returns the session's tokens, and sets its cookie if the page uses one. */
export function startSession(context: Context<AppEnvironment>, result: SessionTokens): z.infer<typeof tokensSchema> {
  const hasCookie = usesSessionCookie(context)
  if (hasCookie) {
    writeSessionCookie(context, result.refreshToken)
    if (result.device !== undefined) writeDeviceCookie(context, result.device)
  }
  return tokensToWire(result, hasCookie)
}
