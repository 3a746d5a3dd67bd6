import type { ServerConnection, ServerOptions } from '@aw-flow/client'
import { ProblemError, defined, type Problem } from '@aw-flow/schema'
import { getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import { watchBlockedOrigins } from '../shell/reachability.ts'
import { storePreference, readPreference } from './stored-preference.ts'

const storageKey = 'server'
/** The access token. Held only in memory, so the user must enter it again after a reload. */
let token: string | undefined

/** Stored instead of an address if the user works without a server. */
const noServer = ''

/** Returns the selected server, or `undefined` if only this browser is used. */
export function getChosenServer(): ServerOptions | undefined {
  const address = readPreference(storageKey)
  return address === null || address === noServer ? undefined : defined({ address, token })
}

/** Whether a server, or working without one, was selected earlier. */
export const isServerChosen = (): boolean => readPreference(storageKey) !== null

/**
 * Stores the selected server, or that the user works without one. Returns whether that succeeded. The token is held only
 * in memory.
 */
export function storeChosenServer(server: ServerOptions | undefined): boolean {
  token = server?.token
  return storePreference(storageKey, server?.address ?? noServer)
}

/**
 * Parses a server URL. `/` or an empty string means the server of this page. Returns `undefined` if the URL is invalid.
 */
export function parseServerUrl(text: string, pageServer: string): string | undefined {
  const input = text.trim()
  if (input === '' || input === '/') return pageServer
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(input) ? input : `http://${input}`
  // Some browsers accept spaces in host names.
  if (/\s/.test(url) || !URL.canParse(url)) return undefined
  const { protocol, origin, pathname } = new URL(url)
  return protocol === 'http:' || protocol === 'https:' ? `${origin}${pathname.replace(/\/$/, '')}` : undefined
}

/** Tests a server with a request that requires the token. Returns a problem if the server cannot be used. */
export async function testServer({ api }: Pick<ServerConnection, 'api'>): Promise<Problem | undefined> {
  const blockedOrigins = watchBlockedOrigins()
  try {
    const { value } = await api.call('GET /api/v1/workflows', { query: { limit: 1 } })
    if (Array.isArray((value as Partial<typeof value>).items)) return undefined
    return createStudioProblem('server.not-aw-server', getStrings().server.notAnAwServer(api.address), {
      hint: getStrings().server.invalidUrlHint,
    })
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    const strings = getStrings().server
    return (await blockedOrigins.has(api.address))
      ? createStudioProblem(cause.problem.code, strings.blocked(api.address), { hint: strings.blockedHint })
      : cause.problem
  } finally {
    blockedOrigins.stop()
  }
}
