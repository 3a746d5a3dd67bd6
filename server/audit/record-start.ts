import { defined } from '@aw-flow/schema'
import type { AuditLog } from './open-audit.ts'

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

/** Adds a run started by a trigger to the audit log. */
export async function recordStart(
  audit: Pick<AuditLog, 'add'>,
  { workspace, workflow, run, triggerType, trigger, name, sharedBy }: TriggeredStart,
): Promise<void> {
  await audit.add({
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
