import { error } from '@aw-flow/schema'
import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { AppEnvironment } from '../app-environment.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Backend, WorkspaceBackend } from '../backend.ts'
import { describeJsonBody, jsonBodyErrors } from '../http/describe-json-body.ts'
import { errorResponseSchema } from '../http/error-response.ts'
import type { JsonBodyDeclaration } from '../http/json-body.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { findSecretPaths } from '../http/secret-field.ts'
import { requireFound } from '../http/rejection.ts'
import { addIgnoredFields, warnOfIgnoredFields } from '../http/ignored-fields.ts'
import type { Caller, Permission } from '../security/caller.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { Access } from './access.ts'

type RequestBody = NonNullable<NonNullable<RouteConfig['request']>['body']>

/**
 * Responses of a route by status: a description and the schema of the JSON, the description of an error or of an empty
 * response, or an entry of the API description. Requests with a query or a JSON body also have the usual errors,
 * which `undefined` omits.
 */
export type ResponseDeclarations = Readonly<
  Record<number, string | readonly [string, z.ZodType] | RouteConfig['responses'][string] | undefined>
>

type JsonOf<Declaration> = Declaration extends readonly [string, infer Schema extends z.ZodType]
  ? z.infer<Schema>
  : Declaration extends string
    ? void
    : never
type JsonStatus = 200 | 201 | 202
type SuccessStatus = JsonStatus | 204
/** Result of a handler: the JSON of a successful response, nothing for an empty one, or a complete response. */
type HandlerResult<Responses> =
  | { [Status in keyof Responses & SuccessStatus]: JsonOf<Responses[Status]> }[keyof Responses & SuccessStatus]
  | Response

/** A valid request of a caller with the permission of the route. */
export interface RouteRequest<Params = undefined, Query = undefined, Body = undefined> {
  context: Context<AppEnvironment>
  /** The caller. Absent if the route does not require a permission and the caller is unknown. */
  caller: Caller
  params: Params
  query: Query
  body: Body
}

/** A request with the services of the caller's workspace. */
export interface WorkspaceRequestServices {
  backend: WorkspaceBackend
  store: WorkspaceStore
}

/** A route: its description, and the function that handles valid requests of callers with its permission. */
export interface RouteDeclaration<Services, Params, Query, Body, Responses extends ResponseDeclarations> {
  /** The permission that callers need in their workspace. Absent: everyone can use the route. */
  permission?: Permission
  /** The request lets runs begin later, for example by a schedule: callers also need the permission `execute`. */
  startsRuns?: boolean | undefined
  summary: string
  description?: string
  params?: z.ZodType<Params>
  query?: z.ZodType<Query>
  headers?: z.ZodType
  /** The body that is validated before the handler is called, or the description of a body that the handler reads. */
  body?: JsonBodyDeclaration<Body> | RequestBody
  responses: Responses
  /**
   * Handles a request. A value is sent as JSON with the first successful status of the route.
   *
   * @throws {Rejection} to respond with a problem.
   */
  handle(request: RouteRequest<Params, Query, Body> & Services): Promise<HandlerResult<Responses>>
}

type AddRoute<Services> = <
  Params = undefined,
  Query = undefined,
  Body = undefined,
  const Responses extends ResponseDeclarations = ResponseDeclarations,
>(
  path: string,
  declaration: RouteDeclaration<Services, Params, Query, Body, Responses>,
) => void

/** Adds routes below a path. `{name}` in a path is a parameter. */
export type RouteGroup<Services = object> = Record<'get' | 'post' | 'put' | 'patch' | 'delete', AddRoute<Services>>

export type WorkspaceRoutes = RouteGroup<WorkspaceRequestServices>

export interface RouteGroupOptions {
  /** Beginning of the paths of all routes. Default: none. */
  path?: string
  tags: string[]
  /** Descriptions of errors that every route of the group can return, by status. */
  errors?: Readonly<Record<number, string>>
}

/** Creates groups of routes, by the services that their handlers need. */
export interface RouteGroups {
  app: OpenAPIHono<AppEnvironment>
  /** Routes that do not belong to a workspace. */
  createRoutes(options: RouteGroupOptions): RouteGroup
  /** Routes about accounts. They respond with 404 if the server has no accounts. */
  createAccountRoutes(options: RouteGroupOptions): RouteGroup<{ accounts: Accounts }>
  /** Routes that read or change the caller's workspace. */
  createWorkspaceRoutes(options: RouteGroupOptions): WorkspaceRoutes
}

