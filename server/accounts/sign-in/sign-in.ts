import { error } from '@aw-flow/schema'
import type { Language } from '@aw-flow/messages'
import { toLanguage } from '../../http/language.ts'
import { Rejection } from '../../http/rejection.ts'
import { createRateRejection } from '../../security/rate-limit.ts'
import { createCodeEmail } from '../account-mails.ts'
import { accessTokenLifetimeSeconds, type AccountTokens, type RefreshClaims } from '../account-tokens.ts'
import {
  challengesPerAddress,
  codeRequestsPerAccount,
  codeRequestsPerAddress,
  codeRequestsPerClient,
  failuresPerClient,
} from './attempt-limits.ts'
import type { Mailer } from '../mailer.ts'
import type { Memberships } from '../workspaces/memberships.ts'
import { codeLifetimeSeconds, type EmailCodePurpose, type OneTimeCodes } from './one-time-codes.ts'
import type { Passwords } from './passwords.ts'
import type { SessionClient } from './sessions.ts'
import type { ProviderIdentity } from './identity-provider.ts'
import { createSignInAttempts, type SignInAttemptOptions } from './sign-in-attempts.ts'
import type { UserIdentities } from '../user-identities.ts'
import { normalizeEmail, toReadableName, type User, type Users } from '../users.ts'

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

export interface SignInOptions extends SignInAttemptOptions {
  signUp: 'invited' | 'open'
  users: Users
  identities: UserIdentities
  codes: OneTimeCodes
  memberships: Memberships
  passwords: Passwords
  tokens: AccountTokens
  mailer: Mailer
  createCode(): string
}

/**
 * Sign-in methods. Email addresses must already be normalized. Responses do not reveal whether an address has an
 * account, except to the owner of the address. All methods throw a `Rejection` if the user cannot sign in.
 */
export type SignIn = ReturnType<typeof createSignIn>

/** Stored with the setup token in place of an email address. */
export const setupSubject = ''

/** A new account's name and password. */
export interface NewProfile {
  password?: string | undefined
  fullName?: string | undefined
}

/** Services that all ways to sign in use. */
type SignInServices = SignInOptions & ReturnType<typeof createSignInAttempts> & ReturnType<typeof createSessionStarts>

export function createSignIn(options: SignInOptions) {
  const attempts = createSignInAttempts(options)
  const services = { ...options, ...attempts, ...createSessionStarts(options, attempts) }
  return { ...createEmailSignIn(services), ...createPasswordChecks(services), ...createOtherSignIn(services) }
}

/** Creates accounts and sessions of users who have proven who they are. */
function createSessionStarts(
  { users, sessions, tokens, memberships, signUp }: SignInOptions,
  { createDevice }: Pick<ReturnType<typeof createSignInAttempts>, 'createDevice'>,
) {
  const issueTokens = async (user: User, claims: RefreshClaims): Promise<SessionTokens> => {
    const [accessToken, refreshToken] = await Promise.all([
      tokens.issueAccessToken({ ...claims, email: user.email }),
      tokens.issueRefreshToken(claims),
    ])
    return { user, accessToken, refreshToken, expiresIn: accessTokenLifetimeSeconds }
  }
  return {
    issueTokens,
    async startSession(user: User, client: SessionClient, isVerified: boolean): Promise<SessionTokens> {
      await users.recordSignIn(user.id, isVerified)
      const updatedUser = (await users.find(user.id)) ?? user
      const newTokens = await issueTokens(updatedUser, await sessions.create(user.id, client))
      return { ...newTokens, device: createDevice(user.email) }
    },
    /** Creates an account for a user whose email address is verified. Returns `undefined` if sign-up is not allowed. */
    async addUser(email: string, profile: { fullName?: string | undefined; passwordHash?: string }) {
      const isInvited = await memberships.isInvited(email)
      if (!isInvited && signUp !== 'open') return undefined
      const user = await users.add({ email, isVerified: true, ...profile })
      if (user && !isInvited)
        await memberships.createWorkspace(user.id, { name: profile.fullName ?? toReadableName(email), description: '' })
      return user
    },
  }
}

