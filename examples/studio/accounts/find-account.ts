import { parseJson, readPreference, storePreference } from '../settings/stored-preference.ts'
import type { Account } from './account.ts'

const storageKey = 'sign-in'
/** Timeout for the response of the server, after which the last response is used. */
const timeoutMs = 5_000

/** Opens the account of the user, or the sign-in page. Returns `undefined` if this page's server has no accounts. */
export async function findAccount(): Promise<Account | undefined> {
  if (!(await isSignInRequired())) return undefined
  const { Account } = await import('./account.ts')
  return Account.open()
}

/** Whether this page's server had accounts when a page was opened last. */
export const wasSignInRequired = (): boolean => readPreference(storageKey) === 'required'

/** Returns whether this page's server requires a sign-in. Without a connection, uses its last response. */
async function isSignInRequired(): Promise<boolean> {
  const settings = await fetchSettings()
  if (settings === undefined) return wasSignInRequired()
  storePreference(storageKey, settings.isRequired ? 'required' : undefined)
  return settings.isRequired
}

async function fetchSettings(): Promise<{ isRequired: boolean } | undefined> {
  try {
    const response = await fetch('/api/v1/auth/settings', {
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const settings = parseJson(await response.text()) as { required?: unknown; offline?: unknown } | null
    if (response.status >= 500 || settings?.offline === true) return undefined
    // A static file server responds with a page or with an error.
    return { isRequired: settings?.required === true }
  } catch {
    return undefined
  }
}
