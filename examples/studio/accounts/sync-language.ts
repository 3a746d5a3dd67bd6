import { ProblemError } from '@aw-flow/schema'
import { getTextLanguage } from '../language/chosen-language.ts'
import type { Account } from './account.ts'

/**
 * Uses the studio's language for the user's emails, if it has changed. Problems are ignored, because the
 * user did not ask for it; the update is retried at the next page load.
 */
export async function syncLanguage({ api, session, user }: Account): Promise<void> {
  const language = getTextLanguage()
  if (!user || user.language === language) return
  try {
    session.updateUser((await api.call('PATCH /api/v1/auth/me', { body: { language } })).value)
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
  }
}