/** Ways to sign in with a code or a password for an email address. */
function createEmailSignIn(services: SignInServices) {
  const { signUp, users, sessions, codes, memberships, limits, passwords, mailer } = services
  const { attemptSignIn, countSlowly, identifyClient, startSession, addUser } = services
  const requireCode = async (email: string, purposes: readonly EmailCodePurpose[], code: string): Promise<void> => {
    if (!(await codes.consume(email, purposes, code))) throw reject('account.code')
  }
  return {
    /**
     * Sends a code by email, if the recipient has an account or can sign up. `language` applies if the account does not
     * exist or has no language set.
     */
    async requestCode(
      { email, purpose, language }: { email: string; purpose: EmailCodePurpose; language?: Language | undefined },
      client: SessionClient,
    ): Promise<void> {
      const { subject, isKnown } = await identifyClient(email, client)
      // The code that was just sent can be used instead of another one.
      const ownLimit = await limits.count(codeRequestsPerClient, subject)
      if (ownLimit && (await codes.hasRecent(email, purpose))) throw createRateRejection(codeLifetimeSeconds / 2)
      if (!isKnown) await countSlowly([codeRequestsPerAddress, client.address])
      if (!isKnown && (await limits.count(codeRequestsPerAccount, email)) && (await codes.hasRecent(email, purpose)))
        return
      const code = services.createCode()
      await codes.create(email, purpose, code)
      const [account, isInvited] = await Promise.all([users.findByEmail(email), memberships.isInvited(email)])
      const canSignUp = purpose !== 'reset' && (isInvited || signUp === 'open')
      if (account || canSignUp)
        mailer.send({ to: email, ...createCodeEmail(code, purpose, account?.user.language ?? toLanguage(language)) })
    },
    /** Signs in with a code. Creates an account if the address has none and sign-up is allowed. */
    verifyCode: ({ email, code }: { email: string; code: string }, client: SessionClient) =>
      attemptSignIn(email, client, async () => {
        await requireCode(email, ['login', 'signup'], code)
        const user = (await users.findByEmail(email))?.user ?? (await addUser(email, {}))
        if (!user) throw reject('account.code')
        return startSession(user, client, true)
      }),
    /** Creates an account with a password. Requires a `signup` code. */
    register: (
      { email, code, password, fullName }: NewProfile & { email: string; code: string; password: string },
      client: SessionClient,
    ) =>
      attemptSignIn(email, client, async () => {
        await requireCode(email, ['signup'], code)
        if (await users.findByEmail(email)) throw new Rejection(409, error('account.exists', {}))
        const user = await addUser(email, { fullName, passwordHash: await passwords.hash(password) })
        if (!user) throw reject('account.code')
        return startSession(user, client, true)
      }),
    logIn: ({ email, password }: { email: string; password: string }, client: SessionClient) =>
      attemptSignIn(email, client, async () => {
        const account = await users.findByEmail(email)
        const isCorrect = await passwords.verify(account?.passwordHash, password)
        if (!account || !isCorrect) throw reject('account.password')
        return startSession(account.user, client, false)
      }),
    /** Sets a new password using a `reset` code, and ends all of the user's sessions. */
    resetPassword: (
      { email, code, password }: { email: string; code: string; password: string },
      client: SessionClient,
    ) =>
      attemptSignIn(email, client, async () => {
        await requireCode(email, ['reset'], code)
        const account = await users.findByEmail(email)
        if (!account) throw reject('account.code')
        await users.setPassword(account.user.id, await passwords.hash(password))
        await sessions.revokeAll(account.user.id)
        return startSession(account.user, client, true)
      }),
  }
}

