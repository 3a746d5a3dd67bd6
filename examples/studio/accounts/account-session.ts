import { ServerResponseError, type ServerApi, type ServerSignIn, type ServerUser } from '@aw-flow/client'
import { error, ProblemError } from '@aw-flow/schema'

/**
 * `ended`: the session was revoked or has expired while the page was open; the user can sign in again without leaving
 * it.
 */
export type SessionState = 'signed-out' | 'signed-in' | 'ended'

/** A message from one tab to the others. */
export type TabMessage = { kind: 'signed-in'; user: ServerUser; token: AccessToken } | { kind: 'signed-out' }

interface AccessToken {
  value: string
  /** When it is renewed, in ms since the Unix epoch. */
  renewAt: number
}

export interface AccountSessionOptions {
  /** Sends the cookie of the session. */
  api: Pick<ServerApi, 'call'>
  /** Runs one callback at a time, across all tabs. */
  lock<T>(callback: () => Promise<T>): Promise<T>
  /** Sends messages to the other tabs; `undefined` if the browser does not support it. */
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | undefined
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  now(): number
}

const userKey = 'aw-studio-user'
/** Set while the user signs in with the identity provider. */
const providerKey = 'aw-studio-provider-sign-in'
const attemptKey = 'aw-studio-session-attempt'
/** Time between the renewal of a token and its expiry, in ms. */
const renewalMarginMs = 60_000

/**
 * The session of the user. The access token is in memory, the refresh token in a cookie that scripts cannot read. Tabs
 * share the access token, and only one of them renews it at a time, because a refresh token can be used only once.
 * Fires `change` when the state changes, and `user-change` when another user signs in, or the user signs out, in
 * another tab.
 */
export class AccountSession extends EventTarget {
  state: SessionState = 'signed-out'
  user: ServerUser | undefined
  readonly #options: AccountSessionOptions
  #token: AccessToken | undefined
  #renewal: Promise<string> | undefined
  /** Requests that wait until the user signs in again. */
  #waiting: { resolve: (token: string) => void; reject: (cause: unknown) => void }[] = []
  #isSignInDeclined = false

  constructor(options: AccountSessionOptions) {
    super()
    this.#options = options
    options.channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => this.#receive(data))
  }

  /** Resumes the session of an earlier page load. Without a connection, the user stays signed in. */
  async resume(): Promise<void> {
    const { storage } = this.#options
    const stored = storage.getItem(userKey)
    const isReturning = storage.getItem(providerKey) !== null
    storage.removeItem(providerKey)
    if (stored === null && !isReturning) return
    try {
      await this.#renew(undefined)
    } catch (cause) {
      if (isSessionEnd(cause)) return storage.removeItem(userKey)
      if (stored === null) return
      this.user = JSON.parse(stored) as ServerUser
      this.#setState('signed-in')
    }
  }

  /** Returns the access token. Once the session has ended, it waits until the user signs in again. */
  readonly getToken = async ({ rejected }: { rejected?: string | undefined } = {}): Promise<string> => {
    const current = this.#findToken(rejected)
    if (current !== undefined) return current
    if (this.state === 'ended') return this.#waitForSignIn()
    this.#renewal ??= this.#renew(rejected).finally(() => (this.#renewal = undefined))
    try {
      return await this.#renewal
    } catch (cause) {
      if (!isSessionEnd(cause)) throw cause
      this.#token = undefined
      this.#setState('ended')
      return this.#waitForSignIn()
    }
  }

