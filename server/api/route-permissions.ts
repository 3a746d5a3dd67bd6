import type { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AppEnvironment } from '../app-environment.ts'
import type { Permission } from '../security/caller.ts'
import type { Access } from './access.ts'
import { setDefaultHeader } from './request-middleware.ts'

/**
 * Collects the permissions (`x-permission`, and `execute` with `x-starts-runs`) of all routes added to the app after this
 * call. Returns the middleware that checks them before a request is validated, so that callers without permission do not
 * learn whether their request was valid. Responses of routes with a permission are not cached: a cache does not know who
 * may read them.
 */
export function collectRoutePermissions(
  app: OpenAPIHono<AppEnvironment>,
  { requirePermission }: Pick<Access, 'requirePermission'>,
): MiddlewareHandler<AppEnvironment> {
  /** Permissions by method and path pattern. */
  const permissions = new Map<string, Permission[]>()
  const { openapi } = app
  app.openapi = ((route, ...handlers) => {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
    const { 'x-permission': permission, 'x-starts-runs': startsRuns } = route as {
      'x-permission'?: Permission
      'x-starts-runs'?: true
    }
    permissions.set(`${route.method.toUpperCase()} ${path}`, [
      ...(permission ? [permission] : []),
      ...(startsRuns ? ['execute' as const] : []),
    ])
    return openapi(route, ...handlers)
  }) as typeof openapi
  return (context, next) => {
    // If several routes match, such as `/runs/latest` and `/runs/:id`, the one added first handles the request.
    for (const { method, path } of matchedRoutes(context)) {
      if (method === 'ALL') continue
      const required = permissions.get(`${method} ${path}`)
      if (!required) continue
      if (required.length > 0) setDefaultHeader(context, 'Cache-Control', 'no-store')
      for (const permission of required) requirePermission(context, permission)
      break
    }
    return next()
  }
}
