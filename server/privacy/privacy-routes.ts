import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { path, requirePasswordOrRecentSignIn, requireUser, tags } from '../accounts/account-wire.ts'
import { emailSchema } from '../accounts/person-schemas.ts'
import { usesSessionCookie, writeSessionCookie } from '../accounts/sign-in/session-cookie.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { sendStream } from '../http/send-stream.ts'
import { listAccountArchive } from './account-archive.ts'
import { createArchiveStream } from './write-archive.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection } from '../http/rejection.ts'

const deleteAccountSchema = z
  .strictObject({ email: emailSchema, password: z.string().max(200).optional() })
  .openapi('DeleteAccount', { example: { email: 'user@example.com' } })

/** Adds the routes for exporting a user's personal data and deleting the account. */
export function addPrivacyRoutes({ createAccountRoutes, backend, onError }: RouteDependencies): void {
  const routes = createAccountRoutes({ path, tags })

  routes.get('/me/export', {
    permission: 'account',
    summary: 'Download everything that the server stores about the user, as a tar.gz archive',
    description:
      'The profile, devices, recorded changes, notifications, created workflows and started runs; for owned workspaces, everything except secrets. Limited to ten archives per hour.',
    responses: {
      200: { description: 'The archive.', content: { 'application/gzip': { schema: z.string() } } },
      429: 'Too many archives.',
    },
    handle: async ({ accounts, context, caller: { id } }) => {
      const { store } = await backend()
      await requireUser(accounts, id)
      await accounts.countExport(id)
      const request = { correlationId: context.get('correlationId'), path: context.req.path }
      const archive = createArchiveStream(listAccountArchive({ store, accounts }, id), (cause) =>
        onError(cause, request),
      )
      return sendStream(context, archive, {
        'Content-Type': 'application/gzip',
        'Content-Disposition': formatContentDisposition('aw-account.tar.gz'),
      })
    },
  })

  routes.post('/me/delete', {
    permission: 'account',
    summary: 'Delete the account',
    description:
      'Names and addresses in audit entries, activity entries and runs become unreadable. Workflows, data and runs remain in their workspaces. `email` confirms the deletion; `password` is required if the account has one.',
    body: jsonBody('DeleteAccount', deleteAccountSchema),
    responses: {
      204: 'Deleted.',
      401: 'The password is wrong.',
      403: 'The account has no password, and the sign-in is not recent.',
      409: 'The user owns workspaces, which must be transferred or deleted first.',
      422: 'Invalid body.',
      429: 'Too many attempts.',
    },
    handle: async ({ accounts, context, caller, body }) => {
      const user = await requireUser(accounts, caller.id)
      if (body.email !== user.email) throw new Rejection(422, error('account.confirmation', {}))
      await requirePasswordOrRecentSignIn(accounts, caller)
      await accounts.signIn.checkPassword(user, body.password)
      const { ownedWorkspaces } = await accounts.deleteAccount(user)
      if (ownedWorkspaces) {
        const names = ownedWorkspaces.map(({ name }) => name)
        throw new Rejection(409, error('account.owns-workspaces', { names }))
      }
      if (usesSessionCookie(context)) writeSessionCookie(context, undefined)
    },
  })
}
