import { z } from '@hono/zod-openapi'
import type { Accounts } from '../accounts/accounts.ts'

/** The name of the author in a response. */
export const authorNameSchema = z
  .string()
  .nullable()
  .openapi({ description: 'Name of the caller; null without an account, or if it was deleted.' })

/** Returns the name of a caller. Without an account, or if it was deleted, the name is `null`. */
export type AuthorNames = (id: string | null | undefined) => string | null

/**
 * Reads the names of the authors in a response, including those of people who have left the workspace.
 *
 * @example
 * const getName = await readAuthorNames(accounts, versions.map(({ createdBy }) => createdBy))
 * getName(versions[0].createdBy) // 'Ada Example'
 */
export async function readAuthorNames(
  accounts: Pick<Accounts, 'users'> | undefined,
  ids: readonly (string | null | undefined)[],
): Promise<AuthorNames> {
  const names = await accounts?.users.findNames(ids.flatMap((id) => id ?? []))
  return (id) => names?.get(id ?? '') ?? null
}
