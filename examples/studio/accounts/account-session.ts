import { ServerResponseError, type ServerApi, type ServerSignIn, type ServerUser } from '@aw-flow/client'
import { error, ProblemError } from '@aw-flow/schema'

/**
 * `ended` means that the session expired or was revoked while the page was open. The user can sign in again without
 * leaving the page.
 */
export type SessionState = 'signed-out' | 'signed-in' | 'ended'

/** A message that one tab broadcasts to the other tabs. */
export type TabMessage = { kind: 'signed-in'; user: ServerUser; token: AccessToken } | { kind: 'signed-out' }

interface AccessToken {
  value: string
  /** When to renew the token, in milliseconds since the Unix epoch. */
  renewAt: number
}

export interface AccountSessionOptions {
  /** API client whose requests include the session cookie. */
  api: Pick<ServerApi, 'call'>
  /** Runs the callback under a lock shared by all tabs, so that only one callback runs at a time. */
  lock<T>(callback: () => Promise<T>): Promise<T>
  /** Broadcasts messages to the other tabs. `undefined` if the browser does not support broadcast channels. */
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | undefined
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  now(): number
}

const userKey = 'aw-studio-user'
/** Set before the page redirects to the identity provider, so that the next page load resumes the new session. */
const providerSignInKey = 'aw-studio-provider-sign-in'
const attemptKey = 'aw-studio-session-attempt'
/** How long before expiry a token is renewed, in ms. */
const renewalMarginMs = 60_000

/**
 * The user's session. The access token is held in memory; the refresh token is in a cookie that scripts cannot read.
 * Tabs share the access token and renew it one at a time, because a refresh token can be used only once.
 *
 * Fires `change` when the state or the user's profile changes, and `user-change` when another tab signs the user out or
 * signs in a different user.
 */
export class AccountSession extends EventTarget {
  state: SessionState = 'signed-out'
  user: ServerUser | undefined
  readonly #options: AccountSessionOptions
  #token: AccessToken | undefined
  #renewal: Promise<string> | undefined
  /** Requests that are pending until the user signs in again. */
  #pendingRequests: { resolve: (token: string) => void; reject: (cause: unknown) => void }[] = []
  #isSignInDeclined = false

  constructor(options: AccountSessionOptions) {
    super()
    this.#options = options
    options.channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => this.#receive(data))
  }

  /** Resumes the session of an earlier page load. If the server cannot be reached, the user stays signed in. */
  async resume(): Promise<void> {
    const { storage } = this.#options
    const storedUser = storage.getItem(userKey)
    const isReturningFromProvider = storage.getItem(providerSignInKey) !== null
    storage.removeItem(providerSignInKey)
    if (storedUser === null && !isReturningFromProvider) return
    try {
      await this.#renew(undefined)
    } catch (cause) {
      if (isSessionRejected(cause)) return storage.removeItem(userKey)
      if (storedUser === null) return
      this.user = JSON.parse(storedUser) as ServerUser
      this.#setState('signed-in')
    }
  }

  /** Returns the access token. If the session has ended, waits for a new sign-in; rejects if the user declines. */
  readonly getToken = async ({ rejected }: { rejected?: string | undefined } = {}): Promise<string> => {
    const currentToken = this.#findToken(rejected)
    if (currentToken !== undefined) return currentToken
    if (this.state === 'ended') return this.#waitForSignIn()
    this.#renewal ??= this.#renew(rejected).finally(() => (this.#renewal = undefined))
    try {
      return await this.#renewal
    } catch (cause) {
      if (!isSessionRejected(cause)) throw cause
      this.#token = undefined
      this.#setState('ended')
      return this.#waitForSignIn()
    }
  }

