import type { Migration, MigrationProvider } from 'kysely'
import { initialTables } from './0001-begin.ts'
import { secrets } from './0002-secrets.ts'
import { versions } from './0003-versions.ts'
import { sharedRuns } from './0004-shared-runs.ts'
import { api } from './0005-api.ts'
import { replayedHeaders } from './0006-replayed-headers.ts'
import { runsByTime } from './0007-runs-by-time.ts'
import { workspaces } from './0076-workspaces.ts'
import { workflows } from './0077-workflows.ts'
import { runs } from './0078-runs.ts'
import { accounts } from './0079-accounts.ts'
import { audit } from './0080-audit.ts'
import { triggers } from './0081-triggers.ts'
import { events } from './0082-events.ts'
import { agents } from './0083-agents.ts'
import { mcp } from './0084-mcp.ts'
import { usage } from './0085-usage.ts'
import { analytics } from './0086-analytics.ts'
import { notifications } from './0087-notifications.ts'
import { watches } from './0088-watches.ts'
import { sealedLinks } from './0090-sealed-links.ts'
import { webhookRepeats } from './0089-webhook-repeats.ts'
import { webhookSignatures } from './0091-webhook-signatures.ts'
import { liveDocuments } from './0092-live-documents.ts'
import { versionAuthors } from './0093-version-authors.ts'
import { comments } from './0094-comments.ts'

/** All database migrations, in the order of their names. Append-only: a released migration is never changed. */
const migrations: Record<string, Migration> = {
  '0001-begin': initialTables,
  '0002-secrets': secrets,
  '0003-versions': versions,
  '0004-shared-runs': sharedRuns,
  '0005-api': api,
  '0006-replayed-headers': replayedHeaders,
  '0007-runs-by-time': runsByTime,
  '0076-workspaces': workspaces,
  '0077-workflows': workflows,
  '0078-runs': runs,
  '0079-accounts': accounts,
  '0080-audit': audit,
  '0081-triggers': triggers,
  '0082-events': events,
  '0083-agents': agents,
  '0084-mcp': mcp,
  '0085-usage': usage,
  '0086-analytics': analytics,
  '0087-notifications': notifications,
  '0088-watches': watches,
  '0089-webhook-repeats': webhookRepeats,
  '0090-sealed-links': sealedLinks,
  '0091-webhook-signatures': webhookSignatures,
  '0092-live-documents': liveDocuments,
  '0093-version-authors': versionAuthors,
  '0094-comments': comments,
}

export const migrationNames: readonly string[] = Object.keys(migrations)

export const databaseMigrations: MigrationProvider = {
  getMigrations: async () => migrations,
}

/**
 * The migrations between 0.1 and 0.2 before they were joined to one per domain: their number together with those of
 * 0.1, the newest of them, and the newest of the joined ones that create the same tables. `migrate` replaces their names
 * in a database that was created with them, and a backup names the newest one.
 */
export const formerMigrations = {
  count: 54,
  newest: '0075-workflow-ids-by-workspace',
  current: '0088-watches',
} as const
