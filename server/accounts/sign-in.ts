import { error, type Problem } from '@aw-flow/schema'
import type { Language } from '@aw-flow/messages'
import { toLanguage } from '../http/language.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCodeEmail } from './account-mails.ts'
import { accessTokenLifetimeSeconds, createRandomId, type AccountTokens, type RefreshClaims } from './account-tokens.ts'
import {
  challengesPerAddress,
  codeRequestsPerAccount,
  codeRequestsPerAddress,
  codeRequestsPerClient,
  createSlowLane,
  failuresPerAccount,
  failuresPerAddress,
  failuresPerClient,
  otherFailuresPerAddress,
  type AttemptLimit,
  type AttemptLimits,
} from './attempt-limits.ts'
import type { Mailer } from './mailer.ts'
import type { Memberships } from './memberships.ts'
import { codeLifetimeSeconds, type EmailCodePurpose, type OneTimeCodes } from './one-time-codes.ts'
import type { Passwords } from './passwords.ts'
import type { SessionClient, Sessions } from './sessions.ts'
import type { ProviderIdentity } from './identity-provider.ts'
import type { UserIdentities } from './user-identities.ts'
import { normalizeEmail, type User, type Users } from './users.ts'

/** Reason why a request was rejected. */
export interface SignInRejection {
  status: 401 | 409 | 429
  problem: Problem
  /** Seconds until the next attempt is allowed. Set only if a rate limit was exceeded. */
  retryAfter?: number
}

/** Tokens of a new or refreshed session. */
export interface SessionTokens {
  user: User
  accessToken: string
  refreshToken: string
  /** Lifetime of the access token, in seconds. */
  expiresIn: number
  /** Identifies the device of a new session when it signs in again. */
  device?: string
}

export type SignInResult = SessionTokens | SignInRejection

export interface SignInOptions {
  signUp: 'invited' | 'open'
  users: Users
  identities: UserIdentities
  sessions: Sessions
  codes: OneTimeCodes
  memberships: Memberships
  limits: AttemptLimits
  passwords: Passwords
  tokens: AccountTokens
  mailer: Mailer
  createCode(): string
  digest(text: string): string
  /** Waits before an attempt that is slowed down. Default: real time. */
  wait?: ((ms: number) => Promise<unknown>) | undefined
}

/** A limit with the subject whose attempts it counts. */
type CountedLimit = readonly [limit: AttemptLimit, subject: string]

/**
 * Sign-in methods. Email addresses must already be normalized. Responses do not reveal whether an address has an
 * account, except to the owner of the address.
 */
export type SignIn = ReturnType<typeof createSignIn>

/** Stored with the setup token in place of an email address. */
export const setupSubject = ''

