import type { Accounts } from '../accounts/accounts.ts'
import type { Caller } from '../security/caller.ts'

/**
 * Encrypts a name with the caller's key, so that it becomes unreadable when the caller's account is deleted. Returns
 * the name unchanged if the caller does not have an account.
 */
export async function sealForCaller(
  accounts: Pick<Accounts, 'personalTexts'> | undefined,
  { id, kind }: Caller,
  name: string,
): Promise<string> {
  const hasAccount = kind === 'user' || kind === 'api-key'
  return accounts && hasAccount ? accounts.personalTexts.seal(id, name) : name
}
