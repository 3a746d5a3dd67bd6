import { error, type Problem } from '@aw-flow/schema'

export interface HostRules {
  /** Refuses a request that names a foreign host or comes from a foreign page; `undefined` lets it pass. */
  check(request: { host: string | undefined; origin: string | undefined }): Problem | undefined
  /** True for an origin of `CORS_ORIGINS`. */
  isInvited(origin: string): boolean
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/** Whether a Host header names this computer itself, at whatever port. */
export const isLoopbackHost = (host: string | undefined): boolean =>
  loopbackNames.includes((host ?? '').toLowerCase().replace(/:\d+$/, ''))

/**
 * Which requests the server answers at all. Any page that a person opens can send requests to a server on their
 * computer: what names another host (DNS rebinding) or comes from another origin (forms, scripts, sandboxed frames with
 * origin `null`) is refused, whatever the method.
 *
 * `hosts` are entries of AW_HOSTS, a name alone or with a port; a name alone stands for the default port and for the
 * server's own. `origins` are entries of CORS_ORIGINS, as browsers write them: `https://example.org`.
 */
export function createHostRules({
  port,
  hosts,
  origins,
}: {
  /** The port that the server listens on, once it does. */
  port: () => number
  hosts: readonly string[]
  origins: readonly string[]
}): HostRules {
  const named = hosts.map((host) => host.trim().toLowerCase()).filter((host) => host !== '')
  const invited = new Set(origins.map((origin) => origin.trim().replace(/\/$/, '').toLowerCase()))
  invited.delete('')
  invited.delete('null')
  const isLoopback = (host: string): boolean =>
    loopbackNames.some((name) => host === `${name}:${port()}` || (port() === 80 && host === name))
  const isNamed = (host: string): boolean =>
    named.some((entry) => host === entry || (!/:\d+$/.test(entry) && host === `${entry}:${port()}`))
  return {
    isInvited: (origin) => invited.has(origin.toLowerCase()),
    check({ host: given, origin: from }) {
      const host = given?.toLowerCase() ?? ''
      const loopback = isLoopback(host)
      if (!loopback && !isNamed(host)) {
        return error('host.foreign', { host: given ?? '', port: String(port()) })
      }
      if (from === undefined) return undefined
      const origin = from.toLowerCase()
      // Behind a proxy that speaks https, the page's own origin is https; the loopback address is never reached so.
      if (origin === `http://${host}` || (!loopback && origin === `https://${host}`) || invited.has(origin)) {
        return undefined
      }
      return error('origin.foreign', { origin: from })
    },
  }
}