export const createRouteGroups = (
  app: OpenAPIHono<AppEnvironment>,
  { backend: getBackend }: { backend(): Promise<Backend> },
  { openWorkspace }: Pick<Access, 'openWorkspace'>,
): RouteGroups => ({
  app,
  createRoutes: (options) => createRouteGroup(app, options, () => Promise.resolve({})),
  createAccountRoutes: (options) =>
    createRouteGroup(
      app,
      { ...options, errors: { 404: 'Accounts are turned off on this server.', ...options.errors } },
      async () => ({ accounts: requireFound((await getBackend()).accounts, error('account.disabled', {})) }),
    ),
  createWorkspaceRoutes: (options) =>
    createRouteGroup(app, options, async (context) => {
      const backend = await openWorkspace(context)
      return { backend, store: backend.store }
    }),
})

function createRouteGroup<Services>(
  app: OpenAPIHono<AppEnvironment>,
  { path: groupPath = '', tags, errors = {} }: RouteGroupOptions,
  openServices: (context: Context<AppEnvironment>) => Promise<Services>,
): RouteGroup<Services> {
  const createMethod =
    (method: keyof RouteGroup): AddRoute<Services> =>
    (path, { permission, startsRuns, summary, description, params, query, headers, body, responses, handle }) => {
      const validBody = body && 'component' in body ? body : undefined
      if (validBody) app.openAPIRegistry.register(validBody.component, validBody.schema)
      const status = Object.keys(responses).map(Number).find(isSuccessStatus)
      const secretPaths = Object.values(responses).flatMap((response) =>
        isJsonResponse(response) ? findSecretPaths(response[1]) : [],
      )
      const route: RouteConfig = {
        ...(permission && { 'x-permission': permission }),
        ...(startsRuns && { 'x-starts-runs': true }),
        method,
        path: `${groupPath}${path}`,
        tags,
        summary,
        ...(description !== undefined && { description }),
        request: {
          ...(params && { params: params as never }),
          ...(query && { query: query as never }),
          ...(headers && { headers: headers as never }),
          ...(body && {
            body: validBody ? describeJsonBody(validBody.component, !validBody.optional) : (body as RequestBody),
          }),
        },
        responses: describeResponses({
          ...errors,
          ...(query && { 422: 'Invalid query.' }),
          ...(validBody && jsonBodyErrors),
          ...responses,
        }),
      }
      app.openapi(route, async (context) => {
        if (secretPaths.length > 0) {
          context.header('Cache-Control', 'no-store')
          context.set('secretPaths', secretPaths)
        }
        const readValid = (part: 'param' | 'query'): never => context.req.valid(part as never)
        const ignoredParameters = findUnknownParameters(context, query)
        warnOfIgnoredFields(context, ignoredParameters)
        const services = await openServices(context)
        const result = await handle({
          context,
          caller: context.get('caller'),
          params: params && readValid('param'),
          query: query && readValid('query'),
          body: validBody && (await readBody(context, validBody.schema, validBody)),
          ...services,
        } as Parameters<typeof handle>[0])
        if (result === undefined) return context.body(null, 204)
        const response = result instanceof Response ? result : context.json(result as object, status as JsonStatus)
        return addIgnoredFields(response, ignoredParameters)
      })
    }
  return {
    get: createMethod('get'),
    post: createMethod('post'),
    put: createMethod('put'),
    patch: createMethod('patch'),
    delete: createMethod('delete'),
  }
}

/** Returns the query parameters that a route does not use, such as a misspelled filter, as they appear in a URL. */
function findUnknownParameters(context: Context<AppEnvironment>, query: z.ZodType | undefined): string[] {
  const names = Object.keys(context.req.query())
  if (names.length === 0 || (query !== undefined && !(query instanceof z.ZodObject))) return []
  const knownNames = Object.keys(query?.shape ?? {})
  return names.filter((name) => !knownNames.includes(name)).map((name) => `?${name}`)
}

const isSuccessStatus = (status: number): status is SuccessStatus => status >= 200 && status < 300

const describeResponses = (responses: ResponseDeclarations): RouteConfig['responses'] =>
  Object.fromEntries(
    Object.entries(responses).flatMap(([status, response]) => {
      if (response === undefined) return []
      if (typeof response !== 'string')
        return [[status, isJsonResponse(response) ? describeJsonResponse(...response) : response]]
      const isSuccess = isSuccessStatus(Number(status))
      return [[status, isSuccess ? { description: response } : describeJsonResponse(response, errorResponseSchema)]]
    }),
  )

const isJsonResponse = (response: ResponseDeclarations[number]): response is readonly [string, z.ZodType] =>
  Array.isArray(response)
