import { defined } from '@aw-flow/schema'
import type { Accounts } from '../accounts/accounts.ts'
import type { SessionClient } from '../accounts/sign-in/sessions.ts'
import { defaultWorkspace } from '../security/workspace.ts'

/** User ID in audit entries for people who are not known. */
export const anonymousUserId = 'anonymous'

/**
 * Adds a sign-in, a failed one or a sign-out to the audit logs of the person's workspaces, or of the default workspace if
 * the person is not known. Email addresses are not recorded.
 */
export async function recordSignIn(
  { audit, directory }: Pick<Accounts, 'audit' | 'directory'>,
  {
    action,
    user,
    client: { address, userAgent },
    method,
    problem,
  }: {
    action: 'sign_in' | 'sign_in_failed' | 'sign_out'
    user: string | undefined
    client: SessionClient
    method?: string
    /** Code of the problem. */
    problem?: string
  },
): Promise<void> {
  const roles = user === undefined ? undefined : (await directory.findUser(user))?.roles
  const workspaces = roles && roles.size > 0 ? [...roles.keys()] : [defaultWorkspace]
  await Promise.all(
    workspaces.map((workspace) =>
      audit.add({
        workspace,
        user: user ?? anonymousUserId,
        apiKey: undefined,
        action,
        entityType: 'account',
        entityId: user,
        changes: defined({ method, problem }),
        address,
        userAgent,
      }),
    ),
  )
}
