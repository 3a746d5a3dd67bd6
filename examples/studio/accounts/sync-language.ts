import { ProblemError } from '@aw-flow/schema'
import { getUiLanguage } from '../language/chosen-language.ts'
import type { Account } from './account.ts'

/**
 * Sets the language of the user's emails to the studio's language if they differ. Problems are ignored, because the
 * user did not request the update; it is retried on the next page load.
 */
export async function syncLanguage({ api, session, user }: Account): Promise<void> {
  const language = getUiLanguage()
  if (!user || user.language === language) return
  try {
    session.updateUser((await api.call('PATCH /api/v1/auth/me', { body: { language } })).value)
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
  }
}
