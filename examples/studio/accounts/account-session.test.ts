import { ServerResponseError, type ServerSignIn, type ServerUser } from '@aw-flow/client'
import { error, ProblemError } from '@aw-flow/schema'
import { beforeEach, describe, expect, test } from 'vitest'
import { AccountSession, type TabMessage } from './account-session.ts'

const createUser = (name: string): ServerUser => ({
  id: name,
  email: `${name}@example.com`,
  full_name: name,
  avatar_url: null,
  language: null,
  is_active: true,
  is_verified: true,
  email_verified_at: null,
  last_login_at: null,
  created_at: '',
  updated_at: '',
})
const ada = createUser('ada')

/** The server, which accepts each refresh token once, or again with the text of the same attempt. */
class Server {
  user = ada
  isReachable = true
  isSessionOpen = true
  /** Number of requests that continued the session. */
  renewals = 0
  attempts: unknown[] = []

  readonly call = async (_route: string, { body }: { body?: unknown }): Promise<never> => {
    this.attempts.push((body as { attempt_id?: string }).attempt_id)

    if (!this.isReachable) throw new ProblemError(error('server.unreachable', { address: '', reason: '' }))
    if (!this.isSessionOpen) throw new ServerResponseError(401, error('account.session', {}), undefined)
    this.renewals++
    return { status: 200, tag: undefined, value: this.sign() } as never
  }

  sign = (): ServerSignIn => ({
    access_token: `token-${this.renewals}`,
    token_type: 'bearer',
    expires_in: 900,
    user: this.user,
  })
}

let server: Server
let time: number
let stored: Map<string, string>
let channels: EventTarget[]
/** Tabs of one browser run one callback at a time. */
let queue: Promise<unknown>

beforeEach(() => {
  server = new Server()
  time = 0
  stored = new Map()
  channels = []
  queue = Promise.resolve()
})

function openTab(): AccountSession & { events: string[] } {
  const channel = new EventTarget()
  channels.push(channel)
  const session = new AccountSession({
    api: server as never,
    lock: (action) => {
      const result = queue.then(action)
      queue = result.catch(() => undefined)
      return result
    },
    channel: Object.assign(channel, {
      postMessage: (data: TabMessage) => {
        for (const other of channels) if (other !== channel) other.dispatchEvent(new MessageEvent('message', { data }))
      },
    }) as never,
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    },
    now: () => time,
  })
  const events: string[] = []
  for (const type of ['change', 'user-change']) session.addEventListener(type, () => events.push(type))
  return Object.assign(session, { events })
}

const signInTab = (): ReturnType<typeof openTab> => {
  const tab = openTab()
  tab.accept(server.sign())
  return tab
}

describe('the session of a tab', () => {
  test('sends no request for a person who has not signed in', async () => {
    const tab = openTab()
    await tab.resume()
    expect([tab.state, server.attempts]).toEqual(['signed-out', []])
  })

  test('is found once after a sign-in at the identity provider, which leaves only a cookie', async () => {
    const tab = openTab()
    tab.prepareProviderRedirect()
    const next = openTab()
    await next.resume()
    expect([next.state, next.user?.email]).toEqual(['signed-in', ada.email])
    server.isSessionOpen = false
    stored.clear()
    openTab().prepareProviderRedirect()
    const declined = openTab()
    await declined.resume()
    await declined.resume()
    expect([declined.state, server.attempts.length]).toEqual(['signed-out', 2])
  })

  test('is continued by the next page, and stores no token', async () => {
    signInTab()
    expect(JSON.stringify([...stored])).not.toContain('token')
    const next = openTab()
    await next.resume()
    expect([next.state, next.user?.email, await next.getToken()]).toEqual(['signed-in', ada.email, 'token-1'])
    expect(JSON.stringify([...stored])).not.toContain('token')
  })

  test('stays open without a connection, and ends if the server rejects it', async () => {
    signInTab()
    server.isReachable = false
    const offline = openTab()
    await offline.resume()
    expect([offline.state, offline.user?.email]).toEqual(['signed-in', ada.email])
    await expect(offline.getToken()).rejects.toMatchObject({ problem: { code: 'server.unreachable' } })
    expect(offline.state).toBe('signed-in')
    server.isReachable = true
    server.isSessionOpen = false
    const rejected = openTab()
    await rejected.resume()
    expect([rejected.state, [...stored.keys()]]).toEqual(['signed-out', []])
  })

  test('renews its token once for all requests, a minute before it expires', async () => {
    const tab = signInTab()
    time = 839_000
    expect(await tab.getToken()).toBe('token-0')
    time = 841_000
    expect(await Promise.all([tab.getToken(), tab.getToken(), tab.getToken()])).toEqual(Array(3).fill('token-1'))
    expect(server.renewals).toBe(1)
    expect(await tab.getToken({ rejected: 'token-1' })).toBe('token-2')
  })

  test('repeats an interrupted renewal with the same text, and a later one with another text', async () => {
    const tab = signInTab()
    server.isReachable = false
    await expect(tab.getToken({ rejected: 'token-0' })).rejects.toThrow()
    server.isReachable = true
    const next = openTab()
    await next.resume()
    await next.getToken({ rejected: 'token-1' })
    const [first, second, third] = server.attempts
    expect(first).toMatch(/^[\w-]{36}$/)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })
})

