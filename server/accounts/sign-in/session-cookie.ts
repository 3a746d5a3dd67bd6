import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { AppEnvironment } from '../../app-environment.ts'
import { refreshTokenLifetimeSeconds } from '../account-tokens.ts'

/** Header of requests whose refresh token is in a cookie. Pages from other origins cannot send it. */
export const sessionHeader = 'x-aw-session'

/** Lifetime of the challenge cookie, in seconds. */
const challengeLifetimeSeconds = 300
/** Lifetime of the device cookie, in seconds: half a year. */
const deviceLifetimeSeconds = 15_552_000

/**
 * Returns whether the request's refresh token is in a cookie, as in the studio, where scripts must not be able to read
 * it. Only requests from pages on this server qualify.
 */
export function usesSessionCookie(context: Context<AppEnvironment>): boolean {
  const { req } = context
  const origin = req.header('origin')
  if (req.header(sessionHeader) !== 'cookie' || origin === undefined || !URL.canParse(origin)) return false
  const site = req.header('sec-fetch-site')
  return new URL(origin).host === readHost(context) && (site === undefined || site === 'same-origin')
}

export const readSessionCookie = (context: Context<AppEnvironment>): string | undefined =>
  getCookie(context, describeCookie(context, 'session').name)

/** Returns the ID of the browser that requested a challenge for signing in with a passkey. */
export const readChallengeCookie = (context: Context<AppEnvironment>): string | undefined =>
  getCookie(context, describeCookie(context, 'passkey').name)

/** Stores the ID of the browser that requests a challenge, or deletes the cookie if `browserId` is `undefined`. */
export function writeChallengeCookie(context: Context<AppEnvironment>, browserId: string | undefined): void {
  writeCookie(context, describeCookie(context, 'passkey'), browserId, challengeLifetimeSeconds)
}

/** Returns what identifies this browser in the attempt limits of the account that signed in last. */
export const readDeviceCookie = (context: Context<AppEnvironment>): string | undefined =>
  getCookie(context, describeCookie(context, 'device').name)

export function writeDeviceCookie(context: Context<AppEnvironment>, device: string, protocol?: string): void {
  writeCookie(context, describeCookie(context, 'device', protocol), device, deviceLifetimeSeconds)
}

/**
 * Stores a refresh token in the session cookie, or deletes the cookie if `refreshToken` is `undefined`.
 *
 * @param protocol The studio's protocol, for requests without an `Origin` header.
 */
export function writeSessionCookie(
  context: Context<AppEnvironment>,
  refreshToken: string | undefined,
  protocol?: string,
): void {
  writeCookie(context, describeCookie(context, 'session', protocol), refreshToken, refreshTokenLifetimeSeconds)
}

interface CookieDescription {
  name: string
  path: string
  secure: boolean
}

function writeCookie(
  context: Context<AppEnvironment>,
  { name, path, secure }: CookieDescription,
  value: string | undefined,
  seconds: number,
): void {
  setCookie(context, name, value ?? '', {
    path,
    secure,
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: value === undefined ? 0 : seconds,
  })
}

/**
 * Returns the name and attributes of a cookie. With HTTPS, the `__Host-` prefix prevents other hosts in the domain from
 * setting it. It requires the path `/`, which would send the cookie to other applications on the host of a server with a
 * base path. Cookies are shared between ports, so servers on the same computer need different names.
 */
function describeCookie(
  context: Context<AppEnvironment>,
  purpose: 'session' | 'passkey' | 'device',
  originOrProtocol = context.req.header('origin')?.toLowerCase(),
): CookieDescription {
  const basePath = context.get('basePath') ?? ''
  const path = `${basePath}/api/v1/auth`
  if (originOrProtocol?.startsWith('https:'))
    return basePath === ''
      ? { name: `__Host-aw_${purpose}`, path: '/', secure: true }
      : { name: `__Secure-aw_${purpose}`, path, secure: true }
  const port = readHost(context).split(':').at(-1) ?? ''
  return { name: `aw_${purpose}_${/^\d+$/.test(port) ? port : '80'}`, path, secure: false }
}

const readHost = (context: Context<AppEnvironment>): string => (context.req.header('host') ?? '').toLowerCase()
