import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { error } from '@aw-flow/schema'
import type { Context } from 'hono'
import {
  bodyErrors,
  describeBody,
  path,
  readClient,
  sendAccountsDisabled,
  sendRejection,
  signInErrors,
  tags,
  tokensSchema,
} from '../accounts/account-wire.ts'
import { createRandomId } from '../accounts/account-tokens.ts'
import { readChallengeCookie, writeChallengeCookie } from '../accounts/session-cookie.ts'
import { sendSignInResult } from '../accounts/sign-in-routes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import {
  addPasskeySchema,
  passkeyOptionsSchema,
  passkeySchema,
  passkeySignInSchema,
  passkeyToWire,
  renamePasskeySchema,
} from './passkey-wire.ts'
import type { RelyingParty } from './passkeys.ts'

const params = z.object({ id: z.string().openapi({ example: 'Zm9v' }) })
const notFoundResponses = describeErrorResponses({
  404: 'The passkey does not exist, or accounts are turned off on this server.',
})
const pageResponses = describeErrorResponses({
  404: 'Accounts are turned off on this server.',
  409: 'The request was not sent from a page on this server.',
})

const list = createRoute({
  'x-permission': 'account',
  method: 'get',
  path: `${path}/passkeys`,
  tags,
  summary: 'List your passkeys',
  responses: {
    200: describeJsonResponse('The passkeys.', z.object({ items: z.array(passkeySchema), total: z.number() })),
    ...notFoundResponses,
  },
})
const createOptions = createRoute({
  'x-permission': 'account',
  method: 'post',
  path: `${path}/passkeys/options`,
  tags,
  summary: 'Get options for a new passkey',
  description: 'The challenge is valid once, for five minutes and for this session.',
  responses: { 200: describeJsonResponse('The options.', passkeyOptionsSchema), ...pageResponses },
})
const add = createRoute({
  'x-permission': 'account',
  method: 'post',
  path: `${path}/passkeys`,
  tags,
  summary: 'Add a passkey',
  request: { body: describeBody('AddPasskey') },
  responses: {
    201: describeJsonResponse('Added.', passkeySchema),
    ...bodyErrors,
    ...describeErrorResponses({
      401: 'The authenticator response is not valid.',
      409: 'The request was not sent from a page on this server.',
    }),
  },
})
const rename = createRoute({
  'x-permission': 'account',
  method: 'patch',
  path: `${path}/passkeys/{id}`,
  tags,
  summary: 'Rename a passkey',
  request: { params, body: describeBody('RenamePasskey') },
  responses: { 200: describeJsonResponse('The passkey.', passkeySchema), ...bodyErrors, ...notFoundResponses },
})
const remove = createRoute({
  'x-permission': 'account',
  method: 'delete',
  path: `${path}/passkeys/{id}`,
  tags,
  summary: 'Remove a passkey',
  request: { params },
  responses: { 204: { description: 'Removed.' }, ...notFoundResponses },
})
const createSignInOptions = createRoute({
  method: 'post',
  path: `${path}/passkey-sign-in/options`,
  tags,
  summary: 'Get options for signing in with a passkey',
  description: 'Sets a cookie: the challenge is valid once, for five minutes and for this browser.',
  responses: {
    200: describeJsonResponse('The options.', passkeyOptionsSchema),
    ...pageResponses,
    ...describeErrorResponses({ 429: 'Too many requests.' }),
  },
})
const signIn = createRoute({
  method: 'post',
  path: `${path}/passkey-sign-in`,
  tags,
  summary: 'Sign in with a passkey',
  request: { body: describeBody('PasskeySignIn') },
  responses: { 200: describeJsonResponse('Signed in.', tokensSchema), ...signInErrors },
})

/**
 * Adds the passkey routes. Passkeys are bound to the host of the studio's URL (`AW_URL`) or, if it is not set, to the
 * host of the requesting page.
 */
export function addPasskeyRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, requirePermission }: RouteDependencies,
): void {
  app.openAPIRegistry.register('AddPasskey', addPasskeySchema)
  app.openAPIRegistry.register('RenamePasskey', renamePasskeySchema)
  app.openAPIRegistry.register('PasskeySignIn', passkeySignInSchema)

  app.openapi(list, async (context) => {
    const { id: userId } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const items = (await accounts.passkeys.list(userId)).map(passkeyToWire)
    return context.json({ items, total: items.length }, 200)
  })

  app.openapi(createOptions, async (context) => {
    const { id: userId, session: sessionId = '' } = requirePermission(context, 'account')
    const { accounts } = await backend()
    const user = await accounts?.users.find(userId)
    if (!accounts || !user) return sendAccountsDisabled(context)
    const relyingParty = findRelyingParty(context, accounts.url)
    if (!relyingParty) return sendProblem(context, 409, error('account.passkey-page', {}))
    context.header('Cache-Control', 'no-store')
    const options = await accounts.passkeys.createRegistrationOptions(user, `session ${sessionId}`, relyingParty)
    return context.json(options as z.infer<typeof passkeyOptionsSchema>, 200)
  })

  app.openapi(add, async (context) => {
    const { id: userId, session: sessionId = '' } = requirePermission(context, 'account')
    const { accounts } = await backend()
    const user = await accounts?.users.find(userId)
    if (!accounts || !user) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, addPasskeySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const relyingParty = findRelyingParty(context, accounts.url)
    if (!relyingParty) return sendProblem(context, 409, error('account.passkey-page', {}))
    const registration = {
      name: body.name,
      response: body.credential as RegistrationResponseJSON,
      subject: `session ${sessionId}`,
    }
    const passkey = await accounts.passkeys.register(user, registration, relyingParty)
    return passkey ? context.json(passkeyToWire(passkey), 201) : sendProblem(context, 401, error('account.passkey', {}))
  })

  app.openapi(rename, async (context) => {
    const { id: userId } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, renamePasskeySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const passkey = await accounts.passkeys.rename(userId, context.req.valid('param').id, body.name)
    return passkey ? context.json(passkeyToWire(passkey), 200) : sendNotFound(context)
  })

  app.openapi(remove, async (context) => {
    const { id: userId } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    if (await accounts.passkeys.remove(userId, context.req.valid('param').id)) return context.body(null, 204)
    return sendNotFound(context)
  })

  app.openapi(createSignInOptions, async (context) => {
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const relyingParty = findRelyingParty(context, accounts.url)
    if (!relyingParty) return sendProblem(context, 409, error('account.passkey-page', {}))
    const rejection = await accounts.signIn.countChallenge(readClient(context))
    if (rejection) return sendRejection(context, rejection) as never
    const browserId = createRandomId()
    const options = await accounts.passkeys.createSignInOptions(`browser ${browserId}`, relyingParty)
    writeChallengeCookie(context, browserId)
    context.header('Cache-Control', 'no-store')
    return context.json(options as z.infer<typeof passkeyOptionsSchema>, 200)
  })

  app.openapi(signIn, async (context) => {
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, passkeySignInSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
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
    return ('problem' in result ? sendRejection(context, result) : sendSignInResult(context, result)) as never
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

const sendNotFound = (context: Context<AppEnvironment>) =>
  sendProblem(context, 404, error('account.passkey-not-found', {}))