describe('several tabs', () => {
  test('renew the token once', async () => {
    const tabs = [signInTab(), openTab(), openTab()]
    await Promise.all(tabs.slice(1).map((tab) => tab.resume()))
    const before = server.renewals
    const held = await tabs[0]!.getToken()
    const renewed = await Promise.all(tabs.map((tab) => tab.getToken({ rejected: held })))
    expect(new Set(renewed).size).toBe(1)
    expect(server.renewals).toBe(before + 1)
  })

  test('continue when the person has signed in again in one of them', async () => {
    const tabs = [signInTab(), openTab()] as const
    await tabs[1].resume()
    server.isSessionOpen = false
    const waiting = tabs.map((tab) => tab.getToken({ rejected: 'token-1' }))
    await expect.poll(() => tabs.map((tab) => tab.state)).toEqual(['ended', 'ended'])
    expect(tabs.map((tab) => tab.needsSignIn)).toEqual([true, true])
    server.renewals = 7
    tabs[0].accept(server.sign())
    expect(await Promise.all(waiting)).toEqual(['token-7', 'token-7'])
    expect(tabs.map((tab) => tab.state)).toEqual(['signed-in', 'signed-in'])
  })

  test('never use the token of another person', async () => {
    const tab = signInTab()
    server.user = createUser('grace')
    const other = openTab()
    other.accept({ ...server.sign(), access_token: 'token-of-grace' })
    expect(tab.events).toContain('user-change')
    expect([tab.user?.id, await tab.getToken()]).toEqual(['ada', 'token-0'])
  })

  test('sign out together, also without an open session', async () => {
    const [tab, other] = [signInTab(), signInTab()]
    let requests = 0
    await tab.signOut(async () => requests++)
    expect([requests, other.events.at(-1), [...stored.keys()]]).toEqual([1, 'user-change', []])
    const ended = signInTab()
    server.isSessionOpen = false
    await ended.signOut(async () => ended.getToken({ rejected: 'token-0' }))
    const offline = signInTab()
    server.isReachable = false
    const unreachable = offline.signOut(async () => offline.getToken({ rejected: 'token-0' }))
    await expect(unreachable).rejects.toMatchObject({ problem: { code: 'server.unreachable' } })
  })
})

test('requests fail while the person does not sign in again, and wait once it is offered', async () => {
  const tab = signInTab()
  server.isSessionOpen = false
  const waiting = tab.getToken({ rejected: 'token-0' })
  await expect.poll(() => tab.state).toBe('ended')
  tab.declineSignIn()
  await expect(waiting).rejects.toMatchObject({ problem: { code: 'caller.unknown' } })
  await expect(tab.getToken()).rejects.toMatchObject({ problem: { code: 'caller.unknown' } })
  expect(tab.needsSignIn).toBe(false)
  tab.offerSignIn()
  const next = tab.getToken()
  tab.accept(server.sign())
  expect(await next).toBe('token-0')
})
