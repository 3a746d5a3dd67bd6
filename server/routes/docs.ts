import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { contentSecurityPolicy } from '../security/content-security-policy.ts'
import { renderDocsPage, type ApiDescription } from '../docs/docs-page.ts'
import { renderErrorsPage } from '../docs/errors-page.ts'
import { docsStyle } from '../docs/docs-style.ts'
import { productVersion } from '../product-version.ts'

/** General information in the API description. */
export const apiInfo = {
  openapi: '3.1.0',
  info: {
    title: 'aw',
    version: productVersion,
    description: 'Workflows that load, prepare and validate data. The same workflow documents also run in the browser.',
    license: { name: 'MIT' },
  },
} as const

/**
 * Adds `/openapi.json`, the API documentation at `/docs`, and the error reference at `/docs/errors`. The pages work
 * offline: they do not use scripts or resources from other servers.
 */
export function addDocsRoutes(app: OpenAPIHono<AppEnvironment>, basePath = ''): void {
  let cachedDescription: string | undefined
  let page: string | undefined
  let errorsPage: string | undefined
  const renderDescription = (): string =>
    (cachedDescription ??= JSON.stringify(
      app.getOpenAPI31Document(basePath === '' ? apiInfo : { ...apiInfo, servers: [{ url: basePath }] }),
    ))
  const respond = (context: Context<AppEnvironment>, text: string, type: string): Response => {
    context.header('Content-Security-Policy', contentSecurityPolicy)
    context.header('Cache-Control', 'no-cache')
    return context.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` })
  }
  app.get('/openapi.json', (context) => context.body(renderDescription(), 200, { 'Content-Type': 'application/json' }))
  app.get('/redoc', (context) => context.redirect('/docs'))
  app.get('/docs', (context) => {
    page ??= renderDocsPage(JSON.parse(renderDescription()) as ApiDescription)
    return respond(context, page, 'text/html')
  })
  app.get('/docs/errors', (context) => respond(context, (errorsPage ??= renderErrorsPage()), 'text/html'))
  app.get('/docs/style.css', (context) => respond(context, docsStyle, 'text/css'))
}
