import { parseJson, readPreference, storePreference } from '../settings/stored-preference.ts'
import type { Account } from './account.ts'
import { getPageServerUrl, toPath } from '../shell/base-path.ts'

const storageKey = 'sign-in'
/** Maximum time to wait for the server's response, in ms. After that, the last known response is used. */
const timeoutMs = 5_000

/** The server that has delivered this page. */
export interface PageServer {
  /** The user's account. `undefined` if the server does not use accounts. */
  account?: Account | undefined
  /** URL of the server. `undefined` if it does not respond, or if the page comes from a server of files only. */
  address?: string | undefined
}

/** Finds the server that has delivered this page, and opens the user's account on it. */
export async function findPageServer(): Promise<PageServer> {
  const settings = await readSignInSettings()
  if (!settings.isRequired) return settings.hasApi ? { address: getPageServerUrl() } : {}
  const { Account } = await import('./account.ts')
  return { account: await Account.open(settings), address: getPageServerUrl() }
}

/** Returns whether this page's server required users to sign in when the studio was last opened. */
export const wasSignInRequired = (): boolean => readPreference(storageKey) === 'required'

export interface SignInSettings {
  /** Whether this page's server requires users to sign in. */
  isRequired: boolean
  /** Whether this page's server responds and has the API. */
  hasApi: boolean
  /** Name of the identity provider. `undefined` if users cannot sign in with one. */
  providerName: string | undefined
  /** Whether everybody can create an account by signing in. */
  isSignUpOpen: boolean
  /** Whether the server stores emails in a folder instead of sending them. */
  hasOutbox: boolean
}

/** Reads the server's sign-in settings. If the server cannot be reached, uses the last known ones. */
async function readSignInSettings(): Promise<SignInSettings> {
  const settings = await fetchSettings()
  if (settings === undefined)
    return {
      isRequired: wasSignInRequired(),
      hasApi: false,
      isSignUpOpen: false,
      providerName: undefined,
      hasOutbox: false,
    }
  storePreference(storageKey, settings.isRequired ? 'required' : undefined)
  return settings
}

async function fetchSettings(): Promise<SignInSettings | undefined> {
  try {
    const response = await fetch(toPath('/api/v1/auth/settings'), {
      // As in the preload link of the page, whose response this request uses.
      credentials: 'same-origin',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const settings = parseJson(await response.text()) as {
      required?: unknown
      sign_up?: unknown
      offline?: unknown
      provider?: { name?: unknown }
      outbox?: unknown
    } | null
    if (response.status >= 500 || settings?.offline === true) return undefined
    // A static file server responds with an HTML page or an error, which has none of these settings.
    const name = settings?.provider?.name
    return {
      isRequired: settings?.required === true,
      hasApi: typeof settings?.required === 'boolean',
      isSignUpOpen: settings?.sign_up === 'open',
      providerName: typeof name === 'string' ? name : undefined,
      hasOutbox: settings?.outbox === true,
    }
  } catch {
    return undefined
  }
}
