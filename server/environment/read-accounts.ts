import { error, type Problem } from '@aw-flow/schema'
import { isAddressRange } from '../accounts/client-address.ts'
import type { IdentityProviderSettings } from '../accounts/identity-provider.ts'
import { readIdentityProvider } from './read-identity-provider.ts'

/** Settings of accounts. */
export interface AccountSettings {
  /** Whether each request needs an account or a token. Otherwise, the server has no accounts. */
  isRequired: boolean
  /** Who can create an account: people with an invitation, or everyone. */
  signUp: 'invited' | 'open'
  /** URL of the studio in emails, without a trailing slash. Without it, emails contain no links. */
  url: string | undefined
  /** SMTP server; by default, emails are stored in the data folder. */
  smtpUrl: string | undefined
  emailFrom: string
  /** Addresses and ranges of proxies whose X-Forwarded-For is trusted. */
  trustedProxies: string[]
  /** The OpenID Connect provider; `undefined` if none is configured. */
  identityProvider: IdentityProviderSettings | undefined
}

/**
 * Reads AUTH, AW_SIGN_UP (invited), AW_URL, SMTP_URL, EMAIL_FROM (aw@localhost), AW_TRUSTED_PROXIES and AW_OIDC_….
 * Problems do not repeat values that may contain passwords.
 */
export function readAccounts(environment: NodeJS.ProcessEnv): AccountSettings | Problem {
  const readVariable = (name: string): string | undefined => environment[name]?.trim() || undefined
  const auth = readVariable('AUTH')
  if (auth !== undefined && auth !== 'required') return error('environment.invalid.auth', { value: auth })
  const signUp = readVariable('AW_SIGN_UP') ?? 'invited'
  if (signUp !== 'invited' && signUp !== 'open') return error('environment.invalid.sign-up', { value: signUp })
  const url = readVariable('AW_URL')?.replace(/\/$/, '')
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    return error('environment.invalid.url', { value: url })
  const smtpUrl = readVariable('SMTP_URL')
  if (smtpUrl !== undefined && !(URL.canParse(smtpUrl) && /^smtps?:$/.test(new URL(smtpUrl).protocol)))
    return error('environment.invalid.smtp', {})
  const trustedProxies = (readVariable('AW_TRUSTED_PROXIES') ?? '').split(',').flatMap((entry) => entry.trim() || [])
  const invalidProxy = trustedProxies.find((entry) => !isAddressRange(entry))
  if (invalidProxy !== undefined) return error('environment.invalid.proxy', { value: invalidProxy })
  const identityProvider = readIdentityProvider(environment, url !== undefined)
  if (identityProvider && 'code' in identityProvider) return identityProvider
  return {
    isRequired: auth === 'required',
    signUp,
    url,
    smtpUrl,
    emailFrom: readVariable('EMAIL_FROM') ?? 'aw@localhost',
    trustedProxies,
    identityProvider,
  }
}
