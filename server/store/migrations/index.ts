import type { MigrationProvider } from 'kysely'
import { initialTables } from './0001-begin.ts'
import { secrets } from './0002-secrets.ts'
import { versions } from './0003-versions.ts'
import { sharedRuns } from './0004-shared-runs.ts'
import { api } from './0005-api.ts'
import { replayedHeaders } from './0006-replayed-headers.ts'
import { runsByTime } from './0007-runs-by-time.ts'
import { retries } from './0008-retries.ts'
import { claims } from './0009-claims.ts'
import { workspaces } from './0010-workspaces.ts'
import { references } from './0011-references.ts'
import { schedules } from './0012-schedules.ts'
import { modelUsage } from './0013-model-usage.ts'
import { webhooks } from './0014-webhooks.ts'
import { documentTrust } from './0015-document-trust.ts'
import { templateTrust } from './0016-template-trust.ts'
import { agents } from './0017-agents.ts'
import { agentSteps } from './0018-agent-steps.ts'
import { runOrigins } from './0019-run-origins.ts'
import { accounts } from './0020-accounts.ts'
import { members } from './0021-members.ts'
import { versionLabels } from './0026-version-labels.ts'
import { outgoingWebhooks } from './0027-outgoing-webhooks.ts'
import { audit } from './0028-audit.ts'
import { runDetails } from './0032-run-facts.ts'
import { runQueues } from './0035-run-queues.ts'
import { events } from './0036-events.ts'
import { agentMemory } from './0039-agent-memory.ts'
import { webhookTests } from './0045-webhook-tests.ts'
import { notifications } from './0046-notifications.ts'
import { queuedRunOrder } from './0047-turns-of-queued-runs.ts'
import { watches } from './0048-watches.ts'
import { agentVersions } from './0050-agent-versions.ts'
import { evaluations } from './0051-evaluations.ts'
import { analytics } from './0053-analytics.ts'
import { outgoingNamedEvents } from './0049-outgoing-named-events.ts'
import { userIdentities } from './0056-user-identities.ts'
import { mcpCalls } from './mcp/0061-mcp-calls.ts'
import { mcpServers } from './mcp/0054-mcp-servers.ts'
import { approvedMcpTools } from './mcp/0062-approved-mcp-tools.ts'
import { toolDurations } from './tools/0065-tool-durations.ts'
import { toolUsage } from './tools/0063-tool-usage.ts'
import { heldRuns } from './runs/0072-held-runs.ts'
import { linksWithExpiry } from './0058-links-with-expiry.ts'
import { toolCallsByMonth } from './tools/0064-tool-calls-by-month.ts'
import { pushAndLanguages } from './0057-push-and-languages.ts'
import { activeTime } from './accounts/0067-active-time.ts'
import { passkeys } from './accounts/0068-passkeys.ts'
import { personKeys } from './accounts/0069-person-keys.ts'
import { auditRetention } from './accounts/0070-audit-retention.ts'
import { gallery } from './accounts/0071-gallery.ts'
import { unpricedByMonth } from './tools/0073-unpriced-by-month.ts'
import { modelTimeByMonth } from './tools/0074-model-time-by-month.ts'
import { workflowIdsByWorkspace } from './workflows/0075-workflow-ids-by-workspace.ts'

/** All database migrations. Append-only: a released migration is never changed. */
export const databaseMigrations: MigrationProvider = {
  getMigrations: async () => ({
    '0001-begin': initialTables,
    '0002-secrets': secrets,
    '0003-versions': versions,
    '0004-shared-runs': sharedRuns,
    '0005-api': api,
    '0006-replayed-headers': replayedHeaders,
    '0007-runs-by-time': runsByTime,
    '0008-retries': retries,
    '0009-claims': claims,
    '0010-workspaces': workspaces,
    '0011-references': references,
    '0012-schedules': schedules,
    '0013-model-usage': modelUsage,
    '0014-webhooks': webhooks,
    '0015-document-trust': documentTrust,
    '0016-template-trust': templateTrust,
    '0017-agents': agents,
    '0018-agent-steps': agentSteps,
    '0019-run-origins': runOrigins,
    '0020-accounts': accounts,
    '0021-members': members,
    '0026-version-labels': versionLabels,
    '0027-outgoing-webhooks': outgoingWebhooks,
    '0028-audit': audit,
    '0032-run-facts': runDetails,
    '0035-run-queues': runQueues,
    '0036-events': events,
    '0039-agent-memory': agentMemory,
    '0045-webhook-tests': webhookTests,
    '0046-notifications': notifications,
    '0047-turns-of-queued-runs': queuedRunOrder,
    '0048-watches': watches,
    '0050-agent-versions': agentVersions,
    '0051-evaluations': evaluations,
    '0053-analytics': analytics,
    '0049-outgoing-named-events': outgoingNamedEvents,
    '0056-user-identities': userIdentities,
    '0054-mcp-servers': mcpServers,
    '0057-push-and-languages': pushAndLanguages,
    '0061-mcp-calls': mcpCalls,
    '0062-approved-mcp-tools': approvedMcpTools,
    '0067-active-time': activeTime,
    '0068-passkeys': passkeys,
    '0069-person-keys': personKeys,
    '0070-audit-retention': auditRetention,
    '0071-gallery': gallery,
    '0063-tool-usage': toolUsage,
    '0058-links-with-expiry': linksWithExpiry,
    '0065-tool-durations': toolDurations,
    '0064-tool-calls-by-month': toolCallsByMonth,
    '0072-held-runs': heldRuns,
    '0073-unpriced-by-month': unpricedByMonth,
    '0074-model-time-by-month': modelTimeByMonth,
    '0075-workflow-ids-by-workspace': workflowIdsByWorkspace,
  }),
}
