import type { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import type { AppEnvironment } from '../app-environment.ts'
import type { Permission } from '../security/caller.ts'
import type { Access } from './access.ts'

/**
 * Collects the permissions (`x-permission`) of all routes added to the app after this call. Returns the middleware that
 * checks them before a request is validated, so that callers without permission do not learn whether their request was
 * valid.
 */
export function collectRoutePermissions(
  app: OpenAPIHono<AppEnvironment>,
  { requirePermission }: Pick<Access, 'requirePermission'>,
): MiddlewareHandler<AppEnvironment> {
  const permissions = new TrieRouter<Permission | undefined>()
  const { openapi } = app
  app.openapi = ((route, ...handlers) => {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
    permissions.add(route.method.toUpperCase(), path, route['x-permission'] as Permission | undefined)
    return openapi(route, ...handlers)
  }) as typeof openapi
  return (context, next) => {
    const method = context.req.method === 'HEAD' ? 'GET' : context.req.method
    const permission = permissions.match(method, context.req.path)[0][0]?.[0]
    if (permission !== undefined) requirePermission(context, permission)
    return next()
  }
}
