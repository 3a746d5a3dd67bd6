import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { join } from 'node:path'
import type { AppEnvironment } from '../app-environment.ts'
import { hasViewers, redoc, swaggerUi, viewerFiles, viewerPolicy, type ApiViewer } from '../docs/api-viewers.ts'
import { sendFile } from '../static/send-file.ts'
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
 * Adds `/openapi.json`, Swagger UI at `/docs`, Redoc at `/redoc`, and the error reference at `/docs/errors`. If the
 * libraries have not been built, a page without scripts takes their place, which is also at `/docs/plain`. All pages
 * work offline: they do not use resources from other servers.
 */
export function addDocsRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { basePath = '', apiViewers }: { basePath?: string | undefined; apiViewers?: string | undefined },
): void {
  let cachedDescription: string | undefined
  let page: string | undefined
  let errorsPage: string | undefined
  const securitySchemes = {
    bearer: { type: 'http', scheme: 'bearer' },
    'api-key': { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  } as const
  for (const [name, scheme] of Object.entries(securitySchemes))
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme)
  const renderDescription = (): string =>
    (cachedDescription ??= JSON.stringify(
      app.getOpenAPI31Document({
        ...apiInfo,
        ...(basePath === '' ? {} : { servers: [{ url: basePath }] }),
        // A server without tokens and accounts needs no credentials.
        security: [{ bearer: [] }, { 'api-key': [] }, {}],
      }),
    ))
  const respond = (
    context: Context<AppEnvironment>,
    text: string,
    type: string,
    policy = contentSecurityPolicy,
  ): Response => {
    context.header('Content-Security-Policy', policy)
    context.header('Cache-Control', 'no-cache')
    return context.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` })
  }
  app.get('/openapi.json', (context) => context.body(renderDescription(), 200, { 'Content-Type': 'application/json' }))
  const respondWithPage = (context: Context<AppEnvironment>, root = ''): Response => {
    page ??= renderDocsPage(JSON.parse(renderDescription()) as ApiDescription, root)
    return respond(context, page, 'text/html')
  }
  if (hasViewers(apiViewers)) {
    app.get('/docs/plain', (context) => respondWithPage(context, '../'))
    const addViewer = (path: string, { html, startScript: [name, script] }: ApiViewer): void => {
      app.get(path, (context) => respond(context, html, 'text/html', viewerPolicy))
      app.get(`/docs/${name}`, (context) => respond(context, script, 'text/javascript', viewerPolicy))
    }
    addViewer('/docs', swaggerUi)
    addViewer('/redoc', redoc)
    for (const file of viewerFiles) {
      app.get(`/docs/${file}`, async (context) => {
        const options = { policy: viewerPolicy, isImmutable: false }
        return (await sendFile(context, join(apiViewers, file), options)) ?? context.text('Not found.', 404)
      })
    }
  } else {
    app.get('/docs', (context) => respondWithPage(context))
    app.get('/docs/plain', (context) => context.redirect('/docs'))
    app.get('/redoc', (context) => context.redirect('/docs'))
  }
  app.get('/docs/errors', (context) => respond(context, (errorsPage ??= renderErrorsPage()), 'text/html'))
  app.get('/docs/style.css', (context) => respond(context, docsStyle, 'text/css'))
}