/** Checks of signed-in users. */
function createPasswordChecks({ users, sessions, passwords, attemptWithin }: SignInServices) {
  /** Verifies the password of a signed-in user; succeeds if the account has none. Failures are limited. */
  const checkPassword = async (user: User, password: string | undefined): Promise<void> => {
    const passwordHash = await users.findPasswordHash(user.id)
    if (passwordHash === undefined) return
    // Only the signed-in user can make these attempts, so they are counted apart from those to sign in.
    await attemptWithin([failuresPerClient, `signed in ${user.id}`], async () => {
      if (!(await passwords.verify(passwordHash, password ?? ''))) throw reject('account.password')
    })
  }
  return {
    checkPassword,
    /** Sets the password of a signed-in user, and ends the user's other sessions. */
    async changePassword(
      user: User,
      change: { currentPassword?: string | undefined; password: string; session: string },
    ): Promise<void> {
      await checkPassword(user, change.currentPassword)
      await users.setPassword(user.id, await passwords.hash(change.password))
      await sessions.revokeAll(user.id, change.session)
    },
  }
}

/** Ways to sign in without a code or password. */
function createOtherSignIn(services: SignInServices) {
  const { users, identities, sessions, codes, memberships, limits, passwords, tokens } = services
  const { startSession, addUser, issueTokens } = services
  return {
    /** Creates the owner of the default workspace, using the token from the setup link. */
    setUp: (
      { token, email, password, fullName }: NewProfile & { token: string; email: string },
      client: SessionClient,
    ) =>
      services.attemptFromAddress(client, async () => {
        if (!(await codes.consume(setupSubject, ['setup'], token))) throw reject('account.setup')
        const passwordHash = password === undefined ? undefined : await passwords.hash(password)
        const user =
          (await users.add({ email, fullName, passwordHash, isVerified: false })) ??
          (await users.findByEmail(email))?.user
        if (!user || !(await memberships.claimDefaultWorkspace(user.id))) throw reject('account.setup')
        return startSession(user, client, false)
      }),
    /**
     * Signs in a user through an identity provider. The first sign-in requires a verified email address. It links the
     * user to the account with this address or, if sign-up is allowed, creates an account.
     */
    signInWithProvider: (
      { issuer, subject, email: providerEmail, isEmailVerified, name }: ProviderIdentity,
      client: SessionClient,
    ) =>
      services.attemptFromAddress(client, async () => {
        const linkedUserId = await identities.findUserId(issuer, subject)
        const linkedUser = linkedUserId === undefined ? undefined : await users.find(linkedUserId)
        if (linkedUser) return startSession(linkedUser, client, false)
        // Some providers accept unverified addresses. Linking such an address would give access to another person's
        // account.
        if (providerEmail === undefined || !isEmailVerified) throw reject('account.provider-email')
        const email = normalizeEmail(providerEmail)
        const user = (await users.findByEmail(email))?.user ?? (await addUser(email, { fullName: name }))
        if (!user) throw reject('account.provider-invitation')
        await identities.add(issuer, subject, user.id)
        return startSession(user, client, true)
      }),
    /** Counts a passkey challenge, and slows it down beyond the limit for the client's address. */
    async countChallenge({ address }: SessionClient): Promise<void> {
      await services.countSlowly([challengesPerAddress, address])
    },
    /**
     * Signs in with a passkey.
     *
     * @param verify Checks the authenticator's response. Returns the ID of its user, or `undefined` if the response is
     *   invalid.
     */
    signInWithPasskey: (verify: () => Promise<string | undefined>, client: SessionClient) =>
      services.attemptFromAddress(client, async () => {
        const id = await verify()
        const user = id === undefined ? undefined : await users.find(id)
        if (!user) throw reject('account.passkey')
        await limits.giveBack(challengesPerAddress, client.address)
        return startSession(user, client, false)
      }),
    /** Continues a session with new tokens. For `attemptId`, see `Sessions.rotate`. */
    async refresh(refreshToken: string | undefined, attemptId?: string): Promise<SessionTokens> {
      const claims = refreshToken === undefined ? undefined : await tokens.verifyRefreshToken(refreshToken)
      const nextClaims = claims && (await sessions.rotate(claims, attemptId))
      const user = nextClaims && (await users.find(nextClaims.user))
      if (!user) throw reject('account.session')
      return issueTokens(user, nextClaims)
    },
  }
}

type FailureCode =
  | 'account.code'
  | 'account.passkey'
  | 'account.password'
  | 'account.provider-email'
  | 'account.provider-invitation'
  | 'account.setup'
  | 'account.session'

const reject = (code: FailureCode): Rejection => new Rejection(401, error(code, {}))