  /** Stores the token after a sign-in or a renewal, and passes it to the other tabs. */
  accept({ user, access_token: value, expires_in: seconds }: ServerSignIn): void {
    const token = { value, renewAt: this.#options.now() + seconds * 1000 - renewalMarginMs }
    if (!this.#apply(user, token)) return
    this.#options.channel?.postMessage({ kind: 'signed-in', user, token } satisfies TabMessage)
  }

  /** Prepares this browser for the return of the user from the identity provider, with the cookie of a new session. */
  prepareProviderRedirect(): void {
    this.#options.storage.setItem(providerKey, '1')
  }

  /** Whether the user must be asked to sign in again. */
  get needsSignIn(): boolean {
    return this.state === 'ended' && !this.#isSignInDeclined
  }

  /** Asks the user to sign in again, even if the user has declined before. */
  offerSignIn(): void {
    this.#isSignInDeclined = false
    this.dispatchEvent(new Event('change'))
  }

  /** Declines to sign in again for now. Requests fail until the user signs in. */
  declineSignIn(): void {
    if (this.state !== 'ended') return
    this.#isSignInDeclined = true
    this.dispatchEvent(new Event('change'))
    for (const { reject } of this.#waiting.splice(0)) reject(new ProblemError(error('caller.unknown', {})))
  }

  /** Stores the changed profile of the user. */
  updateUser(user: ServerUser): void {
    this.user = user
    this.#store(user)
    this.dispatchEvent(new Event('change'))
  }

  /**
   * Ends the session in all tabs.
   *
   * @param logOut Sends the logout request.
   */
  async signOut(logOut: () => Promise<unknown>): Promise<void> {
    // Signing out of a session that has ended must not ask the user to sign in.
    this.#isSignInDeclined = true
    try {
      await logOut()
    } catch (cause) {
      this.#isSignInDeclined = false
      if (!(cause instanceof ProblemError) || cause.problem.code !== 'caller.unknown') throw cause
    }
    this.#options.storage.removeItem(userKey)
    this.#options.channel?.postMessage({ kind: 'signed-out' } satisfies TabMessage)
  }

  #findToken(rejected: string | undefined): string | undefined {
    const token = this.#token
    return token && token.value !== rejected && this.#options.now() < token.renewAt ? token.value : undefined
  }

  #renew(rejected: string | undefined): Promise<string> {
    const { api, lock, storage } = this.#options
    return lock(async () => {
      // Another tab may have renewed the token.
      const current = this.#findToken(rejected)
      if (current !== undefined) return current
      // If this page does not receive the response, the next one repeats the request with the same attempt id.
      const attempt = storage.getItem(attemptKey) ?? crypto.randomUUID()
      storage.setItem(attemptKey, attempt)
      try {
        const { value } = await api.call('POST /api/v1/auth/session', { body: { attempt_id: attempt } })
        this.accept(value)
        storage.removeItem(attemptKey)
        return value.access_token
      } catch (cause) {
        if (isSessionEnd(cause)) storage.removeItem(attemptKey)
        throw cause
      }
    })
  }

  /** Returns false if the token belongs to a different user than the one signed in on this page. */
  #apply(user: ServerUser, token: AccessToken): boolean {
    if (this.user && this.user.id !== user.id) {
      this.#store(user)
      this.dispatchEvent(new Event('user-change'))
      return false
    }
    this.user = user
    this.#token = token
    this.#isSignInDeclined = false
    this.#store(user)
    this.#setState('signed-in')
    for (const { resolve } of this.#waiting.splice(0)) resolve(token.value)
    return true
  }

  #receive(message: TabMessage): void {
    if (message.kind === 'signed-in') this.#apply(message.user, message.token)
    else if (this.user) this.dispatchEvent(new Event('user-change'))
  }

  #waitForSignIn(): Promise<string> {
    if (this.#isSignInDeclined) return Promise.reject(new ProblemError(error('caller.unknown', {})))
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  #store({ id, email, full_name, avatar_url }: ServerUser): void {
    this.#options.storage.setItem(userKey, JSON.stringify({ id, email, full_name, avatar_url }))
  }

  #setState(state: SessionState): void {
    if (this.state === state) return
    this.state = state
    this.dispatchEvent(new Event('change'))
  }
}

/** Whether the server has rejected the session. Without a connection, the session may still be valid. */
const isSessionEnd = (cause: unknown): boolean => cause instanceof ServerResponseError && cause.status === 401
