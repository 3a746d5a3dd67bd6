import { error, type Problem } from '@aw-flow/schema'

export type HostRules = ReturnType<typeof createHostRules>

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/** Returns whether a `Host` header refers to this computer, on any port. */
export const isLoopbackHost = (host: string | undefined): boolean =>
  loopbackNames.includes((host ?? '').toLowerCase().replace(/:\d+$/, ''))

/**
 * Creates the rules that decide which requests the server accepts. Any page that a user opens can send requests to a
 * server on the user's computer. Requests for a different host (DNS rebinding) or from a different origin (forms,
 * scripts, sandboxed frames with the origin `null`) are therefore rejected, regardless of their method.
 *
 * `hosts` are the entries of `AW_HOSTS`: host names with or without a port. An entry without a port allows the default
 * port and the server's own port. `origins` are the entries of `CORS_ORIGINS`, formatted as in browsers:
 * `https://example.org`.
 */
export function createHostRules({
  port,
  hosts,
  origins,
}: {
  /** Returns the port that the server listens on. Called only after the server has started. */
  port: () => number
  hosts: readonly string[]
  origins: readonly string[]
}) {
  const allowedHosts = hosts.map((host) => host.trim().toLowerCase()).filter((host) => host !== '')
  const allowedOrigins = new Set(origins.map((origin) => origin.trim().replace(/\/$/, '').toLowerCase()))
  allowedOrigins.delete('')
  allowedOrigins.delete('null')
  const isLoopback = (host: string): boolean =>
    loopbackNames.some((name) => host === `${name}:${port()}` || (port() === 80 && host === name))
  const isAllowedHost = (host: string): boolean =>
    allowedHosts.some((entry) => host === entry || (!/:\d+$/.test(entry) && host === `${entry}:${port()}`))
  return {
    /** Returns whether `CORS_ORIGINS` lists the origin. */
    isAllowedOrigin: (origin: string): boolean => allowedOrigins.has(origin.toLowerCase()),
    /**
     * Returns a problem if the host or the origin of the request is not allowed; otherwise, returns `undefined`.
     */
    check({
      host: sentHost,
      origin: sentOrigin,
    }: {
      host: string | undefined
      origin: string | undefined
    }): Problem | undefined {
      const host = sentHost?.toLowerCase() ?? ''
      const isLoopbackRequest = isLoopback(host)
      if (!isLoopbackRequest && !isAllowedHost(host)) {
        return error('host.not-allowed', { host: sentHost ?? '', port: String(port()) })
      }
      if (sentOrigin === undefined) return undefined
      const origin = sentOrigin.toLowerCase()
      // Behind an HTTPS proxy, the page's origin uses `https`. Loopback addresses are never used behind a proxy.
      if (
        origin === `http://${host}` ||
        (!isLoopbackRequest && origin === `https://${host}`) ||
        allowedOrigins.has(origin)
      ) {
        return undefined
      }
      return error('origin.not-allowed', { origin: sentOrigin })
    },
  }
}
