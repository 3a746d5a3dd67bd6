import { error, type Problem } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { openWorkspace, type Backend, type WorkspaceBackend } from '../backend.ts'
import type { Caller, Permission } from '../security/caller.ts'

/** Thrown if the caller of a request lacks a permission. */
export class AccessError extends Error {
  readonly status: 401 | 403
  readonly problem: Problem

  constructor(status: 401 | 403, problem: Problem) {
    super(problem.code)
    this.status = status
    this.problem = problem
  }
}

/** Checks the access of callers to workspaces. Each route requires a permission before it reads or changes anything. */
export interface Access {
  /** @throws {AccessError} if the caller of the request lacks the permission. */
  requirePermission(context: Context<AppEnvironment>, permission: Permission): Caller
  /**
   * Returns the services of the caller's workspace.
   *
   * @throws {AccessError} if the caller lacks the permission.
   */
  openWorkspace(context: Context<AppEnvironment>, permission: Permission): Promise<WorkspaceBackend>
}

export function createAccess(backend: () => Promise<Backend>): Access {
  const requirePermission: Access['requirePermission'] = (context, permission) => {
    const caller: Caller | undefined = context.get('caller')
    if (!caller) throw new AccessError(401, error('caller.unknown', {}))
    if (!caller.permissions.has(permission)) throw new AccessError(403, error('caller.no-right', { right: permission }))
    return caller
  }
  return {
    requirePermission,
    async openWorkspace(context, permission) {
      const { workspace } = requirePermission(context, permission)
      return openWorkspace(await backend(), workspace)
    },
  }
}
