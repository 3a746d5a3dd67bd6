import { error, type Problem } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { openWorkspace, type Backend, type WorkspaceBackend } from '../backend.ts'
import type { Caller, Permission } from '../security/caller.ts'

/** Thrown if a request's caller is unknown (401) or lacks a permission (403). */
export class AccessError extends Error {
  readonly status: 401 | 403
  readonly problem: Problem

  constructor(status: 401 | 403, problem: Problem) {
    super(problem.code)
    this.status = status
    this.problem = problem
  }
}

/** Checks callers' access to workspaces. Every route requires a permission before it reads or changes data. */
export interface Access {
  /**
   * Returns the request's caller.
   *
   * @throws {AccessError} if the caller is unknown or lacks the permission.
   */
  requirePermission(context: Context<AppEnvironment>, permission: Permission): Caller
  /**
   * Returns the services of the caller's workspace.
   *
   * @throws {AccessError} if the caller is unknown or lacks the permission.
   */
  openWorkspace(context: Context<AppEnvironment>, permission: Permission): Promise<WorkspaceBackend>
}

export function createAccess(getBackend: () => Promise<Backend>): Access {
  const requirePermission: Access['requirePermission'] = (context, permission) => {
    const caller: Caller | undefined = context.get('caller')
    if (!caller) throw new AccessError(401, error('caller.unknown', {}))
    if (!caller.permissions.has(permission))
      throw new AccessError(403, error('caller.no-permission', { right: permission }))
    return caller
  }
  return {
    requirePermission,
    async openWorkspace(context, permission) {
      const { workspace } = requirePermission(context, permission)
      return openWorkspace(await getBackend(), workspace)
    },
  }
}
