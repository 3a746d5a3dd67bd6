import type { Accounts } from '../accounts/accounts.ts'

/** User id in the audit entries of runs that no person started. */
export const systemUser = 'system'

/** A run that a trigger has started. */
export interface TriggeredStart {
  workspace: string
  workflow: string
  run: string
  triggerType: 'scheduled' | 'webhook' | 'event' | 'link'
  /** Id of the schedule, webhook, event or link. */
  trigger: string
  /** Name of the trigger, or the type of the event. */
  name: string
  /** Id of the user who created the link. */
  sharedBy?: string
}

/** Adds the start of a run by a trigger to the audit log. A server without accounts has no audit log. */
export async function recordStart(
  accounts: Pick<Accounts, 'audit'> | undefined,
  { workspace, workflow, run, triggerType, trigger, name, sharedBy }: TriggeredStart,
): Promise<void> {
  await accounts?.audit.add({
    workspace,
    user: systemUser,
    apiKey: undefined,
    action: 'execute',
    entityType: 'workflow',
    entityId: workflow,
    changes: {
      name: name.slice(0, 200),
      run_id: run,
      trigger_id: trigger,
      trigger_type: triggerType,
      ...(sharedBy === undefined ? {} : { shared_by: sharedBy }),
    },
    address: undefined,
    userAgent: undefined,
  })
}