  /** Stores the token from a sign-in or renewal and broadcasts it to the other tabs. */
  accept({ user, access_token: value, expires_in: seconds }: ServerSignIn): void {
    const token = { value, renewAt: this.#options.now() + seconds * 1000 - renewalMarginMs }
    if (!this.#apply(user, token)) return
    this.#options.channel?.postMessage({ kind: 'signed-in', user, token } satisfies TabMessage)
  }

  /** Records that the page is about to redirect to the identity provider, which starts a new session. */
  prepareProviderRedirect(): void {
    this.#options.storage.setItem(providerSignInKey, '1')
  }

  /** Whether to ask the user to sign in again. */
  get needsSignIn(): boolean {
    return this.state === 'ended' && !this.#isSignInDeclined
  }

  /** Asks the user to sign in again, even if they declined before. */
  offerSignIn(): void {
    this.#isSignInDeclined = false
    this.dispatchEvent(new Event('change'))
  }

  /** Stops asking the user to sign in again. Pending and new requests fail until the user signs in. */
  declineSignIn(): void {
    if (this.state !== 'ended') return
    this.#isSignInDeclined = true
    this.dispatchEvent(new Event('change'))
    for (const { reject } of this.#pendingRequests.splice(0)) reject(new ProblemError(error('caller.unknown', {})))
  }

  /** Stores the user's updated profile. */
  updateUser(user: ServerUser): void {
    this.user = user
    this.#storeUser(user)
    this.dispatchEvent(new Event('change'))
  }

  /**
   * Ends the session in all tabs.
   *
   * @param logOut Sends the logout request.
   */
  async signOut(logOut: () => Promise<unknown>): Promise<void> {
    // Signing out of an ended session must not ask the user to sign in again.
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

  #findToken(rejectedToken: string | undefined): string | undefined {
    const token = this.#token
    return token && token.value !== rejectedToken && this.#options.now() < token.renewAt ? token.value : undefined
  }

  #renew(rejectedToken: string | undefined): Promise<string> {
    const { api, lock, storage } = this.#options
    return lock(async () => {
      // Another tab may already have renewed the token.
      const currentToken = this.#findToken(rejectedToken)
      if (currentToken !== undefined) return currentToken
      // If this page does not receive the response, the next page repeats the request with the same attempt ID.
      const attemptId = storage.getItem(attemptKey) ?? crypto.randomUUID()
      storage.setItem(attemptKey, attemptId)
      try {
        const { value } = await api.call('POST /api/v1/auth/session', { body: { attempt_id: attemptId } })
        this.accept(value)
        storage.removeItem(attemptKey)
        return value.access_token
      } catch (cause) {
        if (isSessionRejected(cause)) storage.removeItem(attemptKey)
        throw cause
      }
    })
  }

  /**
   * Adopts a user and their token. If a different user is signed in on this page, fires `user-change` instead and
   * returns false.
   */
  #apply(user: ServerUser, token: AccessToken): boolean {
    if (this.user && this.user.id !== user.id) {
      this.#storeUser(user)
      this.dispatchEvent(new Event('user-change'))
      return false
    }
    this.user = user
    this.#token = token
    this.#isSignInDeclined = false
    this.#storeUser(user)
    this.#setState('signed-in')
    for (const { resolve } of this.#pendingRequests.splice(0)) resolve(token.value)
    return true
  }

  #receive(message: TabMessage): void {
    if (message.kind === 'signed-in') this.#apply(message.user, message.token)
    else if (this.user) this.dispatchEvent(new Event('user-change'))
  }

  #waitForSignIn(): Promise<string> {
    if (this.#isSignInDeclined) return Promise.reject(new ProblemError(error('caller.unknown', {})))
    return new Promise((resolve, reject) => this.#pendingRequests.push({ resolve, reject }))
  }

  #storeUser({ id, email, full_name, avatar_url }: ServerUser): void {
    this.#options.storage.setItem(userKey, JSON.stringify({ id, email, full_name, avatar_url }))
  }

  #setState(state: SessionState): void {
    if (this.state === state) return
    this.state = state
    this.dispatchEvent(new Event('change'))
  }
}

/** Returns whether the server rejected the session. If the server cannot be reached, the session may still be valid. */
const isSessionRejected = (cause: unknown): boolean => cause instanceof ServerResponseError && cause.status === 401
