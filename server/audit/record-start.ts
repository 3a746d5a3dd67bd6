import { defined } from '@aw-flow/schema'
import type { Accounts } from '../accounts/accounts.ts'

/** User ID in audit entries for runs that were not started by a person. */
export const systemUserId = 'system'

/** A run started by a trigger. */
export interface TriggeredStart {
  workspace: string
  workflow: string
  run: string
  triggerType: 'scheduled' | 'webhook' | 'event' | 'link'
  /** ID of the schedule, webhook, event or link. */
  trigger: string
  /** Name of the trigger, or type of the event. */
  name: string
  /** ID of the user who created the link. Set only for links. */
  sharedBy?: string
}

/**
 * Adds a run started by a trigger to the audit log. Does nothing if the server has no accounts, because it then has no
 * audit log.
 */
export async function recordStart(
  accounts: Pick<Accounts, 'audit'> | undefined,
  { workspace, workflow, run, triggerType, trigger, name, sharedBy }: TriggeredStart,
): Promise<void> {
  await accounts?.audit.add({
    workspace,
    user: systemUserId,
    apiKey: undefined,
    action: 'execute',
    entityType: 'workflow',
    entityId: workflow,
    changes: defined({
      name: name.slice(0, 200),
      run_id: run,
      trigger_id: trigger,
      trigger_type: triggerType,
      shared_by: sharedBy,
    }),
    address: undefined,
    userAgent: undefined,
  })
}
