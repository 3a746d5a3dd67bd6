import type { AuditLog } from '../audit/open-audit.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import { toLanguage } from '../http/language.ts'
import type { AccountSettings } from '../environment/read-accounts.ts'
import { deleteAccount, type AccountDeletion } from '../privacy/delete-account.ts'
import type { PersonalStrings } from '../privacy/personal-texts.ts'
import type { OpenedDatabase } from '../store/database/open-database.ts'
import { createAccountDirectory } from './account-directory.ts'
import { openAccountKeys } from './account-keys.ts'
import { createInvitationEmail } from './account-mails.ts'
import { createAccountTokens, createRandomId } from './account-tokens.ts'
import { createApiKeys } from './api-keys.ts'
import { createAttemptLimits, exportsPerUser, invitationsPerUser } from './sign-in/attempt-limits.ts'
import { createIdentityProvider } from './sign-in/identity-provider.ts'
import { createInvitations, type InvitationRecord, type InvitedRole } from './workspaces/invitations.ts'
import type { Mailer } from './mailer.ts'
import { createMemberships } from './workspaces/memberships.ts'
import { createCode, createOneTimeCodes } from './sign-in/one-time-codes.ts'
import { createPasskeys } from '../passkeys/passkeys.ts'
import type { Passwords } from './sign-in/passwords.ts'
import { createSessions } from './sign-in/sessions.ts'
import { createSignIn, setupSubject } from './sign-in/sign-in.ts'
import { createUserIdentities } from './user-identities.ts'
import { createUsers, type User } from './users.ts'
import { createWorkspaces, type WorkspaceRecord } from './workspaces/workspaces.ts'

/** Account services of a server with `AUTH=required`. */
export type Accounts = Awaited<ReturnType<typeof openAccounts>>

export interface AccountOptions {
  openedDatabase: OpenedDatabase
  box: SecretBox
  personalTexts: PersonalStrings
  settings: Pick<AccountSettings, 'signUp' | 'url' | 'identityProvider' | 'maxWorkspaces' | 'maxSessions'>
  mailer: Mailer
  passwords: Passwords
  audit: AuditLog
  now(): number
  /** Creates the codes sent by email. Default: six random digits. */
  createCode?: (() => string) | undefined
  /** Waits before an attempt to sign in that is slowed down. Default: real time. */
  wait?: ((ms: number) => Promise<unknown>) | undefined
}

export async function openAccounts(options: AccountOptions) {
  const { openedDatabase, box, settings, mailer, passwords, audit, now } = options
  const { database } = openedDatabase
  const keys = await openAccountKeys(database, box)
  const tokens = await createAccountTokens(keys.signingKey, now)
  const directory = createAccountDirectory(openedDatabase, now)
  const notifyUserChanged = (userId: string): Promise<void> => directory.notifyChanged('user', userId)
  const users = createUsers(database, now)
  const sessions = createSessions(database, keys.digest, now, settings.maxSessions, notifyUserChanged)
  const codes = createOneTimeCodes(database, keys.digest, now)
  const memberships = createMemberships(database, now, settings.maxWorkspaces, notifyUserChanged)
  const invitations = createInvitations(database, now, notifyUserChanged)
  const attemptLimits = createAttemptLimits(database, keys.digest, now)
  return {
    users,
    sessions,
    apiKeys: createApiKeys(database, now, (key) => directory.notifyChanged('key', key)),
    directory,
    tokens,
    passkeys: createPasskeys({ database, codes, now }),
    /** Configured public URL of the studio. */
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
      digest: keys.digest,
      wait: options.wait,
    }),
    memberships,
    workspaces: createWorkspaces(database, now, settings.maxWorkspaces, notifyUserChanged),
    invitations,
    audit,
    personalTexts: options.personalTexts,
    /** Counts a user's request for their data archive. Throws a `Rejection` if the limit is exceeded. */
    countExport: (user: string): Promise<void> => attemptLimits.require(exportsPerUser, user),
    /** Deletes an account (see the function `deleteAccount`) and invalidates its sessions and API keys on all servers. */
    async deleteAccount(user: User): Promise<AccountDeletion> {
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
    /** The OpenID Connect client and the studio's URL; `undefined` if no provider is configured. */
    provider:
      settings.identityProvider && settings.url !== undefined
        ? {
            client: createIdentityProvider(settings.identityProvider, `${settings.url}/api/v1/auth/oidc/callback`),
            url: settings.url,
          }
        : undefined,
    /** Sends an invitation to a workspace by email. Throws a `Rejection` if the inviting user has exceeded the limit. */
    async invite({
      workspace,
      email,
      role,
      invitedBy,
    }: {
      workspace: WorkspaceRecord
      email: string
      role: InvitedRole
      invitedBy: string
    }): Promise<InvitationRecord> {
      await attemptLimits.require(invitationsPerUser, invitedBy)
      const { record, token } = await invitations.add({ workspace: workspace.id, email, role, invitedBy })
      const [recipient, inviter] = await Promise.all([users.findByEmail(email), users.find(invitedBy)])
      const language = toLanguage(recipient?.user.language ?? inviter?.language)
      mailer.send({ to: email, ...createInvitationEmail(record, token, settings.url, language) })
      return record
    },
    /**
     * Creates the token for the setup link, replacing the previous one. Returns `undefined` if the default workspace
     * already has an owner.
     */
    async createSetupToken(): Promise<string | undefined> {
      if (await memberships.hasDefaultOwner()) return undefined
      const token = createRandomId()
      await codes.create(setupSubject, 'setup', token)
      return token
    },
    async close(): Promise<void> {
      directory.close()
      await mailer.close()
    },
  }
}
