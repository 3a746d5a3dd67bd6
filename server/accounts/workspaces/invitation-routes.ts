import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../../app-dependencies.ts'
import { requireUser } from '../account-wire.ts'
import { emailSchema } from '../person-schemas.ts'
import {
  invitationSchema,
  invitationToWire,
  invitedRoleSchema,
  createListSchema,
  tags,
  toList,
  workspaceErrors,
  workspaceParams,
} from './workspace-wire.ts'
import { jsonBody } from '../../http/json-body.ts'
import { Rejection, requireFound } from '../../http/rejection.ts'

const inviteSchema = z
  .strictObject({ email: emailSchema, role: invitedRoleSchema.default('viewer') })
  .openapi('Invite', { example: { email: 'grace@example.com', role: 'editor' } })

/** Adds the routes for creating, listing, withdrawing and accepting invitations. */
export function addInvitationRoutes({ createAccountRoutes }: RouteDependencies): void {
  const routes = createAccountRoutes({ path: '/api/v1', tags, errors: workspaceErrors })

  routes.post('/workspaces/{id}/invite', {
    permission: 'administer',
    summary: 'Invite someone by email',
    description: 'The email contains the invitation token, which only an account with this address can use.',
    params: workspaceParams,
    body: jsonBody('Invite', inviteSchema),
    responses: { 201: ['Invited.', invitationSchema], 422: 'Invalid body.', 429: 'Too many invitations.' },
    handle: async ({ accounts, caller: { id, workspace }, body }) => {
      const record = requireFound(await accounts.workspaces.find(workspace), error('workspace.not-found', {}))
      return invitationToWire(await accounts.invite({ workspace: record, invitedBy: id, ...body }))
    },
  })

  routes.get('/workspaces/{id}/invitations', {
    permission: 'administer',
    summary: 'List the pending invitations to a workspace',
    params: workspaceParams,
    responses: { 200: ['The invitations.', createListSchema(invitationSchema)] },
    handle: async ({ accounts, caller: { workspace } }) =>
      toList((await accounts.invitations.list({ workspace })).map(invitationToWire)),
  })

  routes.delete('/workspaces/{id}/invitations/{invitation}', {
    permission: 'administer',
    summary: 'Withdraw an invitation',
    params: workspaceParams.extend({
      invitation: z.string().openapi({ example: '3b7e0a52-98d7-4f0e-8e4b-6b4f8d1c2a30' }),
    }),
    responses: { 204: 'Withdrawn.' },
    handle: async ({ accounts, caller: { workspace }, params: { invitation } }) => {
      requireFound(await accounts.invitations.remove(workspace, invitation), error('invitation.not-found', {}))
    },
  })

  routes.get('/invitations', {
    permission: 'account',
    summary: "List the user's invitations",
    responses: { 200: ['The invitations.', createListSchema(invitationSchema)] },
    handle: async ({ accounts, caller: { id } }) => {
      const user = await requireUser(accounts, id)
      const items = user.emailVerifiedAt === undefined ? [] : await accounts.invitations.list({ email: user.email })
      return toList(items.map(invitationToWire))
    },
  })

  routes.post('/invitations/{token}/accept', {
    permission: 'account',
    summary: 'Accept an invitation',
    params: z.object({ token: z.string().openapi({ example: 'token-from-the-email' }) }),
    responses: { 200: ['Accepted.', z.object({ workspace_id: z.string() }).openapi('AcceptedInvitation')] },
    handle: async ({ accounts, caller: { id }, params: { token } }) => {
      const user = await requireUser(accounts, id)
      // The owner may have signed in with the setup link, without verifying an email address.
      const workspaceId =
        user.emailVerifiedAt === undefined ? undefined : await accounts.invitations.accept(token, user)
      if (workspaceId === undefined) throw new Rejection(404, error('invitation.not-found', {}))
      return { workspace_id: workspaceId }
    },
  })
}
