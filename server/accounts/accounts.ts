import { error } from '@aw-flow/schema'
import { createAuditLog, type AuditLog } from '../audit/audit-log.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import { toLanguage } from '../http/language.ts'
import type { AccountSettings } from '../environment/read-accounts.ts'
import type { OpenedDatabase } from '../store/database/open-database.ts'
import { createAccountDirectory, type AccountDirectory } from './account-directory.ts'
import { openAccountKeys } from './account-keys.ts'
import { createInvitationMail } from './account-mails.ts'
import { createAccountTokens, createRandomId, type AccountTokens } from './account-tokens.ts'
import { createApiKeys, type ApiKeys } from './api-keys.ts'
import { createAttemptLimits, invitationsPerUser } from './attempt-limits.ts'
import { createIdentityProvider, type IdentityProvider } from './identity-provider.ts'
import { createInvitations, type InvitationRecord, type Invitations, type InvitedRole } from './invitations.ts'
import type { Mailer } from './mailer.ts'
import { createMemberships, type Memberships } from './memberships.ts'
import { createCode, createOneTimeCodes } from './one-time-codes.ts'
import { createPasskeys, type Passkeys } from '../passkeys/passkeys.ts'
import type { Passwords } from './passwords.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignIn, setupSubject, type SignIn, type SignInRejection } from './sign-in.ts'
import { createUserIdentities } from './user-identities.ts'
import { createUsers, type Users } from './users.ts'
import { createWorkspaces, type WorkspaceRecord, type Workspaces } from './workspaces.ts'

/** The accounts of a server with `AUTH=required`. */
export interface Accounts {
  users: Users
  sessions: Sessions
  apiKeys: ApiKeys
  directory: AccountDirectory
  tokens: AccountTokens
  signIn: SignIn
  passkeys: Passkeys
  /** The configured address of the studio. */
  url: string | undefined
  memberships: Memberships
  workspaces: Workspaces
  invitations: Invitations
  audit: AuditLog
  /** The provider of OpenID Connect and the address of the studio; `undefined` if the server has none. */
  provider: { client: IdentityProvider; url: string } | undefined
  /** Invites a person to a workspace by email. */
  invite(invitation: {
    workspace: WorkspaceRecord
    email: string
    role: InvitedRole
    invitedBy: string
  }): Promise<InvitationRecord | SignInRejection>
  /**
   * Creates the token of the setup link; `undefined` if the default workspace has an owner. Replaces the previous
   * token.
   */
  createSetupToken(): Promise<string | undefined>
  close(): Promise<void>
}

export interface AccountOptions {
  openedDatabase: OpenedDatabase
  box: SecretBox
  settings: Pick<AccountSettings, 'signUp' | 'url' | 'identityProvider'>
  mailer: Mailer
  passwords: Passwords
  now(): number
  /** Creates the codes that are sent by email; by default six random digits. */
  createCode?: (() => string) | undefined
}

/** Validity of the setup link, in seconds. Each start of a server creates a new one. */
const setupSeconds = 7 * 24 * 60 * 60

export async function openAccounts(options: AccountOptions): Promise<Accounts> {
  const { openedDatabase, box, settings, mailer, passwords, now } = options
  const { database } = openedDatabase
  const keys = await openAccountKeys(database, box)
  const tokens = await createAccountTokens(keys.signingKey, now)
  const directory = createAccountDirectory(openedDatabase, now)
  const announceUser = (user: string): Promise<void> => directory.announce('user', user)
  const users = createUsers(database, now)
  const sessions = createSessions(database, keys.digest, now, announceUser)
  const codes = createOneTimeCodes(database, keys.digest, now)
  const memberships = createMemberships(database, now, announceUser)
  const invitations = createInvitations(database, now, announceUser)
  const limits = createAttemptLimits(database, keys.digest, now)
  return {
    users,
    sessions,
    apiKeys: createApiKeys(database, now, (key) => directory.announce('key', key)),
    directory,
    tokens,
    passkeys: createPasskeys(database, codes, now),
    url: settings.url,
    signIn: createSignIn({
      signUp: settings.signUp,
      users,
      identities: createUserIdentities(database, now),
      sessions,
      codes,
      memberships,
      limits,
      passwords,
      tokens,
      mailer,
      createCode: options.createCode ?? createCode,
    }),
    memberships,
    workspaces: createWorkspaces(database, now, announceUser),
    invitations,
    audit: createAuditLog(database, keys.digest, now),
    provider:
      settings.identityProvider && settings.url !== undefined
        ? {
            client: createIdentityProvider(settings.identityProvider, `${settings.url}/api/v1/auth/oidc/callback`),
            url: settings.url,
          }
        : undefined,
    async invite({ workspace, email, role, invitedBy }) {
      const exceeded = await limits.count(invitationsPerUser, invitedBy)
      if (exceeded) {
        const { retryAfter } = exceeded
        return { status: 429, problem: error('rate.limit', { seconds: retryAfter }), retryAfter }
      }
      const { record, token } = await invitations.add({ workspace: workspace.id, email, role, invitedBy })
      const [recipient, author] = await Promise.all([users.findByEmail(email), users.find(invitedBy)])
      const language = toLanguage(recipient?.user.language ?? author?.language)
      mailer.send({ to: email, ...createInvitationMail(record, token, settings.url, language) })
      return record
    },
    async createSetupToken() {
      if (await memberships.hasDefaultOwner()) return undefined
      const token = createRandomId()
      await codes.create(setupSubject, 'setup', token, setupSeconds)
      return token
    },
    async close() {
      directory.close()
      await mailer.close()
    },
  }
}
