import { defined } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Blobs } from '../blobs/blobs.ts'
import { openBlobs } from '../blobs/open-blobs.ts'
import { createPersonalStrings, type PersonalStrings } from '../privacy/personal-texts.ts'
import { openSecretBox } from '../secrets/open-secret-box.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import { openDatasetFiles, type DatasetFiles } from './datasets/dataset-files.ts'
import { createDatasets, type Datasets } from './datasets/datasets.ts'
import { openResumableUploads, type ResumableUploads } from './datasets/resumable-uploads.ts'
import { withResultDatasets } from './datasets/result-datasets.ts'
import { createRetention, type Retention } from '../retention/retention.ts'
import { createQuotas, noRunQuotas, type Quotas, type RunQuotas } from '../quotas/quotas.ts'
import { createWorkspaceState, type WorkspaceState } from './workspace-state.ts'
import { defaultPurgePolicy, type PurgePolicy } from './purge-policy.ts'
import { createAgentSteps, type AgentSteps } from './agent-steps.ts'
import { createAgentMemory, type StoredAgentMemory } from './agent-memory.ts'
import { createAgents, type StoredAgents } from './agents.ts'
import { createEvaluations, type StoredEvaluations } from './evaluations.ts'
import { createModelAgents, type StoredModelAgents } from './model-agents.ts'
import { createModelUsage, type StoredModelUsage } from './model-usage.ts'
import { createIdempotency, type Idempotency } from './idempotency.ts'
import { migrate } from './database/migrate.ts'
import type { Database } from './database/database.ts'
import { openDatabase, type OpenedDatabase } from './database/open-database.ts'
import { createResults, type Results } from './runs/results.ts'
import { createAnalytics, type Analytics } from '../analytics/analytics.ts'
import { createMcpCalls, type McpCalls } from '../mcp/mcp-calls.ts'
import { createMcpServers, type McpServers } from '../mcp/mcp-servers.ts'
import { createGallery, type Gallery } from '../gallery/gallery.ts'
import { createToolUsage, type ToolUsage } from '../web-tools/tool-usage.ts'
import { createEventTriggers, type EventTriggers } from '../events/event-triggers.ts'
import { createEventTypes, type EventTypes } from '../events/event-types.ts'
import { createEvents, type Events } from '../events/events.ts'
import { createNotificationQueue, type NotificationQueue } from '../notifications/notification-queue.ts'
import { createNotifications, type Notifications } from '../notifications/notifications.ts'
import { readPushKeys, type PushKeys } from '../notifications/push-keys.ts'
import { createPushSubscriptions, type PushSubscriptions } from '../notifications/push-subscriptions.ts'
import { createSchedules, type Schedules } from '../triggers/schedules.ts'
import { createWebhookTests, type WebhookTests } from '../triggers/webhook-tests.ts'
import { createWebhooks, type Webhooks } from '../triggers/webhooks.ts'
import { createDeliveries, type Deliveries } from '../outgoing/deliveries.ts'
import { createEndpoints, type Endpoints } from '../outgoing/endpoints.ts'
import { createRunControls, type RunControls } from './runs/run-controls.ts'
import { createRunLeases, type RunLeases } from './runs/run-leases.ts'
import { createRuns, findRunOwner, type Runs } from './runs/runs.ts'
import { createSecrets, type StoredSecrets } from './secrets.ts'
import { createDefinitionCache, type DefinitionCacheOptions } from './workflows/definition-cache.ts'
import {
  parseDocumentInCurrentThread,
  type ParseDocument,
  type ParseWorkspaceDocument,
} from './workflows/read-document.ts'
import { createQueueSettings, type StoredQueueSettings } from './workflows/queue-settings.ts'
import {
  createSharedWorkflows,
  findSharedWorkflow,
  type LinkedWorkflow,
  type SharedWorkflows,
} from './workflows/shared-workflows.ts'
import { createTemplates, type Templates } from './workflows/templates.ts'
import { createWorkflows, type Workflows } from './workflows/workflows.ts'

