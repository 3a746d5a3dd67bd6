import { z } from '@hono/zod-openapi'
import { error } from '@aw-flow/schema'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { recordSignIn } from '../../audit/record-sign-in.ts'
import type { RouteDependencies } from '../../app-dependencies.ts'
import type { AppEnvironment } from '../../app-environment.ts'
import { UnavailableError } from '../../http/unavailable.ts'
import { path, readClient, tags } from '../account-wire.ts'
import type { ProviderFlow } from './identity-provider.ts'
import { writeDeviceCookie, writeSessionCookie } from './session-cookie.ts'
import { Rejection } from '../../http/rejection.ts'

/** Maximum time to complete a sign-in with the provider, in seconds. */
const signInTimeoutSeconds = 10 * 60

const flowSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), returnTo: z.string() })

/** Adds the routes for signing in with an OpenID Connect provider. */
export function addProviderSignInRoutes({ createRoutes, backend }: RouteDependencies): void {
  const routes = createRoutes({ path, tags })
  const redirectWithProblem = (context: Context<AppEnvironment>, studioUrl: string, code: string): Response =>
    context.redirect(`${studioUrl}/?sign-in=${encodeURIComponent(code)}`)

  routes.get('/oidc/start', {
    summary: 'Sign in with the identity provider',
    description: 'For the browser: redirects to the provider, which redirects back to `/api/v1/auth/oidc/callback`.',
    query: z.object({
      return_to: z.string().max(2_000).optional().openapi({ description: 'The studio path to open afterwards.' }),
    }),
    responses: {
      302: { description: 'Redirect to the provider.' },
      404: 'The server has no identity provider.',
      422: undefined,
    },
    handle: async ({ context, query }) => {
      const { accounts } = await backend()
      if (!accounts?.provider) throw new Rejection(404, error('account.no-provider', {}))
      const { client, url: studioUrl } = accounts.provider
      try {
        const { url, flow } = await client.start(toStudioPath(studioUrl, query.return_to))
        writeFlowCookie(context, studioUrl, flow)
        context.header('Cache-Control', 'no-store')
        return context.redirect(url.href)
      } catch (cause) {
        if (!(cause instanceof UnavailableError)) throw cause
        return redirectWithProblem(context, studioUrl, cause.problem.code)
      }
    },
  })

  routes.get('/oidc/callback', {
    summary: 'Receive the redirect from the identity provider',
    description: 'Sets a session cookie and redirects to the studio. If the user cannot sign in, the studio shows why.',
    responses: { 302: { description: 'Redirect to the studio.' }, 404: 'The server has no identity provider.' },
    handle: async ({ context }) => {
      const { accounts } = await backend()
      if (!accounts?.provider) throw new Rejection(404, error('account.no-provider', {}))
      const { client, url: studioUrl } = accounts.provider
      const flow = readFlowCookie(context, studioUrl)
      writeFlowCookie(context, studioUrl, undefined)
      context.header('Cache-Control', 'no-store')
      if (!flow) return redirectWithProblem(context, studioUrl, 'account.provider-failed')
      try {
        // The callback URL consists of the server's public URL and the query of this request.
        const { search } = new URL(context.req.url)
        const identity = await client.finish(new URL(`${studioUrl}${path}/oidc/callback${search}`), flow)
        if (!identity) return redirectWithProblem(context, studioUrl, 'account.provider-failed')
        const result = await accounts.signIn.signInWithProvider(identity, readClient(context))
        const { id: user } = result.user
        await recordSignIn(accounts, { action: 'sign_in', user, client: readClient(context), method: 'provider' })
        const { protocol } = new URL(studioUrl)
        writeSessionCookie(context, result.refreshToken, protocol)
        if (result.device !== undefined) writeDeviceCookie(context, result.device, protocol)
        return context.redirect(`${studioUrl}${flow.returnTo}`)
      } catch (cause) {
        if (!(cause instanceof UnavailableError || cause instanceof Rejection)) throw cause
        return redirectWithProblem(context, studioUrl, cause.problem.code)
      }
    },
  })
}

/** Returns the path and query of a studio URL, or `/` if the URL is invalid or has a different origin. */
function toStudioPath(studioUrl: string, returnTo = '/'): string {
  const url = URL.canParse(returnTo, studioUrl) ? new URL(returnTo, studioUrl) : undefined
  return url?.origin === new URL(studioUrl).origin ? `${url.pathname}${url.search}` : '/'
}

/**
 * Stores the sign-in state in a cookie, or deletes the cookie. Only the browser that started a sign-in can finish it,
 * so an attacker cannot sign someone in to another account.
 */
function writeFlowCookie(context: Context<AppEnvironment>, studioUrl: string, flow: ProviderFlow | undefined): void {
  const { name, path: cookiePath, secure } = describeFlowCookie(studioUrl)
  setCookie(context, name, flow ? Buffer.from(JSON.stringify(flow)).toString('base64url') : '', {
    path: cookiePath,
    secure,
    httpOnly: true,
    // The redirect from the provider is a cross-site request, so a strict cookie would not be sent.
    sameSite: 'Lax',
    maxAge: flow ? signInTimeoutSeconds : 0,
  })
}

function readFlowCookie(context: Context<AppEnvironment>, studioUrl: string): ProviderFlow | undefined {
  try {
    const text = Buffer.from(getCookie(context, describeFlowCookie(studioUrl).name) ?? '', 'base64url').toString()
    const flow = flowSchema.safeParse(JSON.parse(text))
    return flow.success ? { ...flow.data, returnTo: toStudioPath(studioUrl, flow.data.returnTo) } : undefined
  } catch {
    return undefined
  }
}

/**
 * Returns the cookie's name and path, and whether it requires HTTPS. Cookies are shared between ports, so servers on the
 * same computer need different names. Cookies of a server with a base path are not sent to others on its host.
 */
function describeFlowCookie(studioUrl: string): { name: string; path: string; secure: boolean } {
  const { protocol, port, pathname: cookiePath } = new URL(studioUrl)
  const secure = protocol === 'https:'
  const prefix = !secure ? '' : cookiePath === '/' ? '__Host-' : '__Secure-'
  return { name: secure ? `${prefix}aw_oidc` : `aw_oidc_${port || '80'}`, path: cookiePath, secure }
}
