import { error } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { RouteDependencies } from '../../app-dependencies.ts'
import { requireRecentSignIn } from '../account-wire.ts'
import type { WorkspaceStore } from '../../store/open-store.ts'
import {
  changeRoleSchema,
  path,
  workspaceErrors,
  createWorkspaceSchema,
  createListSchema,
  memberParams,
  memberSchema,
  memberToWire,
  tags,
  toList,
  transferSchema,
  updateWorkspaceSchema,
  workspaceParams,
  workspaceSchema,
  workspaceToWire,
} from './workspace-wire.ts'
import type { MemberChangeOutcome, WorkspaceRecord } from './workspaces.ts'
import { applySettings, readSettings } from './workspace-settings.ts'
import { writeConfiguration } from '../../api/configuration.ts'
import type { AppEnvironment } from '../../app-environment.ts'
import { noteChange } from '../../audit/record-changes.ts'
import type { Role } from '../../security/roles.ts'
import type { WorkspaceState } from '../../store/workspace-state.ts'
import { warnOfIgnoredFields } from '../../http/ignored-fields.ts'
import { requireFound, Rejection } from '../../http/rejection.ts'
import { jsonBody } from '../../http/json-body.ts'

/**
 * Adds the routes under `/api/v1/workspaces`. The workspace ID in the path determines the workspace of the request (see
 * `createAdmission`), so the caller's permissions in that workspace apply.
 */
export function addWorkspaceRoutes({
  createAccountRoutes,
  openWorkspace,
  backend,
  canAddHosts,
}: RouteDependencies): void {
  const routes = createAccountRoutes({ path, tags, errors: workspaceErrors })
  const openState = async (id: string): Promise<WorkspaceState> => (await backend()).store.forWorkspace(id).state
  const respond = async (workspace: WorkspaceRecord | undefined, role: Role | null) => {
    const found = requireFound(workspace, notFoundProblem)
    return workspaceToWire(found, role, await readSettings(found.settings, await openState(found.id)))
  }
  /** Names the settings of a request that are kept without effect, so that clients notice. */
  const withUnused = <Response extends object>(
    context: Context<AppEnvironment>,
    response: Response,
    unused: readonly string[],
  ) => {
    const ignoredFields = unused.map((name) => `settings.${name}`)
    warnOfIgnoredFields(context, ignoredFields)
    return ignoredFields.length === 0 ? response : { ...response, ignored_fields: ignoredFields }
  }
  routes.get('', {
    permission: 'account',
    summary: "List the user's workspaces",
    responses: { 200: ['The workspaces.', createListSchema(workspaceSchema)] },
    handle: async ({ accounts, caller: { id: userId } }) => {
      const items = await accounts.workspaces.list(userId)
      return toList(await Promise.all(items.map(({ workspace, role }) => respond(workspace, role))))
    },
  })

  routes.post('', {
    permission: 'account',
    summary: 'Create a workspace and become its owner',
    body: jsonBody('CreateWorkspace', createWorkspaceSchema),
    responses: {
      201: ['Created.', workspaceSchema],
      409: 'The user owns the maximum number of workspaces.',
      422: 'Invalid body.',
    },
    handle: async ({ accounts, context, caller: { id: userId }, body }) => {
      const { kept, unused, configuration } = await applySettings(body.settings, {}, { canAddHosts })
      const id = await accounts.memberships.createWorkspace(userId, body)
      if (id === undefined) throw new Rejection(409, error('workspace.limit', {}))
      if (configuration) await writeConfiguration(await openState(id), configuration)
      if (unused.length > 0) await accounts.workspaces.update(id, { settings: kept })
      return withUnused(context, await respond(await accounts.workspaces.find(id), 'owner'), unused)
    },
  })

  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get a workspace',
    params: workspaceParams,
    responses: { 200: ['The workspace.', workspaceSchema] },
    handle: async ({ accounts, caller: { id: userId, workspace } }) => {
      const workspaceRecord = await accounts.workspaces.find(workspace)
      const role = (await accounts.directory.findUser(userId))?.roles.get(workspace) ?? null
      return respond(workspaceRecord, role)
    },
  })

  routes.patch('/{id}', {
    permission: 'administer',
    summary: 'Change the name, the description or some settings of a workspace',
    description:
      'Of `settings`, only the given ones change, and `null` removes one. Those that are fields of `/api/v1/config` act. ' +
      'Others are kept, and listed in `ignored_fields`.',
    params: workspaceParams,
    body: jsonBody('UpdateWorkspace', updateWorkspaceSchema),
    responses: { 200: ['The workspace.', workspaceSchema], 422: 'Invalid body.' },
    handle: async ({ accounts, context, caller: { id: userId, workspace }, body: { settings = {}, ...fields } }) => {
      const state = await openState(workspace)
      const before = requireFound(await accounts.workspaces.find(workspace), notFoundProblem)
      const { settings: current } = before
      const { kept, unused, configuration, previous } = await applySettings(settings, current, { state, canAddHosts })
      if (configuration) await writeConfiguration(state, configuration)
      await accounts.workspaces.update(workspace, { ...fields, ...(unused.length > 0 ? { settings: kept } : {}) })
      const role = (await accounts.directory.findUser(userId))?.roles.get(workspace) ?? null
      noteChange(context, { ...previous, name: before.name }, { ...configuration, name: before.name, ...fields })
      return withUnused(context, await respond(await accounts.workspaces.find(workspace), role), unused)
    },
  })

  routes.delete('/{id}', {
    permission: 'own',
    summary: 'Delete a workspace',
    description:
      'Its workflows are deleted, and their schedules and webhooks stop. Nobody can access the workspace afterwards.',
    params: workspaceParams,
    responses: { 204: 'Deleted.', 409: 'The member is the owner, or the workspace is the default workspace.' },
    handle: async ({ accounts, context, caller: { workspace } }) => {
      const outcome = await accounts.workspaces.remove(workspace)
      if (outcome === 'default') throw new Rejection(409, error('workspace.default', {}))
      if (outcome === 'missing') throw new Rejection(404, notFoundProblem)
      await removeWorkflows((await openWorkspace(context)).store)
    },
  })

  addMemberRoutes(routes)
}

