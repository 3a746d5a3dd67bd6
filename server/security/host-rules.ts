import { error, type Problem } from '@aw-flow/schema'

export interface HostRules {
  /** Returns a problem for a request for a foreign host or from a foreign page; `undefined` if it is allowed. */
  check(request: { host: string | undefined; origin: string | undefined }): Problem | undefined
  /** Returns whether an origin is listed in `CORS_ORIGINS`. */
  isAllowedOrigin(origin: string): boolean
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/** Returns whether a Host header refers to this computer, with any port. */
export const isLoopbackHost = (host: string | undefined): boolean =>
  loopbackNames.includes((host ?? '').toLowerCase().replace(/:\d+$/, ''))

/**
 * Creates the rules for accepted requests. Any page that a user opens can send requests to a server on their
 * computer, so requests for a different host (DNS rebinding) or from a different origin (forms, scripts, sandboxed
 * frames with origin `null`) are rejected, regardless of the method.
 *
 * `hosts` are entries of AW_HOSTS: names with or without a port; without one, the default port and that of the server
 * are allowed. `origins` are entries of CORS_ORIGINS, as browsers format them: `https://example.org`.
 */
export function createHostRules({
  port,
  hosts,
  origins,
}: {
  /** Returns the port that the server listens on. It is called only after the server has started. */
  port: () => number
  hosts: readonly string[]
  origins: readonly string[]
}): HostRules {
  const allowedHosts = hosts.map((host) => host.trim().toLowerCase()).filter((host) => host !== '')
  const allowedOrigins = new Set(origins.map((origin) => origin.trim().replace(/\/$/, '').toLowerCase()))
  allowedOrigins.delete('')
  allowedOrigins.delete('null')
  const isLoopback = (host: string): boolean =>
    loopbackNames.some((name) => host === `${name}:${port()}` || (port() === 80 && host === name))
  const isAllowedHost = (host: string): boolean =>
    allowedHosts.some((entry) => host === entry || (!/:\d+$/.test(entry) && host === `${entry}:${port()}`))
  return {
    isAllowedOrigin: (origin) => allowedOrigins.has(origin.toLowerCase()),
    check({ host: sentHost, origin: sentOrigin }) {
      const host = sentHost?.toLowerCase() ?? ''
      const isLoopbackRequest = isLoopback(host)
      if (!isLoopbackRequest && !isAllowedHost(host)) {
        return error('host.foreign', { host: sentHost ?? '', port: String(port()) })
      }
      if (sentOrigin === undefined) return undefined
      const origin = sentOrigin.toLowerCase()
      // Behind an HTTPS proxy, the origin of the page is https. The loopback address is never used with a proxy.
      if (
        origin === `http://${host}` ||
        (!isLoopbackRequest && origin === `https://${host}`) ||
        allowedOrigins.has(origin)
      ) {
        return undefined
      }
      return error('origin.foreign', { origin: sentOrigin })
    },
  }
}
