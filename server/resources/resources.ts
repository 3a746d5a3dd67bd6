import { notificationRuleResource } from '../notifications/notification-rule-resource.ts'
import { endpointResource } from '../outgoing/endpoint-resource.ts'
import { watchResource } from '../watches/watch-resource.ts'
import type { AnyResource } from './resource.ts'

/** All resources. The app, the audit log, the export of an account and the tests of isolation read this list. */
export const resources: readonly AnyResource[] = [endpointResource, notificationRuleResource, watchResource]
