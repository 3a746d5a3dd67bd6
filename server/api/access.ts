import { error } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { openWorkspace, type Backend, type WorkspaceBackend } from '../backend.ts'
import { Rejection } from '../http/rejection.ts'
import type { Caller, Permission } from '../security/caller.ts'
import { isLinkRequest } from '../security/link-caller.ts'

/** Thrown if a request's caller is unknown (401) or lacks a permission (403). */
export class AccessError extends Rejection {}

/** Checks callers' access to workspaces. */
export interface Access {
  /**
   * Returns the request's caller. Called with the permission of each route before the request is handled.
   *
   * @throws {AccessError} if the caller is unknown or lacks the permission.
   */
  requirePermission(context: Context<AppEnvironment>, permission: Permission): Caller
  /** Returns the services of the caller's workspace, for routes that require a permission. */
  openWorkspace(context: Context<AppEnvironment>): Promise<WorkspaceBackend>
}

export function createAccess(getBackend: () => Promise<Backend>): Access {
  const requirePermission: Access['requirePermission'] = (context, permission) => {
    const caller: Caller | undefined = context.get('caller')
    if (!caller) throw new AccessError(401, error('caller.unknown', {}))
    if (caller.link && !isLinkRequest(context.req.method, context.req.path, caller.link.workflow))
      throw new AccessError(403, error('caller.link', {}))
    if (!caller.permissions.has(permission))
      throw new AccessError(403, error('caller.no-permission', { right: permission }))
    context.set('hasPermission', true)
    return caller
  }
  return {
    requirePermission,
    async openWorkspace(context) {
      if (context.get('hasPermission') !== true)
        throw new Error(`${context.req.method} ${context.req.path} opens a workspace without a permission.`)
      return openWorkspace(await getBackend(), context.get('caller').workspace)
    },
  }
}
