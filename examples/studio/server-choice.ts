import { ProblemError, type ConnectedServer, type ServerOptions } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'
import { say } from './language/speak.ts'
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
  const whole = /^[\w.-]+(:\d+)?$/.test(written) ? `http://${written}` : written || '/'
  if (!URL.canParse(whole, page)) return undefined
  const { protocol, origin, pathname } = new URL(whole, page)
  return protocol === 'http:' || protocol === 'https:' ? `${origin}${pathname.replace(/\/$/, '')}` : undefined
}

/** Asks a server something that needs its token; answers why it cannot be worked with. */
export async function trialOf({ api }: Pick<ConnectedServer, 'api'>): Promise<Problem | undefined> {
  const refusedHere: string[] = []
  const note = ({ blockedURI }: SecurityPolicyViolationEvent): void => void refusedHere.push(blockedURI)
  document.addEventListener('securitypolicyviolation', note)
  try {
    await api.call('GET /api/v1/workflows', { query: { limit: 1 } })
    return undefined
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    const isBlocked = refusedHere.some((uri) => uri !== '' && api.address.startsWith(new URL(uri).origin))
    const words = say().server
    return isBlocked
      ? { ...cause.problem, message: words.blocked(api.address), hint: words.blockedHint }
      : cause.problem
  } finally {
    document.removeEventListener('securitypolicyviolation', note)
  }
}
