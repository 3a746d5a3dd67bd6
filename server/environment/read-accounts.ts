import { error, failed, ok, type Result } from '@aw-flow/schema'
import { isAddressRange } from '../accounts/sign-in/client-address.ts'
import type { IdentityProviderSettings } from '../accounts/sign-in/identity-provider.ts'
import { readIdentityProviderSettings } from './read-identity-provider.ts'

/** Account settings. */
export interface AccountSettings {
  /** Whether requests require an account or a token. If `false`, the server has no accounts. */
  isRequired: boolean
  /** Who can create an account: people with an invitation, or anyone. */
  signUp: 'invited' | 'open'
  /** Maximum number of workspaces that a user can own. 0 means unlimited. */
  maxWorkspaces: number
  /** Maximum number of open sessions per user. 0 means unlimited. */
  maxSessions: number
  /** Public URL of the studio, without a trailing slash. If `undefined`, emails do not contain links. */
  url: string | undefined
  /** SMTP server URL. If `undefined`, emails are stored in the data folder. */
  smtpUrl: string | undefined
  emailFrom: string
  /** Addresses and address ranges of proxies whose `X-Forwarded-For` header is trusted. */
  trustedProxies: string[]
  /** OpenID Connect provider. `undefined` if none is configured. */
  identityProvider: IdentityProviderSettings | undefined
}

/**
 * Reads the account settings from AUTH, AW_SIGN_UP (default: invited), AW_WORKSPACES (20), AW_SESSIONS
 * (50), AW_URL, SMTP_URL, EMAIL_FROM (default: aw@localhost), AW_TRUSTED_PROXIES and AW_OIDC_…. Problems do not include values that may contain passwords.
 */
export function readAccountSettings(environment: NodeJS.ProcessEnv): Result<AccountSettings> {
  const readVariable = (name: string): string | undefined => environment[name]?.trim() || undefined
  const auth = readVariable('AUTH')
  if (auth !== undefined && auth !== 'required') return failed(error('environment.invalid.auth', { value: auth }))
  const signUp = readVariable('AW_SIGN_UP') ?? 'invited'
  if (signUp !== 'invited' && signUp !== 'open') return failed(error('environment.invalid.sign-up', { value: signUp }))
  const numbers = { AW_WORKSPACES: '20', AW_SESSIONS: '50' }
  for (const name of ['AW_WORKSPACES', 'AW_SESSIONS'] as const) {
    numbers[name] = readVariable(name) ?? numbers[name]
    if (!/^\d{1,9}$/.test(numbers[name]))
      return failed(error('environment.invalid.number', { name, value: numbers[name] }))
  }
  const url = readVariable('AW_URL')?.replace(/\/$/, '')
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    return failed(error('environment.invalid.url', { value: url }))
  const smtpUrl = readVariable('SMTP_URL')
  if (smtpUrl !== undefined && !(URL.canParse(smtpUrl) && /^smtps?:$/.test(new URL(smtpUrl).protocol)))
    return failed(error('environment.invalid.smtp', {}))
  const trustedProxies = (readVariable('AW_TRUSTED_PROXIES') ?? '').split(',').flatMap((entry) => entry.trim() || [])
  const invalidProxy = trustedProxies.find((entry) => !isAddressRange(entry))
  if (invalidProxy !== undefined) return failed(error('environment.invalid.proxy', { value: invalidProxy }))
  const identityProvider = readIdentityProviderSettings(environment, url !== undefined)
  if (!identityProvider.ok) return identityProvider
  return ok({
    isRequired: auth === 'required',
    signUp,
    maxWorkspaces: Number(numbers.AW_WORKSPACES),
    maxSessions: Number(numbers.AW_SESSIONS),
    url,
    smtpUrl,
    emailFrom: readVariable('EMAIL_FROM') ?? 'aw@localhost',
    trustedProxies,
    identityProvider: identityProvider.value,
  })
}
