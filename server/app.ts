import { error } from '@aw-flow/schema'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import type { AppDependencies } from './app-dependencies.ts'
import type { AppEnvironment } from './app-environment.ts'
import { refuse } from './error-answer.ts'
import { registerDocuments } from './openapi-components.ts'
import { addDataRoutes } from './routes/data.ts'
import { addExecuteRoute } from './routes/execute.ts'
import { addHealthRoutes } from './routes/health.ts'
import { addNodeRoutes } from './routes/nodes.ts'
import { addRunRoutes } from './routes/runs.ts'
import { addSecretRoutes } from './routes/secrets.ts'
import { addWorkflowRoutes } from './routes/workflows.ts'
import { securityHeaders } from './security/security-headers.ts'
import { answerStudio } from './static/studio.ts'

/** The server as a value: `app.fetch` answers requests, `app.request('/path')` asks it in tests. Listens nowhere. */
export function createApp(dependencies: AppDependencies): OpenAPIHono<AppEnvironment> {
  const { hostRules, newId, onFault, studio } = dependencies
  const app = new OpenAPIHono<AppEnvironment>({
    defaultHook: (result, context) => {
      if (result.success) return undefined
      const problems = result.error.issues.map(({ path, message }) =>
        error('request.invalid', `${path.map(String).join('.') || 'The request'}: ${message}.`.replace('..', '.'), {
          hint: 'See /openapi.json.',
        }),
      )
      return refuse(context, 422, problems[0]!, problems)
    },
  })

  app.use(async (context, next) => {
    const given = context.req.header('x-correlation-id') ?? ''
    context.set('correlationId', /^[\w.:-]{1,128}$/.test(given) ? given : newId())
    await next()
    context.res.headers.set('X-Correlation-ID', context.get('correlationId'))
  })
  app.use(securityHeaders)
  app.use(async (context, next) => {
    const { req } = context
    const problem = hostRules.check({ host: req.header('host'), origin: req.header('origin') })
    return problem ? refuse(context, 403, problem) : next()
  })
  app.use(
    cors({
      origin: (origin) => (hostRules.isInvited(origin) ? origin : null),
      allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposeHeaders: ['X-Correlation-ID', 'Content-Disposition'],
      maxAge: 600,
    }),
  )
  const limit = limitBody(dependencies.bodyLimit)
  app.use((context, next) => (context.req.path === '/api/v1/data/upload' ? next() : limit(context, next)))

  registerDocuments(app)
  addHealthRoutes(app, dependencies)
  addDataRoutes(app, dependencies)
  addWorkflowRoutes(app, dependencies)
  addExecuteRoute(app, dependencies)
  addRunRoutes(app, dependencies)
  addNodeRoutes(app, dependencies)
  addSecretRoutes(app, dependencies)
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'aw',
      version: '0.1.0',
      description: 'Workflows that load, prepare and check data; the same documents run in the page.',
      license: { name: 'MIT' },
    },
  })

  app.notFound((context) =>
    /^\/api(\/|$)/.test(context.req.path)
      ? refuse(
          context,
          404,
          error('route.not-found', `There is no ${context.req.method} ${context.req.path}.`, {
            hint: 'See /openapi.json.',
          }),
        )
      : answerStudio(context, studio),
  )
  app.onError((cause, context) => {
    if (cause instanceof HTTPException && cause.status < 500) {
      return refuse(context, 400, error('request.malformed', cause.message || 'The request could not be read.'))
    }
    onFault(cause, { correlationId: context.get('correlationId'), path: context.req.path })
    const hint = 'Try again; if it stays, report it with the correlation id.'
    return refuse(context, 500, error('server.fault', 'Something broke on our side.', { hint }))
  })
  return app
}

/** Bodies longer than `bytes` are refused before they are read whole; 0: no limit. */
function limitBody(bytes: number): ReturnType<typeof bodyLimit> {
  if (bytes === 0) return (_context, next) => next()
  return bodyLimit({
    maxSize: bytes,
    onError: (context) =>
      refuse(
        context,
        413,
        error('body.too-large', `The body is larger than ${bytes} bytes.`, {
          hint: 'Upload data with POST /api/v1/data/upload.',
        }),
      ),
  })
}
