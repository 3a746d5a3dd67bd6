import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { describeBody, emailSchema, sendAccountsDisabled, sendRejection } from './account-wire.ts'
import {
  bodyAndNotFoundResponses,
  invitationSchema,
  invitationToWire,
  invitedRoleSchema,
  createListSchema,
  notFoundResponses,
  path,
  tags,
  toList,
  workspaceParams,
} from './workspace-wire.ts'

const inviteSchema = z
  .strictObject({ email: emailSchema, role: invitedRoleSchema.default('viewer') })
  .openapi('Invite', { example: { email: 'grace@example.com', role: 'editor' } })

const invite = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path: `${path}/{id}/invite`,
  tags,
  summary: 'Invite someone by email',
  description: 'The email contains the invitation token, which only an account with this address can use.',
  request: { params: workspaceParams, body: describeBody('Invite') },
  responses: {
    201: describeJsonResponse('Invited.', invitationSchema),
    ...bodyAndNotFoundResponses,
    ...describeErrorResponses({ 429: 'Too many invitations.' }),
  },
})
const listWorkspaceInvitations = createRoute({
  'x-permission': 'administer',
  method: 'get',
  path: `${path}/{id}/invitations`,
  tags,
  summary: 'List the pending invitations to a workspace',
  request: { params: workspaceParams },
  responses: {
    200: describeJsonResponse('The invitations.', createListSchema(invitationSchema)),
    ...notFoundResponses,
  },
})
const withdraw = createRoute({
  'x-permission': 'administer',
  method: 'delete',
  path: `${path}/{id}/invitations/{invitation}`,
  tags,
  summary: 'Withdraw an invitation',
  request: {
    params: workspaceParams.extend({
      invitation: z.string().openapi({ example: '3b7e0a52-98d7-4f0e-8e4b-6b4f8d1c2a30' }),
    }),
  },
  responses: { 204: { description: 'Withdrawn.' }, ...notFoundResponses },
})
const listUserInvitations = createRoute({
  'x-permission': 'account',
  method: 'get',
  path: '/api/v1/invitations',
  tags,
  summary: "List the user's invitations",
  responses: {
    200: describeJsonResponse('The invitations.', createListSchema(invitationSchema)),
    ...notFoundResponses,
  },
})
const accept = createRoute({
  'x-permission': 'account',
  method: 'post',
  path: '/api/v1/invitations/{token}/accept',
  tags,
  summary: 'Accept an invitation',
  request: { params: z.object({ token: z.string().openapi({ example: 'token-from-the-email' }) }) },
  responses: {
    200: describeJsonResponse('Accepted.', z.object({ workspace_id: z.string() }).openapi('AcceptedInvitation')),
    ...notFoundResponses,
  },
})

/** Adds the routes for creating, listing, withdrawing and accepting invitations. */
export function addInvitationRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, requirePermission }: RouteDependencies,
): void {
  app.openAPIRegistry.register('Invite', inviteSchema)

  app.openapi(invite, async (context) => {
    const { id, workspace } = requirePermission(context, 'administer')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, inviteSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const record = await accounts.workspaces.find(workspace)
    if (!record) return sendProblem(context, 404, error('workspace.not-found', {}))
    const result = await accounts.invite({ workspace: record, invitedBy: id, ...body })
    if ('problem' in result) return sendRejection(context, result) as never
    return context.json(invitationToWire(result), 201)
  })

  app.openapi(listWorkspaceInvitations, async (context) => {
    const { workspace } = requirePermission(context, 'administer')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    return context.json(toList((await accounts.invitations.list({ workspace })).map(invitationToWire)), 200)
  })

  app.openapi(withdraw, async (context) => {
    const { workspace } = requirePermission(context, 'administer')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { invitation } = context.req.valid('param')
    if (await accounts.invitations.remove(workspace, invitation)) return context.body(null, 204)
    return sendProblem(context, 404, error('invitation.not-found', {}))
  })

  app.openapi(listUserInvitations, async (context) => {
    const { id } = requirePermission(context, 'account')
    const { accounts } = await backend()
    const user = await accounts?.users.find(id)
    if (!accounts || !user) return sendAccountsDisabled(context)
    const items = user.emailVerifiedAt === null ? [] : await accounts.invitations.list({ email: user.email })
    return context.json(toList(items.map(invitationToWire)), 200)
  })

  app.openapi(accept, async (context) => {
    const { id } = requirePermission(context, 'account')
    const { accounts } = await backend()
    const user = await accounts?.users.find(id)
    if (!accounts || !user) return sendAccountsDisabled(context)
    const { token } = context.req.valid('param')
    // The owner may have signed in with the setup link, without verifying an email address.
    const workspaceId = user.emailVerifiedAt === null ? undefined : await accounts.invitations.accept(token, user)
    if (workspaceId === undefined) return sendProblem(context, 404, error('invitation.not-found', {}))
    return context.json({ workspace_id: workspaceId }, 200)
  })
}
