import { error } from '@aw-flow/schema'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { describeBody, sendAccountsDisabled } from './account-wire.ts'
import {
  bodyAndNotFoundResponses,
  changeRoleSchema,
  createWorkspaceSchema,
  createListSchema,
  memberParams,
  memberSchema,
  memberToWire,
  notFoundResponses,
  path,
  tags,
  toList,
  transferSchema,
  updateWorkspaceSchema,
  workspaceParams,
  workspaceSchema,
  workspaceToWire,
} from './workspace-wire.ts'
import type { MemberChangeOutcome } from './workspaces.ts'

const conflictResponses = describeErrorResponses({
  409: 'The member is the owner, or the workspace is the default workspace.',
})

const list = createRoute({
  'x-permission': 'account',
  method: 'get',
  path,
  tags,
  summary: "List the user's workspaces",
  responses: { 200: describeJsonResponse('The workspaces.', createListSchema(workspaceSchema)), ...notFoundResponses },
})
const create = createRoute({
  'x-permission': 'account',
  method: 'post',
  path,
  tags,
  summary: 'Create a workspace and become its owner',
  request: { body: describeBody('CreateWorkspace') },
  responses: { 201: describeJsonResponse('Created.', workspaceSchema), ...bodyAndNotFoundResponses },
})
const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get a workspace',
  request: { params: workspaceParams },
  responses: { 200: describeJsonResponse('The workspace.', workspaceSchema), ...notFoundResponses },
})
const update = createRoute({
  'x-permission': 'administer',
  method: 'patch',
  path: `${path}/{id}`,
  tags,
  summary: 'Change the name or the description of a workspace',
  request: { params: workspaceParams, body: describeBody('UpdateWorkspace') },
  responses: { 200: describeJsonResponse('The workspace.', workspaceSchema), ...bodyAndNotFoundResponses },
})
const remove = createRoute({
  'x-permission': 'own',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete a workspace',
  description:
    'Its workflows are deleted, and their schedules and webhooks stop. Nobody can access the workspace afterwards.',
  request: { params: workspaceParams },
  responses: { 204: { description: 'Deleted.' }, ...notFoundResponses, ...conflictResponses },
})
const listMembers = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/members`,
  tags,
  summary: 'List the members of a workspace',
  request: { params: workspaceParams },
  responses: { 200: describeJsonResponse('The members.', createListSchema(memberSchema)), ...notFoundResponses },
})
const changeRole = createRoute({
  'x-permission': 'administer',
  method: 'patch',
  path: `${path}/{id}/members/{user_id}`,
  tags,
  summary: "Change a member's role",
  request: { params: memberParams, body: describeBody('ChangeRole') },
  responses: { 204: { description: 'Changed.' }, ...bodyAndNotFoundResponses, ...conflictResponses },
})
const removeMember = createRoute({
  'x-permission': 'administer',
  method: 'delete',
  path: `${path}/{id}/members/{user_id}`,
  tags,
  summary: 'Remove a member',
  request: { params: memberParams },
  responses: { 204: { description: 'Removed.' }, ...notFoundResponses, ...conflictResponses },
})
const leave = createRoute({
  'x-permission': 'account',
  method: 'post',
  path: `${path}/{id}/leave`,
  tags,
  summary: 'Leave a workspace',
  request: { params: workspaceParams },
  responses: { 204: { description: 'Left.' }, ...notFoundResponses, ...conflictResponses },
})
const transfer = createRoute({
  'x-permission': 'own',
  method: 'post',
  path: `${path}/{id}/transfer`,
  tags,
  summary: 'Transfer ownership to a member',
  description: 'The previous owner becomes an administrator.',
  request: { params: workspaceParams, body: describeBody('TransferWorkspace') },
  responses: { 204: { description: 'Transferred.' }, ...bodyAndNotFoundResponses, ...conflictResponses },
})

/**
 * Adds the routes under `/api/v1/workspaces`. The workspace ID in the path determines the workspace of the request (see
 * `createAdmission`), so the caller's permissions in that workspace apply.
 */
export function addWorkspaceRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, requirePermission, openWorkspace }: RouteDependencies,
): void {
  for (const [name, schema] of Object.entries({
    CreateWorkspace: createWorkspaceSchema,
    UpdateWorkspace: updateWorkspaceSchema,
    ChangeRole: changeRoleSchema,
    TransferWorkspace: transferSchema,
  }))
    app.openAPIRegistry.register(name, schema)

  app.openapi(list, async (context) => {
    const { id: userId } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const items = await accounts.workspaces.list(userId)
    return context.json(toList(items.map(({ workspace, role }) => workspaceToWire(workspace, role))), 200)
  })

  app.openapi(create, async (context) => {
    const { id: userId } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, createWorkspaceSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const workspace = await accounts.workspaces.find(await accounts.memberships.createWorkspace(userId, body))
    return workspace ? context.json(workspaceToWire(workspace, 'owner'), 201) : sendWorkspaceNotFound(context)
  })

  app.openapi(read, async (context) => {
    const { id: userId, workspace } = requirePermission(context, 'view')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const workspaceRecord = await accounts.workspaces.find(workspace)
    const role = (await accounts.directory.findUser(userId))?.roles.get(workspace) ?? null
    return workspaceRecord ? context.json(workspaceToWire(workspaceRecord, role), 200) : sendWorkspaceNotFound(context)
  })

  app.openapi(update, async (context) => {
    const { id: userId, workspace } = requirePermission(context, 'administer')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, updateWorkspaceSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    await accounts.workspaces.update(workspace, body)
    const workspaceRecord = await accounts.workspaces.find(workspace)
    const role = (await accounts.directory.findUser(userId))?.roles.get(workspace) ?? null
    return workspaceRecord ? context.json(workspaceToWire(workspaceRecord, role), 200) : sendWorkspaceNotFound(context)
  })

  app.openapi(remove, async (context) => {
    const { workspace } = requirePermission(context, 'own')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { store } = await openWorkspace(context, 'own')
    const outcome = await accounts.workspaces.remove(workspace)
    if (outcome === 'default') return sendProblem(context, 409, error('workspace.default', {}))
    if (outcome === 'missing') return sendWorkspaceNotFound(context)
    await removeWorkflows(store)
    return context.body(null, 204)
  })

  app.openapi(listMembers, async (context) => {
    const { workspace } = requirePermission(context, 'view')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    return context.json(toList((await accounts.workspaces.listMembers(workspace)).map(memberToWire)), 200)
  })

  app.openapi(changeRole, async (context) => {
    const { workspace } = requirePermission(context, 'administer')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, changeRoleSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { user_id: userId } = context.req.valid('param')
    return sendMemberChangeOutcome(context, userId, await accounts.workspaces.changeRole(workspace, userId, body.role))
  })

  app.openapi(removeMember, async (context) => {
    const { workspace } = requirePermission(context, 'administer')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { user_id: userId } = context.req.valid('param')
    return sendMemberChangeOutcome(context, userId, await accounts.workspaces.removeMember(workspace, userId))
  })

  app.openapi(leave, async (context) => {
    const { id: userId, workspace } = requirePermission(context, 'account')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    return sendMemberChangeOutcome(context, userId, await accounts.workspaces.removeMember(workspace, userId))
  })

  app.openapi(transfer, async (context) => {
    const { workspace } = requirePermission(context, 'own')
    const { accounts } = await backend()
    if (!accounts) return sendAccountsDisabled(context)
    const { body, rejection } = await readBody(context, transferSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    return sendMemberChangeOutcome(
      context,
      body.user_id,
      await accounts.workspaces.transferOwnership(workspace, body.user_id),
    )
  })
}

/** Deletes all workflows in a workspace, which also stops their schedules and webhooks. */
async function removeWorkflows({ workflows }: WorkspaceStore): Promise<void> {
  for (;;) {
    const { items } = await workflows.listSummaries({ limit: 500, offset: 0 })
    if (items.length === 0) return
    for (const { id } of items) await workflows.remove(id)
  }
}

const sendWorkspaceNotFound = (context: Context<AppEnvironment>) =>
  sendProblem(context, 404, error('workspace.not-found', {}))

function sendMemberChangeOutcome(context: Context<AppEnvironment>, userId: string, outcome: MemberChangeOutcome) {
  if (outcome === 'owner') return sendProblem(context, 409, error('workspace.owner', {}))
  if (outcome === 'missing') return sendProblem(context, 404, error('workspace.member', { id: userId.slice(0, 80) }))
  return context.body(null, 204)
}
