import type { Accounts } from '../accounts/accounts.ts'
import type { Caller } from '../security/caller.ts'

/** Encrypts a name with the key of the caller, if the caller has an account, which can be deleted. */
export async function sealForCaller(
  accounts: Pick<Accounts, 'personalTexts'> | undefined,
  { id, kind }: Caller,
  name: string,
): Promise<string> {
  const hasAccount = kind === 'user' || kind === 'api-key'
  return accounts && hasAccount ? accounts.personalTexts.seal(id, name) : name
}