/** The data of one workspace. No function reads, changes or reveals another workspace's data. */
export interface WorkspaceStore {
  workspace: string
  /** The database, in which only the rows of the workspace are visible. Stores of resources use it. */
  database: Kysely<Database>
  now(): number
  datasets: Datasets
  /** Uploads that are sent in several requests. */
  uploads: ResumableUploads
  workflows: Workflows
  /** Reads workflow documents on behalf of the workspace. */
  readDocument: ParseDocument
  queueSettings: StoredQueueSettings
  runs: Runs
  /** Result tables of runs. */
  results: Results
  secrets: StoredSecrets
  templates: Templates
  sharedWorkflows: SharedWorkflows
  /** Workflow schedules. */
  schedules: Schedules
  /** Workflow webhooks. */
  webhooks: Webhooks
  /** Test URLs for webhooks. */
  webhookTests: WebhookTests
  /** Published events, event types, and the Event nodes in workflows. */
  events: Events
  eventTypes: EventTypes
  eventTriggers: EventTriggers
  /** Webhook endpoints, which are called when a run's state changes. */
  endpoints: Endpoints
  notifications: Notifications
  /** Browsers that receive notifications through Web Push. */
  pushSubscriptions: PushSubscriptions
  /** Registered remote agents. */
  agents: StoredAgents
  /** Registered model agents. */
  modelAgents: StoredModelAgents
  /** Evaluations of model agents and workflows. */
  evaluations: StoredEvaluations
  /** Responses, keyed by idempotency key. */
  idempotency: Idempotency
  state: WorkspaceState
  quotas: Quotas
  /** How long the workspace keeps its data. */
  retention: Retention
  modelUsage: StoredModelUsage
  mcpServers: McpServers
  mcpCalls: McpCalls
  toolUsage: ToolUsage
  /** Aggregated metrics for ended runs, per period. */
  analytics: Analytics
  agentMemory: StoredAgentMemory
}

/** The server's data, across all workspaces. */
export interface Store {
  /** Returns a workspace's store, which is created on first use and cached. */
  forWorkspace(workspace: string): WorkspaceStore
  openedDatabase: OpenedDatabase
  /** Encrypts secrets and keys. */
  secretBox: SecretBox
  /** Encrypts names and addresses in records that outlive a user's account. */
  personalTexts: PersonalStrings
  blobs: Blobs
  datasetFiles: DatasetFiles
  /** Run leases, and the writes that workers make while holding them. */
  leases: RunLeases
  /** Opens the deliveries to webhook endpoints in all workspaces. Tests pass their own clock. */
  openDeliveries(now?: () => number): Deliveries
  /** Opens the queue of notifications for users in all workspaces. Tests pass their own clock. */
  openNotificationQueue(now?: () => number): NotificationQueue
  /** Returns the Web Push keys, which are created on first use. */
  readPushKeys(): Promise<PushKeys>
  /** Templates published to all workspaces on the server. */
  gallery: Gallery
  /** Commands for runs. */
  controls: RunControls
  /** Steps that runs queue for pull agents. */
  agentSteps: AgentSteps
  /** Returns whether a workspace with this ID was created by a user and has not been deleted. */
  hasWorkspace(id: string): Promise<boolean>
  /** Finds the workflow that a share link refers to, in any workspace. */
  findSharedWorkflow(token: string): Promise<LinkedWorkflow | undefined>
  /** Finds the workspace and workflow that a run belongs to. */
  findRunOwner(id: string): Promise<{ workspace: string; workflowId: string; eventDepth: number } | undefined>
  /** Resolves when the database responds. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface StoreOptions {
  /** Key that encrypts secrets. Defaults to the key file in the folder. */
  secretKey?: string | undefined
  /** PostgreSQL connection URL. If absent, PGlite stores the data in the folder. */
  databaseUrl?: string | undefined
  /**
   * A database that is already open. The store closes it. If absent, the database at the URL or in the folder is
   * opened.
   */
  openedDatabase?: OpenedDatabase | undefined
  /** URL of an S3-compatible bucket. If absent, files are stored in the folder. */
  storageUrl?: string | undefined
  /** Maximum number of connections to PostgreSQL. */
  maxConnections?: number
  /** Limits on each workspace's runs. Defaults to none. */
  runQuotas?: RunQuotas
  /** The server's retention periods, which workspaces can shorten. Applied hourly. If absent, nothing is purged. */
  purgePolicy?: PurgePolicy
  /** Reads stored documents. Defaults to reading them in the current thread. */
  readDocument?: ParseWorkspaceDocument
  /** Called after each document read. The argument indicates whether the document was in the definition cache. */
  onDefinitionRead?: DefinitionCacheOptions['onRead']
}

/** Maximum number of cached workspace stores, each of which also caches parsed documents. */
const maxCachedWorkspaces = 16

/**
 * Opens the store and migrates the database to the latest version. Without URLs, all data is in the folder, which the
 * caller must have locked: PGlite uses the subfolder `database`, and files are in `datasets` and `results`.
 */
