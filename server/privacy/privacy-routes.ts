import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { Readable } from 'node:stream'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import {
  bodyErrors,
  describeBody,
  emailSchema,
  path,
  sendAccountsDisabled,
  sendRejection,
  tags,
} from '../accounts/account-wire.ts'
import { usesSessionCookie, writeSessionCookie } from '../accounts/session-cookie.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { listAccountArchive } from './account-archive.ts'
import { createArchiveStream } from './write-archive.ts'

const deleteAccountSchema = z
  .strictObject({ email: emailSchema, password: z.string().max(200).optional() })
  .openapi('DeleteAccount', { example: { email: 'user@example.com' } })

const exportAccount = createRoute({
  'x-permission': 'account',
  method: 'get',
  path: `${path}/me/export`,
  tags,
  summary: 'Download everything that the server stores about the user, as a tar.gz archive',
  description:
    'The profile, devices, recorded changes, notifications, created workflows and started runs; for owned workspaces, everything except secrets. Limited to ten archives per hour.',
  responses: {
    200: { description: 'The archive.', content: { 'application/gzip': { schema: z.string() } } },
    ...describeErrorResponses({ 404: 'Accounts are turned off on this server.', 429: 'Too many archives.' }),
  },
})
const deleteAccount = createRoute({
  'x-permission': 'account',
  method: 'post',
  path: `${path}/me/delete`,
  tags,
  summary: 'Delete the account',
  description:
    'Names and addresses in audit entries, activity entries and runs become unreadable. Workflows, data and runs remain in their workspaces. `email` confirms the deletion; `password` is required if the account has one.',
  request: { body: describeBody('DeleteAccount') },
  responses: {
    204: { description: 'Deleted.' },
    ...bodyErrors,
    ...describeErrorResponses({
      401: 'The password is wrong.',
      409: 'The user owns workspaces, which must be transferred or deleted first.',
      429: 'Too many attempts.',
    }),
  },
})

/** Adds the routes for exporting a user's personal data and deleting the account. */
export function addPrivacyRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, requirePermission, onError }: RouteDependencies,
): void {
  app.openAPIRegistry.register('DeleteAccount', deleteAccountSchema)

  app.openapi(exportAccount, async (context) => {
    const { id } = requirePermission(context, 'account')
    const { accounts, store } = await backend()
    const user = await accounts?.users.find(id)
    if (!accounts || !user) return sendAccountsDisabled(context)
    const rejection = await accounts.countExport(id)
    if (rejection) return sendRejection(context, rejection) as never
    const request = { correlationId: context.get('correlationId'), path: context.req.path }
    const archive = createArchiveStream(listAccountArchive({ store, accounts }, id), (cause) => onError(cause, request))
    return context.body(Readable.toWeb(archive) as ReadableStream<Uint8Array>, 200, {
      'Content-Type': 'application/gzip',
      'Cache-Control': 'no-store',
      'Content-Disposition': formatContentDisposition('aw-account.tar.gz'),
    }) as never
  })

  app.openapi(deleteAccount, async (context) => {
    const { id } = requirePermission(context, 'account')
    const { accounts } = await backend()
    const user = await accounts?.users.find(id)
    if (!accounts || !user) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, deleteAccountSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    if (body.email !== user.email) return sendProblem(context, 422, error('account.confirmation', {}))
    const passwordRejection = await accounts.signIn.checkPassword(user, body.password)
    if (passwordRejection) return sendRejection(context, passwordRejection) as never
    const { ownedWorkspaces } = await accounts.deleteAccount(user)
    if (ownedWorkspaces) {
      const names = ownedWorkspaces.map(({ name }) => name)
      return sendProblem(context, 409, error('account.owns-workspaces', { names }))
    }
    if (usesSessionCookie(context)) writeSessionCookie(context, undefined)
    return context.body(null, 204)
  })
}
