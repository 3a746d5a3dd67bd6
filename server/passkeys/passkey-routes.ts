import { z } from '@hono/zod-openapi'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { error } from '@aw-flow/schema'
import type { Context } from 'hono'
import { requireRecentSignIn, requireUser, readClient, path, tags } from '../accounts/account-wire.ts'
import { createRandomId } from '../accounts/account-tokens.ts'
import { readChallengeCookie, writeChallengeCookie } from '../accounts/sign-in/session-cookie.ts'
import { recordSignIn } from '../audit/record-sign-in.ts'
import { signInResponses, startSession } from '../accounts/sign-in/sign-in-routes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import {
  addPasskeySchema,
  passkeyOptionsSchema,
  passkeySchema,
  passkeySignInSchema,
  passkeyToWire,
  renamePasskeySchema,
} from './passkey-wire.ts'
import type { RelyingParty } from './passkeys.ts'
import { jsonBody } from '../http/json-body.ts'
import { requireFound, Rejection } from '../http/rejection.ts'

const params = z.object({ id: z.string().openapi({ example: 'Zm9v' }) })

/**
 * Adds the passkey routes. Passkeys are bound to the host of the studio's URL (`AW_URL`) or, if it is not set, to the
 * host of the requesting page.
 */
export function addPasskeyRoutes({ createAccountRoutes }: RouteDependencies): void {
  const routes = createAccountRoutes({ path, tags })
  addPasskeyListRoutes(routes)
  addRegistrationRoutes(routes)
  addPasskeySignInRoutes(routes)
}

type AccountRoutes = ReturnType<RouteDependencies['createAccountRoutes']>

/** Adds the routes that list, rename and remove passkeys. */
function addPasskeyListRoutes(routes: AccountRoutes): void {
  routes.get('/passkeys', {
    permission: 'account',
    summary: 'List your passkeys',
    responses: {
      200: ['The passkeys.', z.object({ items: z.array(passkeySchema), total: z.number() })],
      404: 'The passkey does not exist, or accounts are turned off on this server.',
    },
    handle: async ({ accounts, caller: { id: userId } }) => {
      const items = (await accounts.passkeys.list(userId)).map(passkeyToWire)
      return { items, total: items.length }
    },
  })

  routes.patch('/passkeys/{id}', {
    permission: 'account',
    summary: 'Rename a passkey',
    params,
    body: jsonBody('RenamePasskey', renamePasskeySchema),
    responses: {
      200: ['The passkey.', passkeySchema],
      404: 'The passkey does not exist, or accounts are turned off on this server.',
      422: 'Invalid body.',
    },
    handle: async ({ accounts, caller: { id: userId }, params, body }) => {
      const passkey = await accounts.passkeys.rename(userId, params.id, body.name)
      return passkeyToWire(requireFound(passkey, notFoundProblem))
    },
  })

  routes.delete('/passkeys/{id}', {
    permission: 'account',
    summary: 'Remove a passkey',
    params,
    responses: {
      204: 'Removed.',
      403: 'The sign-in is not recent.',
      404: 'The passkey does not exist, or accounts are turned off on this server.',
    },
    handle: async ({ accounts, caller, params }) => {
      await requireRecentSignIn(accounts, caller)
      requireFound(await accounts.passkeys.remove(caller.id, params.id), notFoundProblem)
    },
  })
}