export function createSignIn(options: SignInOptions) {
  const { users, identities, sessions, codes, memberships, limits, passwords, tokens, mailer } = options

  const delayAttempt = createSlowLane(options.wait ?? sleep)
  const createDevice = (email: string, id = createRandomId()): string =>
    `${id}.${options.digest(`device ${email} ${id}`)}`

  const rejectExceeded = (retryAfter: number): SignInRejection => ({
    status: 429,
    problem: error('rate.limit', { seconds: retryAfter }),
    retryAfter,
  })
  const checkAttemptLimits = async (checks: readonly CountedLimit[]): Promise<SignInRejection | undefined> => {
    for (const [limit, subject] of checks) {
      const exceededLimit = await limits.count(limit, subject)
      if (exceededLimit) return rejectExceeded(exceededLimit.retryAfter)
    }
    return undefined
  }
  /** Returns what identifies a client in the limits of an account, and whether the account has signed in there before. */
  const identifyClient = async (
    email: string,
    { address, device }: SessionClient,
  ): Promise<{ subject: string; isKnown: boolean }> => {
    const [id] = device?.split('.') ?? []
    if (id !== undefined && device === createDevice(email, id))
      return { subject: `${email} device ${id}`, isKnown: true }
    return { subject: `${email} ${address}`, isKnown: await sessions.hasAddress(email, address) }
  }
  /**
   * Makes an attempt that can fail because of a wrong code or password. Only failures count. Those of one client end its
   * own attempts; those of others slow down the attempts of unknown devices.
   */
  const attemptSignIn = async (
    email: string,
    client: SessionClient,
    attempt: () => Promise<SignInResult>,
  ): Promise<SignInResult> => {
    const { subject, isKnown } = await identifyClient(email, client)
    const rejection = await checkAttemptLimits([[failuresPerClient, subject]])
    if (rejection) return rejection
    const slowingLimits: readonly CountedLimit[] = isKnown
      ? []
      : [
          [failuresPerAccount, email],
          [failuresPerAddress, client.address],
        ]
    for (const [limit, limitSubject] of slowingLimits) {
      const exceededLimit = await limits.count(limit, limitSubject)
      if (exceededLimit && !(await delayAttempt(`${limit.name} ${limitSubject}`, exceededLimit.excess)))
        return rejectExceeded(exceededLimit.retryAfter)
    }
    const result = await attempt()
    if (!('problem' in result) || result.status === 409)
      for (const [limit, limitSubject] of [[failuresPerClient, subject] as const, ...slowingLimits])
        await limits.giveBack(limit, limitSubject)
    return result
  }
  /** Makes an attempt that cannot be guessed, such as with a passkey. Only failures count. */
  const attemptFromAddress = async (
    { address }: SessionClient,
    attempt: () => Promise<SignInResult>,
  ): Promise<SignInResult> => {
    const rejection = await checkAttemptLimits([[otherFailuresPerAddress, address]])
    if (rejection) return rejection
    const result = await attempt()
    if (!('problem' in result)) await limits.giveBack(otherFailuresPerAddress, address)
    return result
  }
  const issueTokens = async (user: User, claims: RefreshClaims): Promise<SessionTokens> => {
    const [accessToken, refreshToken] = await Promise.all([
      tokens.issueAccessToken({ ...claims, email: user.email }),
      tokens.issueRefreshToken(claims),
    ])
    return { user, accessToken, refreshToken, expiresIn: accessTokenLifetimeSeconds }
  }
  const startSession = async (user: User, client: SessionClient, isVerified: boolean): Promise<SessionTokens> => {
    await users.recordSignIn(user.id, isVerified)
    const updatedUser = (await users.find(user.id)) ?? user
    const newTokens = await issueTokens(updatedUser, await sessions.create(user.id, client))
    return { ...newTokens, device: createDevice(user.email) }
  }
  /** Creates an account for a user whose email address is verified. Returns `undefined` if sign-up is not allowed. */
  const signUp = async (email: string, profile: { fullName?: string | undefined; passwordHash?: string }) => {
    const isInvited = await memberships.isInvited(email)
    if (!isInvited && options.signUp !== 'open') return undefined
    const user = await users.add({ email, isVerified: true, ...profile })
    if (user && !isInvited)
      await memberships.createWorkspace(user.id, { name: profile.fullName ?? email, description: '' })
    return user
  }

  const checkPassword = async (user: User, password: string | undefined): Promise<SignInRejection | undefined> => {
    const passwordHash = await users.findPasswordHash(user.id)
    if (passwordHash === undefined) return undefined
    // Only the signed-in user can make these attempts, so they are counted apart from those to sign in.
    const limit = [failuresPerClient, `signed in ${user.id}`] as const
    const rejection = await checkAttemptLimits([limit])
    if (rejection) return rejection
    if (!(await passwords.verify(passwordHash, password ?? ''))) return invalidPassword
    await limits.giveBack(...limit)
    return undefined
  }

  return {
    /**
     * Verifies the password of a signed-in user; succeeds if the account has none. Failures are limited.
     */
    checkPassword,
    /**
     * Sends a code by email, if the recipient has an account or can sign up. `language` applies if the account does not
     * exist or has no language set.
     */
    async requestCode(
      { email, purpose, language }: { email: string; purpose: EmailCodePurpose; language?: Language | undefined },
      client: SessionClient,
    ): Promise<SignInRejection | undefined> {
      const { subject, isKnown } = await identifyClient(email, client)
      const rejection = await checkAttemptLimits([
        [codeRequestsPerClient, subject],
        [codeRequestsPerAddress, client.address],
      ])
      if (rejection) return rejection
      // The code that was just sent can be used instead of another one.
      if (!isKnown && (await limits.count(codeRequestsPerAccount, email)) && (await codes.hasRecent(email, purpose)))
        return undefined
      const code = options.createCode()
      await codes.create(email, purpose, code, codeLifetimeSeconds)
      const [account, isInvited] = await Promise.all([users.findByEmail(email), memberships.isInvited(email)])
      const canSignUp = purpose !== 'reset' && (isInvited || options.signUp === 'open')
      if (account || canSignUp)
        mailer.send({ to: email, ...createCodeEmail(code, purpose, account?.user.language ?? toLanguage(language)) })
      return undefined
    },
    /** Signs in with a code. Creates an account if the address has none and sign-up is allowed. */
    verifyCode: ({ email, code }: { email: string; code: string }, client: SessionClient): Promise<SignInResult> =>
      attemptSignIn(email, client, async () => {
        if (!(await codes.consume(email, ['login', 'signup'], code))) return invalidCode
        const user = (await users.findByEmail(email))?.user ?? (await signUp(email, {}))
        return user ? startSession(user, client, true) : invalidCode
      }),
    /** Creates an account with a password. Requires a `signup` code. */
    register: (
      {
        email,
        code,
        password,
        fullName,
      }: { email: string; code: string; password: string; fullName?: string | undefined },
      client: SessionClient,
    ): Promise<SignInResult> =>
      attemptSignIn(email, client, async () => {
        if (!(await codes.consume(email, ['signup'], code))) return invalidCode
        if (await users.findByEmail(email)) return { status: 409, problem: error('account.exists', {}) }
        const user = await signUp(email, { fullName, passwordHash: await passwords.hash(password) })
        return user ? startSession(user, client, true) : invalidCode
      }),
    logIn: ({ email, password }: { email: string; password: string }, client: SessionClient): Promise<SignInResult> =>
      attemptSignIn(email, client, async () => {
        const account = await users.findByEmail(email)
        const isCorrect = await passwords.verify(account?.passwordHash, password)
        return account && isCorrect ? startSession(account.user, client, false) : invalidPassword
      }),
    /** Sets a new password using a `reset` code, and ends all of the user's sessions. */
    resetPassword: (
      { email, code, password }: { email: string; code: string; password: string },
      client: SessionClient,
    ): Promise<SignInResult> =>
      attemptSignIn(email, client, async () => {
        if (!(await codes.consume(email, ['reset'], code))) return invalidCode
        const account = await users.findByEmail(email)
        if (!account) return invalidCode
        await users.setPassword(account.user.id, await passwords.hash(password))
        await sessions.revokeAll(account.user.id)
        return startSession(account.user, client, true)
      }),
    /** Sets the password of a signed-in user, and ends the user's other sessions. */
    async changePassword(
      user: User,
      {
        currentPassword,
        password,
        session: sessionId,
      }: { currentPassword?: string | undefined; password: string; session: string },
    ): Promise<SignInRejection | undefined> {
      const rejection = await checkPassword(user, currentPassword)
      if (rejection) return rejection
      await users.setPassword(user.id, await passwords.hash(password))
      await sessions.revokeAll(user.id, sessionId)
      return undefined
    },
    /** Creates the owner of the default workspace, using the token from the setup link. */
    setUp: (
      {
        token,
        email,
        password,
        fullName,
      }: { token: string; email: string; password?: string | undefined; fullName?: string | undefined },
      client: SessionClient,
    ): Promise<SignInResult> =>
      attemptFromAddress(client, async () => {
        if (!(await codes.consume(setupSubject, ['setup'], token))) return invalidSetupToken
        const passwordHash = password === undefined ? undefined : await passwords.hash(password)
        const user =
          (await users.add({ email, fullName, passwordHash, isVerified: false })) ??
          (await users.findByEmail(email))?.user
        if (!user || !(await memberships.claimDefaultWorkspace(user.id))) return invalidSetupToken
        return startSession(user, client, false)
      }),
    /**
     * Signs in a user through an identity provider. The first sign-in requires a verified email address. It links the
     * user to the account with this address or, if sign-up is allowed, creates an account.
     */
    signInWithProvider: (
      { issuer, subject, email: providerEmail, isEmailVerified, name }: ProviderIdentity,
      client: SessionClient,
    ): Promise<SignInResult> =>
      attemptFromAddress(client, async () => {
        const linkedUserId = await identities.findUserId(issuer, subject)
        const linkedUser = linkedUserId === undefined ? undefined : await users.find(linkedUserId)
        if (linkedUser) return startSession(linkedUser, client, false)
        // Some providers accept unverified addresses. Linking such an address would give access to another person's
        // account.
        if (providerEmail === undefined || !isEmailVerified) return unverifiedEmail
        const email = normalizeEmail(providerEmail)
        const user = (await users.findByEmail(email))?.user ?? (await signUp(email, { fullName: name }))
        if (!user) return missingInvitation
        await identities.add(issuer, subject, user.id)
        return startSession(user, client, true)
      }),
    /** Counts a passkey challenge toward the limit for the client's address. */
    countChallenge: ({ address }: SessionClient): Promise<SignInRejection | undefined> =>
      checkAttemptLimits([[challengesPerAddress, address]]),
    /**
     * Signs in with a passkey.
     *
     * @param verify Checks the authenticator's response. Returns the ID of its user, or `undefined` if the response is
     *   invalid.
     */
    signInWithPasskey: (verify: () => Promise<string | undefined>, client: SessionClient): Promise<SignInResult> =>
      attemptFromAddress(client, async () => {
        const id = await verify()
        const user = id === undefined ? undefined : await users.find(id)
        if (!user) return invalidPasskey
        await limits.giveBack(challengesPerAddress, client.address)
        return startSession(user, client, false)
      }),
    /** Continues a session with new tokens. For `attemptId`, see `Sessions.rotate`. */
    async refresh(refreshToken: string, attemptId?: string): Promise<SignInResult> {
      const claims = await tokens.verifyRefreshToken(refreshToken)
      const nextClaims = claims && (await sessions.rotate(claims, attemptId))
      const user = nextClaims && (await users.find(nextClaims.user))
      return user ? issueTokens(user, nextClaims) : sessionEndedRejection
    },
  }
}

const invalidCode: SignInRejection = { status: 401, problem: error('account.code', {}) }
const invalidPasskey: SignInRejection = { status: 401, problem: error('account.passkey', {}) }
const invalidPassword: SignInRejection = { status: 401, problem: error('account.password', {}) }
const unverifiedEmail: SignInRejection = { status: 401, problem: error('account.provider-email', {}) }
const missingInvitation: SignInRejection = { status: 401, problem: error('account.provider-invitation', {}) }
const invalidSetupToken: SignInRejection = { status: 401, problem: error('account.setup', {}) }
/** Rejection returned if the session has ended. */
export const sessionEndedRejection: SignInRejection = { status: 401, problem: error('account.session', {}) }
