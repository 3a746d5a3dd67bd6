import type { SecretBox } from '../secrets/secret-box.ts'
import type { AccountSettings } from '../environment/read-accounts.ts'
import type { OpenedDatabase } from '../store/database/open-database.ts'
import { createAccountDirectory, type AccountDirectory } from './account-directory.ts'
import { openAccountKeys } from './account-keys.ts'
import { createAccountTokens, createRandomId, type AccountTokens } from './account-tokens.ts'
import { createApiKeys, type ApiKeys } from './api-keys.ts'
import { createAttemptLimits } from './attempt-limits.ts'
import type { Mailer } from './mailer.ts'
import { createMemberships } from './memberships.ts'
import { createCode, createOneTimeCodes } from './one-time-codes.ts'
import type { Passwords } from './passwords.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignIn, setupSubject, type SignIn } from './sign-in.ts'
import { createUsers, type Users } from './users.ts'

/** The accounts of a server with `AUTH=required`. */
export interface Accounts {
  users: Users
  sessions: Sessions
  apiKeys: ApiKeys
  directory: AccountDirectory
  tokens: AccountTokens
  signIn: SignIn
  /** Who can create an account. */
  signUp: AccountSettings['signUp']
  /** Creates the token of the setup link; `undefined` if the default workspace has an owner. Replaces the last one. */
  createSetupToken(): Promise<string | undefined>
  close(): Promise<void>
}

export interface AccountOptions {
  openedDatabase: OpenedDatabase
  box: SecretBox
  settings: Pick<AccountSettings, 'signUp'>
  mailer: Mailer
  passwords: Passwords
  now(): number
  /** Creates the codes of mails; by default six random digits. */
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
  const sessions = createSessions(database, now, announceUser)
  const codes = createOneTimeCodes(database, keys.digest, now)
  const memberships = createMemberships(database, now, announceUser)
  return {
    users,
    sessions,
    apiKeys: createApiKeys(database, now, (key) => directory.announce('key', key)),
    directory,
    tokens,
    signUp: settings.signUp,
    signIn: createSignIn({
      signUp: settings.signUp,
      users,
      sessions,
      codes,
      memberships,
      limits: createAttemptLimits(database, keys.digest, now),
      passwords,
      tokens,
      mailer,
      createCode: options.createCode ?? createCode,
    }),
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