function addMemberRoutes(routes: ReturnType<RouteDependencies['createAccountRoutes']>): void {
  routes.get('/{id}/members', {
    permission: 'view',
    summary: 'List the members of a workspace',
    params: workspaceParams,
    responses: { 200: ['The members.', createListSchema(memberSchema)] },
    handle: async ({ accounts, caller: { workspace } }) =>
      toList((await accounts.workspaces.listMembers(workspace)).map(memberToWire)),
  })

  routes.patch('/{id}/members/{user_id}', {
    permission: 'administer',
    summary: "Change a member's role",
    params: memberParams,
    body: jsonBody('ChangeRole', changeRoleSchema),
    responses: {
      204: 'Changed.',
      409: 'The member is the owner, or the workspace is the default workspace.',
      422: 'Invalid body.',
    },
    handle: async ({ accounts, context, caller: { workspace }, params: { user_id: userId }, body }) => {
      const before = (await accounts.directory.findUser(userId))?.roles.get(workspace)
      requireMemberChange(userId, await accounts.workspaces.changeRole(workspace, userId, body.role))
      noteChange(context, { role: before }, { role: body.role })
    },
  })

  routes.delete('/{id}/members/{user_id}', {
    permission: 'administer',
    summary: 'Remove a member',
    params: memberParams,
    responses: { 204: 'Removed.', 409: 'The member is the owner, or the workspace is the default workspace.' },
    handle: async ({ accounts, caller: { workspace }, params: { user_id: userId } }) => {
      requireMemberChange(userId, await accounts.workspaces.removeMember(workspace, userId))
    },
  })

  routes.post('/{id}/leave', {
    permission: 'account',
    summary: 'Leave a workspace',
    params: workspaceParams,
    responses: { 204: 'Left.', 409: 'The member is the owner, or the workspace is the default workspace.' },
    handle: async ({ accounts, caller: { id: userId, workspace } }) => {
      requireMemberChange(userId, await accounts.workspaces.removeMember(workspace, userId))
    },
  })

  routes.post('/{id}/transfer', {
    permission: 'own',
    summary: 'Transfer ownership to a member',
    description: 'The previous owner becomes an administrator.',
    params: workspaceParams,
    body: jsonBody('TransferWorkspace', transferSchema),
    responses: {
      204: 'Transferred.',
      403: 'The sign-in is not recent.',
      409: 'The member is the owner or owns the maximum number of workspaces, or the workspace is the default workspace.',
      422: 'Invalid body.',
    },
    handle: async ({ accounts, caller, body }) => {
      await requireRecentSignIn(accounts, caller)
      const { workspace } = caller
      requireMemberChange(body.user_id, await accounts.workspaces.transferOwnership(workspace, body.user_id))
    },
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

const notFoundProblem = error('workspace.not-found', {})

/** @throws {Rejection} if the member was not changed. */
function requireMemberChange(userId: string, outcome: MemberChangeOutcome): void {
  if (outcome === 'limit') throw new Rejection(409, error('workspace.limit', {}))
  if (outcome === 'owner') throw new Rejection(409, error('workspace.owner', {}))
  if (outcome === 'missing') throw new Rejection(404, error('workspace.member', { id: userId.slice(0, 80) }))
}