function addRegistrationRoutes(routes: AccountRoutes): void {
  routes.post('/passkeys/options', {
    permission: 'account',
    summary: 'Get options for a new passkey',
    description: 'The challenge is valid once, for five minutes and for this session.',
    responses: {
      200: ['The options.', passkeyOptionsSchema],
      403: 'The sign-in is not recent.',
      409: 'The request was not sent from a page on this server.',
    },
    handle: async ({ accounts, context, caller }) => {
      const { id: userId, session: sessionId = '' } = caller
      await requireRecentSignIn(accounts, caller)
      const user = await requireUser(accounts, userId)
      const relyingParty = requireRelyingParty(context, accounts.url)
      const options = await accounts.passkeys.createRegistrationOptions(user, `session ${sessionId}`, relyingParty)
      return options as z.infer<typeof passkeyOptionsSchema>
    },
  })

  routes.post('/passkeys', {
    permission: 'account',
    summary: 'Add a passkey',
    body: jsonBody('AddPasskey', addPasskeySchema),
    responses: {
      201: ['Added.', passkeySchema],
      401: 'The authenticator response is not valid.',
      403: 'The sign-in is not recent.',
      409: 'The request was not sent from a page on this server.',
      422: 'Invalid body.',
    },
    handle: async ({ accounts, context, caller, body }) => {
      const { id: userId, session: sessionId = '' } = caller
      await requireRecentSignIn(accounts, caller)
      const user = await requireUser(accounts, userId)
      const relyingParty = requireRelyingParty(context, accounts.url)
      const registration = {
        name: body.name,
        response: body.credential as RegistrationResponseJSON,
        subject: `session ${sessionId}`,
      }
      const passkey = await accounts.passkeys.register(user, registration, relyingParty)
      if (!passkey) throw new Rejection(401, error('account.passkey', {}))
      return passkeyToWire(passkey)
    },
  })
}

function addPasskeySignInRoutes(routes: AccountRoutes): void {
  routes.post('/passkey-sign-in/options', {
    summary: 'Get options for signing in with a passkey',
    description: 'Sets a cookie: the challenge is valid once, for five minutes and for this browser.',
    responses: {
      200: ['The options.', passkeyOptionsSchema],
      409: 'The request was not sent from a page on this server.',
      429: 'Too many requests.',
    },
    handle: async ({ accounts, context }) => {
      const relyingParty = requireRelyingParty(context, accounts.url)
      await accounts.signIn.countChallenge(readClient(context))
      const browserId = createRandomId()
      const options = await accounts.passkeys.createSignInOptions(`browser ${browserId}`, relyingParty)
      writeChallengeCookie(context, browserId)
      return options as z.infer<typeof passkeyOptionsSchema>
    },
  })

  routes.post('/passkey-sign-in', {
    summary: 'Sign in with a passkey',
    body: jsonBody('PasskeySignIn', passkeySignInSchema),
    responses: signInResponses,
    handle: async ({ accounts, context, body }) => {
      const relyingParty = findRelyingParty(context, accounts.url)
      const browserId = readChallengeCookie(context)
      writeChallengeCookie(context, undefined)
      const response = body.credential as AuthenticationResponseJSON
      const result = await accounts.signIn.signInWithPasskey(
        async () =>
          relyingParty && browserId
            ? accounts.passkeys.verifySignIn({ response, subject: `browser ${browserId}` }, relyingParty)
            : undefined,
        readClient(context),
      )
      const { id: user } = result.user
      await recordSignIn(accounts, { action: 'sign_in', user, client: readClient(context), method: 'passkey' })
      return startSession(context, result)
    },
  })
}

/**
 * Determines the site to which passkeys are bound: the studio at its configured URL, or the page on this server that
 * sent the request. Requests from other hosts have already been rejected (see `createHostRules`).
 */
function findRelyingParty(context: Context<AppEnvironment>, url: string | undefined): RelyingParty | undefined {
  const pageUrl = url ?? context.req.header('origin')
  if (pageUrl === undefined || !URL.canParse(pageUrl)) return undefined
  const { hostname, host, origin } = new URL(pageUrl)
  if (url === undefined && host !== context.req.header('host')?.toLowerCase()) return undefined
  return { id: hostname, origin }
}

/** @throws {Rejection} 409 if the request was not sent from a page of this server. */
function requireRelyingParty(context: Context<AppEnvironment>, url: string | undefined): RelyingParty {
  const relyingParty = findRelyingParty(context, url)
  if (!relyingParty) throw new Rejection(409, error('account.passkey-page', {}))
  return relyingParty
}

const notFoundProblem = error('account.passkey-not-found', {})
