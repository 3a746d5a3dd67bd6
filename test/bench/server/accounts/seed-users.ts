import { systemClock } from '@aw-flow/engine'
import { openAccountKeys } from '../../../../server/accounts/account-keys.ts'
import { createAccountTokens } from '../../../../server/accounts/account-tokens.ts'
import { openAccounts } from '../../../../server/accounts/accounts.ts'
import { openAudit } from '../../../../server/audit/open-audit.ts'
import { createPasswords } from '../../../../server/accounts/sign-in/passwords.ts'
import { silentLog } from '../../../../server/operation/log.ts'
import { openStore } from '../../../../server/store/open-store.ts'

/** Encrypts the keys of accounts; the servers of a benchmark have it as `AW_KEY`. */
export const secretKey = 'key-of-the-benchmark-'.repeat(2)

/** A user with an access token, which is valid for 15 minutes. */
export interface SeededUser {
  token: string
  workspace: string
}

/** Creates users with a session and an access token. Each owns a workspace, or the first one owns `default`. */
export async function seedUsers(
  folder: string,
  address: string | undefined,
  { count, ownsDefault = false }: { count: number; ownsDefault?: boolean },
): Promise<SeededUser[]> {
  const store = await openStore(folder, systemClock, { databaseUrl: address, secretKey })
  try {
    const { openedDatabase, secretBox: box, personalTexts } = store
    const accounts = await openAccounts({
      openedDatabase,
      box,
      personalTexts,
      audit: await openAudit({ ...store, auditFolder: `${folder}/audit`, log: silentLog, now: Date.now }),
      settings: { signUp: 'invited', maxWorkspaces: 0, maxSessions: 0, url: undefined, identityProvider: undefined },
      passwords: createPasswords(),
      mailer: { send: () => undefined, deliver: async () => undefined, close: async () => undefined },
      now: Date.now,
    })
    const { signingKey } = await openAccountKeys(openedDatabase.database, box)
    const tokens = await createAccountTokens(signingKey, Date.now)
    const users: SeededUser[] = []
    for (let index = 0; index < count; index++) {
      const email = `user-${index}@example.com`
      const user = await accounts.users.add({ email, isVerified: true })
      if (!user) throw new Error(`The user ${email} exists.`)
      let workspace = 'default'
      if (ownsDefault && index === 0) await accounts.memberships.claimDefaultWorkspace(user.id)
      else
        workspace = (await accounts.memberships.createWorkspace(user.id, { name: `Team ${index}`, description: '' }))!
      const session = await accounts.sessions.create(user.id, { address: '', userAgent: '' })
      users.push({ token: await tokens.issueAccessToken({ ...session, email }), workspace })
    }
    await accounts.close()
    return users
  } finally {
    await store.close()
  }
}
