import { error } from '@aw-flow/schema'
import { createAuditLog, type AuditLog } from '../audit/audit-log.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import { toLanguage } from '../http/language.ts'
import type { AccountSettings } from '../environment/read-accounts.ts'
import { deleteAccount, type AccountDeletion } from '../privacy/delete-account.ts'
import type { PersonalStrings } from '../privacy/personal-texts.ts'
import type { OpenedDatabase } from '../store/database/open-database.ts'
import { createAccountDirectory, type AccountDirectory } from './account-directory.ts'
import { openAccountKeys } from './account-keys.ts'
import { createInvitationEmail } from './account-mails.ts'
import { createAccountTokens, createRandomId, type AccountTokens } from './account-tokens.ts'
import { createApiKeys, type ApiKeys } from './api-keys.ts'
import { createAttemptLimits, exportsPerUser, invitationsPerUser, type AttemptLimit } from './attempt-limits.ts'
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
import { createUsers, type User, type Users } from './users.ts'
import { createWorkspaces, type WorkspaceRecord, type Workspaces } from './workspaces.ts'

/** Account services of a server with `AUTH=required`. */
export interface Accounts {
  users: Users
  sessions: Sessions
  apiKeys: ApiKeys
  directory: AccountDirectory
  tokens: AccountTokens
  signIn: SignIn
  passkeys: Passkeys
  /** Configured public URL of the studio. */
  url: string | undefined
  memberships: Memberships
  workspaces: Workspaces
  invitations: Invitations
  audit: AuditLog
  personalTexts: PersonalStrings
  /** Counts a user's request for their data archive. Returns a rejection if the limit is exceeded. */
  countExport(userId: string): Promise<SignInRejection | undefined>
  /** Deletes an account (see the function `deleteAccount`) and invalidates its sessions and API keys on all servers. */
  deleteAccount(user: User): Promise<AccountDeletion>
  /** The OpenID Connect client and the studio's URL; `undefined` if no provider is configured. */
  provider: { client: IdentityProvider; url: string } | undefined
  /** Sends an invitation to a workspace by email. Returns a rejection if the inviting user has exceeded the limit. */
  invite(invitation: {
    workspace: WorkspaceRecord
    email: string
    role: InvitedRole
    invitedBy: string
  }): Promise<InvitationRecord | SignInRejection>
  /**
   * Creates the token for the setup link, replacing the previous one. Returns `undefined` if the default workspace
   * already has an owner.
   */
  createSetupToken(): Promise<string | undefined>
  close(): Promise<void>
}

export interface AccountOptions {
  openedDatabase: OpenedDatabase
  box: SecretBox
  personalTexts: PersonalStrings
  settings: Pick<AccountSettings, 'signUp' | 'url' | 'identityProvider'>
  mailer: Mailer
  passwords: Passwords
  now(): number
  /** Creates the codes sent by email. Default: six random digits. */
  createCode?: (() => string) | undefined
}

/** Validity of the setup link, in seconds. A new link is created each time a server starts. */
const setupLinkLifetimeSeconds = 7 * 24 * 60 * 60

export async function openAccounts(options: AccountOptions): Promise<Accounts> {
  const { openedDatabase, box, settings, mailer, passwords, now } = options
  const { database } = openedDatabase
  const keys = await openAccountKeys(database, box)
  const tokens = await createAccountTokens(keys.signingKey, now)
  const directory = createAccountDirectory(openedDatabase, now)
  const notifyUserChanged = (userId: string): Promise<void> => directory.notifyChanged('user', userId)
  const users = createUsers(database, now)
  const sessions = createSessions(database, keys.digest, now, notifyUserChanged)
  const codes = createOneTimeCodes(database, keys.digest, now)
  const memberships = createMemberships(database, now, notifyUserChanged)
  const invitations = createInvitations(database, now, notifyUserChanged)
  const attemptLimits = createAttemptLimits(database, keys.digest, now)
  const countAttempt = async (limit: AttemptLimit, subject: string): Promise<SignInRejection | undefined> => {
    const exceededLimit = await attemptLimits.count(limit, subject)
    if (!exceededLimit) return undefined
    const { retryAfter } = exceededLimit
    return { status: 429, problem: error('rate.limit', { seconds: retryAfter }), retryAfter }
  }
  const audit = createAuditLog(database, keys.digest, now, options.personalTexts)
  return {
    users,
    sessions,
    apiKeys: createApiKeys(database, now, (key) => directory.notifyChanged('key', key)),
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
      limits: attemptLimits,
      passwords,
      tokens,
      mailer,
      createCode: options.createCode ?? createCode,
    }),
    memberships,
    workspaces: createWorkspaces(database, now, notifyUserChanged),
    invitations,
    audit,
    personalTexts: options.personalTexts,
    countExport: (user) => countAttempt(exportsPerUser, user),
    async deleteAccount(user) {
      const deletion = await deleteAccount(database, user, now())
      if (deletion.ownedWorkspaces) return deletion
      await notifyUserChanged(user.id)
      for (const key of deletion.apiKeys) await directory.notifyChanged('key', key)
      const entryFields = { apiKey: undefined, changes: {}, address: undefined, userAgent: undefined }
      for (const workspace of deletion.workspaces)
        await audit.add({
          ...entryFields,
          workspace,
          user: user.id,
          action: 'delete',
          entityType: 'account',
          entityId: user.id,
        })
      return deletion
    },
    provider:
      settings.identityProvider && settings.url !== undefined
        ? {
            client: createIdentityProvider(settings.identityProvider, `${settings.url}/api/v1/auth/oidc/callback`),
            url: settings.url,
          }
        : undefined,
    async invite({ workspace, email, role, invitedBy }) {
      const rejection = await countAttempt(invitationsPerUser, invitedBy)
      if (rejection) return rejection
      const { record, token } = await invitations.add({ workspace: workspace.id, email, role, invitedBy })
      const [recipient, inviter] = await Promise.all([users.findByEmail(email), users.find(invitedBy)])
      const language = toLanguage(recipient?.user.language ?? inviter?.language)
      mailer.send({ to: email, ...createInvitationEmail(record, token, settings.url, language) })
      return record
    },
    async createSetupToken() {
      if (await memberships.hasDefaultOwner()) return undefined
      const token = createRandomId()
      await codes.create(setupSubject, 'setup', token, setupLinkLifetimeSeconds)
      return token
    },
    async close() {
      directory.close()
      await mailer.close()
    },
  }
}