export async function openStore(
  folder: string,
  { now }: { now: () => number },
  {
    secretKey,
    databaseUrl,
    openedDatabase: providedDatabase,
    storageUrl,
    maxConnections,
    runQuotas = noRunQuotas,
    purgePolicy = defaultPurgePolicy,
    readDocument = parseDocumentInCurrentThread,
    onDefinitionRead,
  }: StoreOptions = {},
): Promise<Store> {
  await mkdir(folder, { recursive: true })
  const openedDatabase =
    providedDatabase ??
    (await openDatabase({
      folder: join(folder, 'database'),
      connectionString: databaseUrl,
      ...defined({ maxConnections }),
    }))
  const { database } = openedDatabase
  try {
    await migrate(openedDatabase)
    const blobs = await openBlobs(folder, storageUrl)
    const uploadFolder = join(folder, 'datasets', 'arriving')
    const datasetFiles = await openDatasetFiles({ blobs, uploadFolder, isShared: openedDatabase.kind === 'postgres' })
    const openUploads = await openResumableUploads(join(folder, 'datasets', 'uploads'), datasetFiles, now)
    const secretBox = await openSecretBox(database, folder, secretKey)
    const personalStrings = createPersonalStrings(database, secretBox, now)
    const createWorkspaceStore = (workspace: string): WorkspaceStore => {
      const database = openedDatabase.openWorkspaceDatabase(workspace)
      const definitions = createDefinitionCache((text) => readDocument(text, workspace), {
        now,
        onRead: onDefinitionRead,
      })
      const { read } = definitions
      const results = createResults(blobs, workspace)
      const state = createWorkspaceState(database, workspace)
      const uploadedDatasets = createDatasets(database, workspace, datasetFiles, now)
      const datasets = withResultDatasets(uploadedDatasets, { database, workspace, results })
      const schedules = createSchedules(database, workspace, now, read)
      const quotas = createQuotas({ database, workspace, state, serverLimits: runQuotas, now })
      const webhooks = createWebhooks({ database, workspace, box: secretBox, now, read, quotas })
      const eventTriggers = createEventTriggers(database, workspace, now, read)
      const syncTriggers = async (id: string, transaction: Kysely<Database>): Promise<void> => {
        await schedules.sync(id, transaction)
        await webhooks.sync(id, transaction)
        await eventTriggers.sync(id, transaction)
      }
      return {
        workspace,
        database,
        now,
        datasets,
        uploads: openUploads(workspace),
        readDocument: read,
        workflows: createWorkflows(database, workspace, now, definitions, syncTriggers),
        queueSettings: createQueueSettings(database, workspace),
        runs: createRuns(database, workspace, now, personalStrings, quotas),
        results,
        secrets: createSecrets(database, workspace, secretBox, now),
        templates: createTemplates(database, workspace, now, read),
        sharedWorkflows: createSharedWorkflows(database, workspace, now),
        schedules,
        webhooks,
        webhookTests: createWebhookTests(database, workspace, now),
        events: createEvents(database, workspace, now),
        eventTypes: createEventTypes(database, workspace, now),
        eventTriggers,
        endpoints: createEndpoints({ database, workspace, box: secretBox, now }),
        notifications: createNotifications(database, workspace, now),
        pushSubscriptions: createPushSubscriptions(database, workspace, now),
        agents: createAgents(database, workspace, now),
        modelAgents: createModelAgents(database, workspace, now),
        evaluations: createEvaluations(database, workspace, now),
        idempotency: createIdempotency(database, workspace, now),
        state,
        quotas,
        retention: createRetention(state, purgePolicy),
        modelUsage: createModelUsage(database, workspace, now),
        agentMemory: createAgentMemory(database, workspace, now),
        mcpServers: createMcpServers(database, workspace, now),
        mcpCalls: createMcpCalls(database, workspace, now),
        toolUsage: createToolUsage(database, workspace, now),
        analytics: createAnalytics(database, workspace, now),
      }
    }
    const workspaceStores = new Map<string, WorkspaceStore>()
    return {
      forWorkspace(workspace) {
        const workspaceStore = workspaceStores.get(workspace) ?? createWorkspaceStore(workspace)
        workspaceStores.delete(workspace)
        workspaceStores.set(workspace, workspaceStore)
        if (workspaceStores.size > maxCachedWorkspaces) workspaceStores.delete(workspaceStores.keys().next().value!)
        return workspaceStore
      },
      openedDatabase,
      secretBox,
      personalTexts: personalStrings,
      blobs,
      datasetFiles,
      leases: createRunLeases(database, now),
      openDeliveries: (time = now) => createDeliveries(database, secretBox, time),
      openNotificationQueue: (time = now) => createNotificationQueue(database, time),
      readPushKeys: () => readPushKeys(database, secretBox),
      gallery: createGallery(database, now),
      controls: createRunControls(database, now, personalStrings),
      agentSteps: createAgentSteps(database, openedDatabase.channels),
      findRunOwner: (id) => findRunOwner(database, id),
      hasWorkspace: async (id) =>
        (await database
          .selectFrom('workspaces')
          .select('workspace_id')
          .where('workspace_id', '=', id)
          .where('deleted_at', 'is', null)
          .executeTakeFirst()) !== undefined,
      findSharedWorkflow: (token) => findSharedWorkflow(database, token, now()),
      ping: async () => {
        await database.selectFrom('datasets').select('id').limit(1).execute()
      },
      close: () => openedDatabase.close(),
    }
  } catch (cause) {
    await openedDatabase.close()
    throw cause
  }
}
