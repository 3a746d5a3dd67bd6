import type { ConnectedServer, ServerOptions } from '@aw-flow/client'
import { ProblemError, type Problem } from '@aw-flow/schema'
import { say } from '../language/speak.ts'
import { studioProblem } from '../language/studio-problem.ts'
import { watchRefusals } from '../shell/page-reach.ts'
import { remember, remembered } from './remembered.ts'

const place = 'server'
/** In the memory of this tab alone: a reload asks for it again. */
let token: string | undefined

/** The server that a person has chosen, beside this browser; none where all stays here. */
export function chosenServer(): ServerOptions | undefined {
  const address = remembered(place)
  return address === null ? undefined : { address, ...(token === undefined ? {} : { token }) }
}

/** Whether the choice is kept. */
export function chooseServer(server: ServerOptions | undefined): boolean {
  token = server?.token
  return remember(place, server?.address)
}

/** The address of a server as somebody writes it: `/` or nothing is the one of this page; `undefined` for what is none. */
export function serverAddress(text: string, page: string): string | undefined {
  const written = text.trim()
  if (written === '' || written === '/') return new URL(page).origin
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(written) ? written : `http://${written}`
  // Some browsers take a space for a part of a name.
  if (/\s/.test(whole) || !URL.canParse(whole)) return undefined
  const { protocol, origin, pathname } = new URL(whole)
  return protocol === 'http:' || protocol === 'https:' ? `${origin}${pathname.replace(/\/$/, '')}` : undefined
}

/** Asks a server something that needs its token; answers why it cannot be worked with. */
export async function trialOf({ api }: Pick<ConnectedServer, 'api'>): Promise<Problem | undefined> {
  const refusals = watchRefusals()
  try {
    const { value } = await api.call('GET /api/v1/workflows', { query: { limit: 1 } })
    if (Array.isArray((value as Partial<typeof value>).items)) return undefined
    return studioProblem('server.not-ours', say().server.notOurs(api.address), { hint: say().server.noAddressHint })
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    const words = say().server
    return (await refusals.has(api.address))
      ? studioProblem(cause.problem.code, words.blocked(api.address), { hint: words.blockedHint })
      : cause.problem
  } finally {
    refusals.end()
  }
}
