import type { MiddlewareHandler } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'

/**
 * Removes the base path, such as `/tools/aw`, from the URL of a request. A URL without it is returned unchanged, because
 * some proxies remove the prefix themselves.
 */
export function removeBasePath(url: string, basePath: string): string {
  if (basePath === '' || !url.startsWith(basePath)) return url
  const rest = url.slice(basePath.length)
  return rest === '' || rest.startsWith('?') ? `/${rest}` : rest.startsWith('/') ? rest : url
}

/** Adds the base path to redirects and `Location` headers, which routes state as paths of the server. */
export function createBasePathMiddleware(basePath: string): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    context.set('basePath', basePath)
    await next()
    const location = context.res.headers.get('location')
    if (location?.startsWith('/')) context.res.headers.set('Location', `${basePath}${location}`)
  }
}
