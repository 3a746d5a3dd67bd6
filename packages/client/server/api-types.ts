// Generated from /openapi.json by server/docs/client-types.ts; server/docs/generated-docs.test.ts writes it.
import type {
  Json,
  LoadReport,
  NodeType,
  Problem,
  RunError,
  RunEvent,
  TableRef,
  Value,
  Workflow,
  WorkflowDescription,
} from '@aw-flow/schema'

export type AcceptedInvitation = { workspace_id: string }
export type Activity = {
  id: string
  workspace_id: string
  user_id: string
  user_name: string | null
  action: string
  resource_type: string
  resource_id: string | null
  details: Record<string, unknown>
  created_at: string
}
export type AddPasskey = {
  name: string
  credential: {
    id: string
    rawId: string
    type: 'public-key'
    authenticatorAttachment?: 'cross-platform' | 'platform'
    clientExtensionResults?: Record<string, unknown>
    response: { clientDataJSON: string; attestationObject: string; transports?: string[] }
  }
}
export type Agent =
  | {
      id: string
      name: string
      description: string
      kind: 'built-in'
      status: 'active' | 'unavailable'
      node_type: string
    }
  | RemoteAgent
  | ModelAgent
export type AgentStep = {
  id: string
  token: string
  run_id: string
  node: string
  idempotency_key: string
  attempt: number
  max_attempts: number
  input?: Json
  lease_seconds: number
  lease_until: string
  deadline: string
}
export type AgentStepResult = Record<string, unknown>
export type AgentVersion = {
  number: number
  created_by: string
  created_at: string
  system_prompt?: string
  prompt?: string
  model?: string
  fallback_models?: string[]
  temperature?: number
  max_tokens?: number
  tools: Record<string, unknown>[]
  memory_config?: { type?: 'none' | 'run' | 'conversation' | 'table'; max_tokens?: number }
  sub_agents?: string[]
  answer_schema?: Record<string, unknown> | null
  limits?: {
    steps?: number
    tool_calls?: number
    input_tokens?: number
    output_tokens?: number
    cost?: number
    seconds?: number
    approval_hours?: number
  }
}
export type AnalyticsOverview = {
  period: 'hourly' | 'daily' | 'weekly' | 'monthly'
  from: string
  to: string
  totals: AnalyticsTotals
  trend: AnalyticsPeriod[]
  workflows: number
  published_workflows: number
  active_users: number
  running: number
}
export type AnalyticsPeriod = {
  period_start: string
  executions: number
  completed: number
  failed: number
  cancelled: number
  success_rate: number | null
  retries: number
  average_ms: number | null
  max_ms: number | null
  api_calls: number
  api_errors: number
  input_tokens: number
  output_tokens: number
  token_usage: number
  cost: number | null
  unpriced_calls: number
  p50_ms: number | null
  p95_ms: number | null
  p99_ms: number | null
}
export type AnalyticsSubject = {
  id: string | null
  name: string
  workflow_id: string | null
  executions: number
  completed: number
  failed: number
  cancelled: number
  success_rate: number | null
  retries: number
  average_ms: number | null
  max_ms: number | null
  api_calls: number
  api_errors: number
  input_tokens: number
  output_tokens: number
  token_usage: number
  cost: number | null
  unpriced_calls: number
}
export type AnalyticsTool = {
  tool: string
  provider: string
  calls: number
  failed: number
  cost: number | null
  unpriced_calls: number
  p95_ms: number | null
}
export type AnalyticsTotals = {
  executions: number
  completed: number
  failed: number
  cancelled: number
  success_rate: number | null
  retries: number
  average_ms: number | null
  max_ms: number | null
  api_calls: number
  api_errors: number
  input_tokens: number
  output_tokens: number
  token_usage: number
  cost: number | null
  unpriced_calls: number
  p50_ms: number | null
  p95_ms: number | null
  p99_ms: number | null
}
export type ApiKey = {
  id: string
  workspace_id: string
  name: string
  scopes: ('view' | 'edit' | 'execute' | 'administer')[]
  expires_at: string | null
  created_at: string
}
export type AuditCheck = {
  valid: boolean
  entries: number | null
  removed: number | null
  first_invalid: number | null
}
export type AuditEntry = {
  sequence: number
  id: string
  workspace_id: string
  timestamp: string
  user_id: string
  api_key_id: string | null
  action: string
  entity_type: string
  entity_id: string | null
  changes: Record<string, unknown>
  ip_address: string | null
  user_agent: string | null
  hash: string
}
export type BackfillSchedule = { from: string; to: string; overlap?: 'skip' | 'queue' | 'cancel' | 'allow' }
export type ChangeEventTrigger = { enabled: boolean }
export type ChangeNotificationRule = {
  workflow_id?: string | null
  events?: ('run.completed' | 'run.failed' | 'run.cancelled' | 'approval.needed')[]
  channel?: 'mail' | 'browser'
  email?: string | null
  language?: 'en' | 'de' | null
  enabled?: boolean
}
export type ChangeRole = { role: 'administrator' | 'editor' | 'viewer' }
export type ChangeSchedule = {
  name?: string
  cron?: string
  every_seconds?: number
  dates?: string[]
  times?: string[]
  time_zone?: string
  start_at?: string | null
  end_at?: string | null
  excluded_dates?: string[]
  overlap?: 'skip' | 'queue' | 'cancel' | 'allow'
  jitter_seconds?: number
  catch_up_seconds?: number
  pause_after_failures?: number
  enabled?: boolean
  note?: string | null
}
export type ChangeWatch = {
  name?: string
  source?:
    | { kind: 'folder'; path: string; recursive?: boolean }
    | { kind: 's3'; url: string; prefix: string; region: string; secret: string }
  pattern?: string
  interval_seconds?: number
  enabled?: boolean
}
export type ChangeWebhook = {
  enabled?: boolean
  path?: string | null
  scheme?: 'none' | 'bearer' | 'standard' | 'github' | 'stripe' | 'hmac'
  secret?: string | null
  signature_header?: string
  tolerance_seconds?: number
  allowed_addresses?: string[]
  requests_per_minute?: number
}
export type ChangeWebhookEndpoint = {
  name?: string
  url?: string
  events?: ('run.started' | 'run.waiting' | 'run.completed' | 'run.failed' | 'run.cancelled')[]
  event_names?: string[]
  workflow_id?: string | null
  format?: 'standard' | 'cloudevents' | 'cloudevents-binary'
  enabled?: boolean
}
export type Chat = {
  message: string
  conversation?: string
  data_id?: string
  version?: number
  stream?: boolean
  wait_seconds?: number
}
export type CodeSent = { success: true; message: string; expires_in: number }
export type Configuration = {
  retry?: Record<string, unknown> | null
  llm_models?: {
    id: string
    name?: string
    address: string
    secret?: string
    protocol?: 'openai' | 'anthropic'
    prices?: { input: number; cachedInput?: number; output: number }
  }[]
  default_llm?: string | null
  llm_run_limits?: {
    requests?: number
    toolCalls?: number
    inputTokens?: number
    outputTokens?: number
    cost?: number
    ms?: number
  }
  llm_month_limits?: {
    requests?: number
    toolCalls?: number
    inputTokens?: number
    outputTokens?: number
    cost?: number
    ms?: number
  }
  web_tools?: {
    search?: { provider: 'jina' | 'searxng'; address?: string; secret?: string; price?: number }[]
    read?: { provider: 'direct' | 'jina'; address?: string; secret?: string; price?: number }[]
    image?: {
      provider: 'openai' | 'stability' | 'gemini'
      address?: string
      secret?: string
      price?: number
      model?: string
    }[]
  }
}
export type ContinueSession = { attempt_id?: string }
export type CostAnalytics = {
  period: 'hourly' | 'daily' | 'weekly' | 'monthly'
  from: string
  to: string
  totals: AnalyticsTotals
  trend: AnalyticsPeriod[]
  workflows: AnalyticsSubject[]
  people: AnalyticsSubject[]
  models: AnalyticsSubject[]
  agents: AnalyticsSubject[]
  tools: AnalyticsTool[]
}
export type CreateApiKey = {
  name: string
  scopes: ('view' | 'edit' | 'execute' | 'administer')[]
  expires_at?: string | null
}
export type CreateWorkspace = { name: string; description?: string }
export type CreatedApiKey = ApiKey & { key: string }
export type Dataset = {
  id: string
  name: string
  filename: string
  size: number
  size_bytes: number
  content_type: string
  created_at: string
}
export type Decide = {
  decision: 'approve' | 'reject' | 'done'
  digest: string
  scope?: string[]
  edited?: Record<string, unknown> | unknown[] | string | number | boolean | null
  by?: string
  comment?: string
}
export type DeleteAccount = { email: string; password?: string }
export type DetailedHealth = {
  status: 'ok' | 'degraded' | 'starting' | 'stopping'
  version: string
  uptime_seconds: number
  checks: {
    database: { status: 'ok' | 'failed'; ms: number; message?: string } | null
    storage: { status: 'ok' | 'failed'; ms: number; message?: string } | null
  }
  runs: Record<string, number>
}
export type Duplicate = { name?: string }
export type Evaluate = Record<string, unknown>
export type Evaluation = {
  id: string
  name: string
  agent_id: string | null
  workflow_id: string | null
  version: number
  data_id: string | null
  answer_schema?: Record<string, unknown> | null
  status: 'running' | 'completed'
  total: number
  passed: number
  failed: number
  score: number
  tokens: number
  cost: number | null
  unpriced_calls: number
  created_by: string
  created_at: string
  cases: {
    name: string
    input?: Record<string, unknown> | unknown[] | string | number | boolean | null
    expected?: Record<string, unknown> | unknown[] | string | number | boolean | null
    compare: 'equal' | 'contains' | 'number'
    tolerance: number
    run_id: string
    status: 'pending' | 'completed' | 'failed' | 'cancelled'
    answer?: Record<string, unknown> | unknown[] | string | number | boolean | null
    passed: boolean | null
    reason: string | null
    problem?: Record<string, unknown> | null
    tokens: number
    cost: number | null
    unpriced_calls: number
    duration_ms: number
  }[]
}
export type EvaluationSummary = {
  id: string
  name: string
  agent_id: string | null
  workflow_id: string | null
  version: number
  data_id: string | null
  answer_schema?: Record<string, unknown> | null
  status: 'running' | 'completed'
  total: number
  passed: number
  failed: number
  score: number
  tokens: number
  cost: number | null
  unpriced_calls: number
  created_by: string
  created_at: string
}
export type Event = {
  id: string
  event_id: string
  source: string
  type: string
  subject: string | null
  data?: Record<string, unknown> | unknown[] | string | number | boolean | null
  occurred_at: string
  received_at: string
  run_id: string | null
  status: 'pending' | 'done'
  woken: number
  starts: {
    workflow_id: string
    workflow_name: string
    run_id: string | null
    problem?: Record<string, unknown> | null
  }[]
}
export type EventTrigger = {
  id: string
  workflow_id: string
  workflow_name: string
  node_id: string
  name: string
  event: string
  enabled: boolean
  created_at: string
  updated_at: string
}
export type EventType = {
  name: string
  description: string
  schema?: Record<string, unknown> | null
  created_at: string
  updated_at: string
}
export type Execute = {
  input_data_id?: string
  inputs?: Record<string, string>
  trigger_data?: Record<string, unknown> | unknown[] | string | number | boolean | null
  input_data?: Record<string, unknown> | unknown[] | string | number | boolean | null
  trigger_type?: 'manual' | 'api' | 'scheduled' | 'webhook' | 'event'
  triggered_by?: string
  parameters?: { require_approval?: boolean }
  seed?: number
  priority?: 'high' | 'default' | 'low' | number
}
export type ExecuteAgent = {
  data_id?: string
  wait_seconds?: number
  input?: Record<string, unknown> | string
  config?: Record<string, unknown>
}
export type ExplainError = { error: Record<string, unknown>; workflow?: Record<string, unknown> }
export type GalleryTemplate = {
  id: string
  name: string
  description: string | null
  author: string | null
  tags: string[]
  nodes: number
  uses: number
  published_at: string
  workflow_id: string | null
  can_withdraw: boolean
}
export type GenerateWorkflow = { prompt: string; data_id?: string; model?: string }
export type GrantAccess = {
  secrets: string[]
  hosts: string[]
  tools: ('folder' | 'models')[]
  trust?: 'imported' | 'shared'
}
export type Health = { status: 'ok' }
export type ImportedWorkflow = StoredWorkflow & { unresolved_references: UnresolvedReference[] }
export type Invitation = {
  id: string
  workspace_id: string
  workspace_name: string
  email: string
  role: 'owner' | 'administrator' | 'editor' | 'viewer'
  invited_by: string
  expires_at: string
  created_at: string
}
export type Invite = { email: string; role?: 'administrator' | 'editor' | 'viewer' }
export type ListedAgentStep = {
  id: string
  run_id: string
  node: string
  state: 'queued' | 'claimed' | 'completed' | 'failed' | 'withdrawn'
  attempt: number
  max_attempts: number
  created_at: string
  claimed_at: string | null
  lease_until: string | null
  deadline: string
  finished_at: string | null
}
export type LogIn = { email: string; password: string }
export type LogLine = {
  time: string
  node: string | null
  level: 'debug' | 'info' | 'warning' | 'error'
  message: string
}
export type McpApproval = { hash: string }
export type McpAuthorizationQuery = { query: string }
export type McpAuthorizationStart = { redirect_url: string }
export type McpAuthorizationUrl = { authorization_url: string | null }
export type McpCall = { arguments?: Record<string, unknown> }
export type McpCallRecord = {
  id: string
  tool: string
  run_id: string | null
  status: 'completed' | 'error' | 'failed'
  duration_ms: number
  called_at: string
}
export type McpCallRecords = { items: McpCallRecord[] }
export type McpCallResult = { content?: unknown; structured_content?: unknown; is_error: boolean }
export type McpMessage = { jsonrpc: '2.0'; method?: string }
export type McpServer = {
  id: string
  name: string
  type: 'http' | 'sse' | 'stdio'
  url: string | null
  command: string | null
  args: string[]
  env: Record<string, string>
  secret: string | null
  capabilities: Record<string, unknown>
  status: 'disconnected' | 'connected' | 'blocked' | 'failed'
  problem?: Record<string, unknown> | null
  tools: number
  last_connected_at: string | null
  created_at: string
  updated_at: string
}
export type McpServerBody = {
  name: string
  type: 'http' | 'sse' | 'stdio'
  url?: string | null
  command?: string | null
  secret?: string | null
  args?: string[]
  env?: Record<string, unknown>
  capabilities?: Record<string, unknown>
}
export type McpTool = {
  name: string
  title: string | null
  description: string | null
  input_schema?: unknown
  output_schema?: unknown
  annotations?: unknown
  approved: {
    name: string
    title: string | null
    description: string | null
    input_schema?: unknown
    output_schema?: unknown
    annotations?: unknown
  } | null
  state: 'approved' | 'new' | 'changed' | 'shadowing'
}
export type McpTools = {
  status: 'disconnected' | 'connected' | 'blocked' | 'failed'
  hash: string
  items: McpTool[]
  removed: string[]
}
export type Me = User & { workspace_id: string; permissions: string[]; has_password: boolean }
export type Member = {
  user_id: string
  email: string
  full_name: string | null
  role: 'owner' | 'administrator' | 'editor' | 'viewer'
  invited_by: string | null
  joined_at: string
}
export type ModelAgent = {
  id: string
  name: string
  description: string
  kind: 'model'
  status: 'active' | 'inactive'
  type: 'agent' | 'trigger' | 'action' | 'logic' | 'integration'
  version: number
  system_prompt?: string
  prompt?: string
  model?: string
  fallback_models?: string[]
  temperature?: number
  max_tokens?: number
  tools: Record<string, unknown>[]
  memory_config?: { type?: 'none' | 'run' | 'conversation' | 'table'; max_tokens?: number }
  sub_agents?: string[]
  answer_schema?: Record<string, unknown> | null
  limits?: {
    steps?: number
    tool_calls?: number
    input_tokens?: number
    output_tokens?: number
    cost?: number
    seconds?: number
    approval_hours?: number
  }
  workflow_id: string | null
  node_id: string | null
  permissions?: Record<string, unknown>
  metadata?: Record<string, unknown>
  tests: {
    name: string
    input?: Record<string, unknown> | unknown[] | string | number | boolean | null
    expected?: Record<string, unknown> | unknown[] | string | number | boolean | null
    compare?: 'equal' | 'contains' | 'number'
    tolerance?: number
  }[]
  user_id: string
  created_at: string
  updated_at: string
}
export type NameVersion = { label: string }
export type NewNotificationRule = {
  workflow_id?: string | null
  events: ('run.completed' | 'run.failed' | 'run.cancelled' | 'approval.needed')[]
  channel: 'mail' | 'browser'
  email?: string | null
  language?: 'en' | 'de' | null
  enabled?: boolean
}
export type NewPushSubscription = { endpoint: string; keys: { p256dh: string; auth: string }; language?: 'en' | 'de' }
export type NewSchedule = {
  workflow_id: string
  name?: string
  cron?: string
  every_seconds?: number
  dates?: string[]
  times?: string[]
  time_zone?: string
  start_at?: string | null
  end_at?: string | null
  excluded_dates?: string[]
  overlap?: 'skip' | 'queue' | 'cancel' | 'allow'
  jitter_seconds?: number
  catch_up_seconds?: number
  pause_after_failures?: number
  enabled?: boolean
}
export type NewWatch = {
  name: string
  source:
    | { kind: 'folder'; path: string; recursive?: boolean }
    | { kind: 's3'; url: string; prefix: string; region: string; secret: string }
  pattern?: string
  interval_seconds?: number
  enabled?: boolean
}
export type NewWebhookEndpoint = {
  name: string
  url: string
  events: ('run.started' | 'run.waiting' | 'run.completed' | 'run.failed' | 'run.cancelled')[]
  event_names?: string[]
  workflow_id?: string | null
  format?: 'standard' | 'cloudevents' | 'cloudevents-binary'
  enabled?: boolean
}
export type NodeExecution = {
  node: string
  node_id: string
  type: string
  node_type: string
  label: string
  status: 'pending' | 'running' | 'waiting' | 'retrying' | 'completed' | 'failed' | 'skipped' | 'cancelled' | 'cached'
  attempt: number
  retry_count: number
  started_at: string | null
  ended_at: string | null
  duration_ms: number | null
  rows: number | null
  input: Record<string, Value>
  output: Record<string, Value>
  report?: Record<string, unknown> | null
  error?: RunError | null
  error_message: string | null
  reason: string | null
  problems: Problem[]
  progress?: Record<string, unknown> | null
  input_data?: Record<string, unknown>
  output_data?: Record<string, unknown>
  agent_id: string | null
  start_time: string | null
  end_time: string | null
  completed_at: string | null
}
export type Notification = {
  id: string
  rule_id: string
  channel: 'mail' | 'browser'
  event: 'run.completed' | 'run.failed' | 'run.cancelled' | 'approval.needed'
  run_id: string
  workflow_id: string | null
  workflow_name: string | null
  occurred_at: string
  status: 'pending' | 'sent' | 'failed' | 'dropped'
  problem?: Record<string, unknown> | null
  read_at: string | null
}
export type NotificationRule = {
  id: string
  workflow_id: string | null
  events: ('run.completed' | 'run.failed' | 'run.cancelled' | 'approval.needed')[]
  channel: 'mail' | 'browser'
  email: string | null
  language: 'en' | 'de' | null
  enabled: boolean
  created_at: string
  updated_at: string
}
export type OutgoingDelivery = {
  id: string
  event: string
  occurred_at: string
  run_id: string | null
  workflow_id: string | null
  status: 'pending' | 'delivered' | 'failed'
  next_attempt_at: string | null
  attempts: { at: string; duration_ms: number; status: number | null; problem?: Problem | null }[]
}
export type Passkey = { id: string; name: string; created_at: string; last_used_at: string | null }
export type PasskeyOptions = { challenge: string }
export type PasskeySignIn = {
  credential: {
    id: string
    rawId: string
    type: 'public-key'
    authenticatorAttachment?: 'cross-platform' | 'platform'
    clientExtensionResults?: Record<string, unknown>
    response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string }
  }
}
export type PauseSchedule = { note?: string }
export type PerformanceAnalytics = {
  period: 'hourly' | 'daily' | 'weekly' | 'monthly'
  from: string
  to: string
  totals: AnalyticsTotals
  trend: AnalyticsPeriod[]
  slowest_workflows: AnalyticsSubject[]
  slowest_nodes: AnalyticsSubject[]
}
export type PlannedTime = { at: string; offset_change: number | null }
export type PreviewSchedule = {
  cron?: string
  every_seconds?: number
  dates?: string[]
  times?: string[]
  time_zone?: string
  start_at?: string | null
  end_at?: string | null
  excluded_dates?: string[]
  count?: number
}
export type PublishEvent = {
  type: string
  subject?: string
  source?: string
  id?: string
  time?: string
  data?: Record<string, unknown> | unknown[] | string | number | boolean | null
}
export type PublishGalleryTemplate = { workflow_id: string; name?: string; description?: string }
export type PublishTemplate = { workflow_id: string; name?: string; description?: string }
export type PublishedEvent = Event & { repeated: boolean }
export type PushSubscription = {
  id: string
  service: string
  language: 'en' | 'de'
  problem?: Record<string, unknown> | null
  created_at: string
  updated_at: string
}
export type Quotas = {
  month: string
  items: {
    name:
      | 'storage_bytes'
      | 'concurrent_runs'
      | 'run_minutes'
      | 'model_requests'
      | 'model_tool_calls'
      | 'model_input_tokens'
      | 'model_output_tokens'
      | 'model_cost'
      | 'model_minutes'
    used: number | null
    limit: number | null
    workspace_limit: number | null
    server_limit: number | null
  }[]
}
export type ReadNotifications = { ids: string[] }
export type Refresh = { refresh_token: string; attempt_id?: string }
export type Register = { email: string; code: string; password: string; full_name?: string }
export type RemoteAgent = {
  id: string
  name: string
  description: string
  kind: 'remote'
  status: 'active' | 'inactive'
  delivery: 'push' | 'pull'
  url: string | null
  auth_type: 'none' | 'bearer' | 'basic' | 'api_key'
  auth_config: { secret?: string; header?: string }
  timeout_ms: number
  retry_config?: Record<string, unknown> | null
  health_url: string | null
  lease_seconds: number
  result_timeout_seconds: number
  seen_at: string | null
  circuit: 'closed' | 'open' | 'half-open'
  open_until: string | null
  failures: number
  last_called_at: string | null
  last_problem?: Record<string, unknown> | null
  created_at: string
  updated_at: string
}
export type RenamePasskey = { name: string }
export type RenderedRun = {
  id: string
  run_id: string
  job_id: string
  workflow_id: string
  workflow_name: string
  workflow_version: number | null
  status: 'queued' | 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
  retry_of: string | null
  priority: number
  queue: 'high' | 'default' | 'low'
  concurrency_key: string | null
  blocked: boolean
  trigger_type: 'manual' | 'api' | 'scheduled' | 'webhook' | 'event' | null
  triggered_by: string | null
  created_at: string
  started_at: string | null
  ended_at: string | null
  start_time: string | null
  end_time: string | null
  completed_at: string | null
  cancelled_at: string | null
  cancelled_by: string | null
  input_data_id: string | null
  metadata?: Record<string, unknown>
  duration_ms: number | null
  execution_id: string
  waiting_for: string | null
}
export type RequestCode = { email: string; purpose?: 'login' | 'signup' | 'reset' }
export type ResetPassword = { email: string; code: string; password: string }
export type ResumableUpload = { id: string; name: string; size: number; offset: number }
export type Retention = {
  items: {
    name: 'runs' | 'results' | 'deliveries' | 'audit_entries'
    days: number | null
    workspace_days: number | null
    min_days: number
    max_days: number | null
  }[]
}
export type RetryRun = { settings?: Record<string, Record<string, unknown>> }
export type RotateEndpointSecret = { keep_seconds?: number }
export type RotateWebhookToken = { keep_seconds?: number }
export type Run = {
  id: string
  run_id: string
  job_id: string
  workflow_id: string
  workflow_name: string
  workflow_version: number | null
  status: 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
  retry_of: string | null
  priority: number
  queue: 'high' | 'default' | 'low'
  concurrency_key: string | null
  blocked: boolean
  trigger_type: 'manual' | 'api' | 'scheduled' | 'webhook' | 'event' | null
  triggered_by: string | null
  created_at: string
  started_at: string | null
  ended_at: string | null
  start_time: string | null
  end_time: string | null
  completed_at: string | null
  cancelled_at: string | null
  cancelled_by: string | null
  input_data_id: string | null
  metadata?: Record<string, unknown>
  duration_ms: number | null
}
export type RunResult = {
  run_id: string
  job_id: string
  status: 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
  table: Record<string, unknown> | null
  tables: { node: string; port: string; table?: TableRef; bytes: number }[]
  reports: { node: string; kind: string; report?: unknown }[]
  valid: boolean | null
  problem?: Problem | null
}
export type RunSchedule = { overlap?: 'skip' | 'queue' | 'cancel' | 'allow' }
export type RunWithSteps = {
  id: string
  run_id: string
  job_id: string
  workflow_id: string
  workflow_name: string
  workflow_version: number | null
  status: 'queued' | 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
  retry_of: string | null
  priority: number
  queue: 'high' | 'default' | 'low'
  concurrency_key: string | null
  blocked: boolean
  trigger_type: 'manual' | 'api' | 'scheduled' | 'webhook' | 'event' | null
  triggered_by: string | null
  created_at: string
  started_at: string | null
  ended_at: string | null
  start_time: string | null
  end_time: string | null
  completed_at: string | null
  cancelled_at: string | null
  cancelled_by: string | null
  input_data_id: string | null
  metadata?: Record<string, unknown>
  duration_ms: number | null
  execution_id: string
  waiting_for: string | null
  steps: {
    node: string
    type: string
    label: string
    status: 'pending' | 'running' | 'waiting' | 'retrying' | 'completed' | 'failed' | 'skipped' | 'cancelled' | 'cached'
    rows: number | null
    progress?: Record<string, unknown> | null
  }[]
  waiting: { node: string; scope?: string[]; wait_for?: Record<string, unknown> }[]
  worker: { name: string; heartbeat_at: string } | null
  problem?: Problem | null
  error_message: string | null
  error: string | null
  logs?: LogLine[]
  execution_log?: LogLine[]
  node_executions?: NodeExecution[]
  progress: number
  result_data_id: string | null
  final_result?: Record<string, unknown> | null
  trigger_data?: Record<string, unknown> | unknown[] | string | number | boolean | null
}
export type Schedule = {
  id: string
  workflow_id: string
  workflow_name: string
  node_id: string | null
  name: string
  cron: string | null
  every_seconds: number | null
  dates: string[] | null
  times: string[] | null
  time_zone: string
  start_at: string | null
  end_at: string | null
  excluded_dates: string[]
  overlap: 'skip' | 'queue' | 'cancel' | 'allow'
  jitter_seconds: number
  catch_up_seconds: number
  pause_after_failures: number
  enabled: boolean
  note: string | null
  problem?: Record<string, unknown> | null
  failures: number
  next_at: string | null
  next_times: string[]
  created_at: string
  updated_at: string
}
export type ScheduleStart = {
  planned_at: string
  due_at: string
  status: 'due' | 'started' | 'completed' | 'failed' | 'cancelled' | 'skipped' | 'missed' | 'rejected'
  run_id: string | null
  missed: number | null
  problem?: Record<string, unknown> | null
}
export type Secret = { name: string; hosts: string[]; created_at: string; updated_at: string }
export type ServerQuotas = {
  workspace_id: string
  storage_bytes: number | null
  concurrent_runs: number | null
  run_minutes: number | null
  applied: { storage_bytes: number; concurrent_runs: number; run_minutes: number }
}
export type Session = {
  id: string
  is_current: boolean
  ip_address: string | null
  user_agent: string | null
  created_at: string
  last_activity_at: string
  expires_at: string
}
export type SetAgent = Record<string, unknown>
export type SetConfiguration = {
  retry?: Record<string, unknown> | null
  llm_models?: {
    id: string
    name?: string
    address: string
    secret?: string
    protocol?: 'openai' | 'anthropic'
    prices?: { input: number; cachedInput?: number; output: number }
  }[]
  default_llm?: string | null
  llm_run_limits?: {
    requests?: number
    toolCalls?: number
    inputTokens?: number
    outputTokens?: number
    cost?: number
    ms?: number
  }
  llm_month_limits?: {
    requests?: number
    toolCalls?: number
    inputTokens?: number
    outputTokens?: number
    cost?: number
    ms?: number
  }
  web_tools?: {
    search?: { provider: 'jina' | 'searxng'; address?: string; secret?: string; price?: number }[]
    read?: { provider: 'direct' | 'jina'; address?: string; secret?: string; price?: number }[]
    image?: {
      provider: 'openai' | 'stability' | 'gemini'
      address?: string
      secret?: string
      price?: number
      model?: string
    }[]
  }
}
export type SetEventType = { description?: string; schema?: Record<string, unknown> | null }
export type SetModelAgent = Record<string, unknown>
export type SetPassword = { current_password?: string; password: string }
export type SetQuotas = {
  storage_bytes?: number | null
  concurrent_runs?: number | null
  run_minutes?: number | null
  model_requests?: number | null
  model_tool_calls?: number | null
  model_input_tokens?: number | null
  model_output_tokens?: number | null
  model_cost?: number | null
  model_minutes?: number | null
}
export type SetRetention = {
  runs?: number | null
  results?: number | null
  deliveries?: number | null
  audit_entries?: number | null
}
export type SetSecret = { value: string; hosts: string[] }
export type SetServerQuotas = {
  storage_bytes?: number | null
  concurrent_runs?: number | null
  run_minutes?: number | null
}
export type SetStatus = { status: 'draft' | 'published' | 'archived' }
export type SetUp = { token: string; email: string; password?: string; full_name?: string }
export type SetWorkflowQueue = {
  priority?: 'high' | 'default' | 'low'
  concurrency?: { key: string; limit?: number } | null
}
export type Share = { public: boolean; permission?: 'view' | 'execute'; expires_at?: string | null }
export type SharedLink = { permission: 'view' | 'execute'; expires_at: string | null }
export type SharedRun = {
  id: string
  status: string
  is_ended: boolean
  final_result: Record<string, Record<string, unknown>> | null
  error: string | null
}
export type SharedRunStart = { id: string; status: string }
export type SharedStart = { trigger_data?: Record<string, unknown> | unknown[] | string | number | boolean | null }
export type Sharing = {
  workflow_id: string
  public: boolean
  token: string | null
  path: string | null
  permission: 'view' | 'execute' | null
  expires_at: string | null
}
export type SignInSettings = { required: boolean; sign_up: 'invited' | 'open' | 'off'; provider?: { name: string } }
export type Signal = { value?: Record<string, unknown> | unknown[] | string | number | boolean | null }
export type SignedIn = {
  access_token: string
  refresh_token?: string
  token_type: 'bearer'
  expires_in: number
  user: User
}
export type StartRun = {
  workflow_id: string
  input_data_id?: string
  inputs?: Record<string, string>
  trigger_data?: Record<string, unknown> | unknown[] | string | number | boolean | null
  input_data?: Record<string, unknown> | unknown[] | string | number | boolean | null
  trigger_type?: 'manual' | 'api' | 'scheduled' | 'webhook' | 'event'
  triggered_by?: string
  parameters?: { require_approval?: boolean }
  seed?: number
  priority?: 'high' | 'default' | 'low' | number
  metadata?: Record<string, unknown>
}
export type Step = {
  node: string
  node_id: string
  type: string
  node_type: string
  label: string
  status: 'pending' | 'running' | 'waiting' | 'retrying' | 'completed' | 'failed' | 'skipped' | 'cancelled' | 'cached'
  attempt: number
  retry_count: number
  started_at: string | null
  ended_at: string | null
  duration_ms: number | null
  rows: number | null
  input: Record<string, Value>
  output: Record<string, Value>
  report?: Record<string, unknown> | null
  error?: RunError | null
  error_message: string | null
  reason: string | null
  problems: Problem[]
  progress?: Record<string, unknown> | null
}
export type StoredSecret = Secret & { warning?: Problem | null }
export type StoredWorkflow = {
  id: string
  name: string
  description?: string
  status: 'draft' | 'published' | 'archived'
  tags: string[]
  version_label: string | null
  ready: boolean
  created_at: string
  updated_at: string
  version: number
  number: number | null
  parent_workflow_id: string | null
  created_by: string | null
  is_public: boolean
  settings?: Record<string, unknown>
  nodes?: Record<string, unknown>[]
  edges?: Record<string, unknown>[]
  steps?: {
    id: string
    name: string
    type: string
    config?: Record<string, unknown>
    timeout_ms?: number
    retry_config?: { max_retries?: number; delays_ms?: number[] }
    require_approval?: true
  }[]
  ignored_fields?: string[]
  problems: Problem[]
}
export type SuggestNext = {
  current_nodes: Record<string, unknown>[]
  edges?: Record<string, unknown>[]
  node?: string
  port?: string
  context?: string
  limit?: number
}
export type Template = {
  id: string
  name: string
  description: string | null
  built_in: boolean
  nodes: number
  created_at: string | null
}
export type TestAgent = { input?: Record<string, unknown> | string }
export type ToolChat = {
  id: string
  type: 'message'
  role: 'assistant'
  model: string
  content: { type: 'text'; text: string }[]
  stop_reason: 'end_turn' | 'max_tokens' | 'refusal' | null
  usage: { input_tokens: number; output_tokens: number }
  cost: number | null
}
export type ToolChatBody = {
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[]
  model?: string
  max_tokens?: number
  temperature?: number
  system?: string | null
}
export type ToolImage = {
  images: { data_id: string; name: string; media_type: string }[]
  model: string
  provider: string
  cost: number | null
}
export type ToolImageBody = { prompt: string; shape?: 'square' | 'landscape' | 'portrait' }
export type ToolPage = {
  url: string
  title: string
  content: string
  truncated: boolean
  provider: string
  cost: number | null
}
export type ToolReadBody = { url: string }
export type ToolSearch = {
  items: { title: string; url: string; description: string }[]
  total: number
  provider: string
  cost: number | null
}
export type ToolSearchBody = { query: string; num_results?: number }
export type TransferWorkspace = { user_id: string }
export type UnresolvedReference = { name: string; candidates: string[] }
export type UpdateMe = { full_name?: string | null; avatar_url?: string | null; language?: 'en' | 'de' | null }
export type UpdateWorkspace = { name?: string; description?: string }
export type Upload = {
  id: string
  name: string
  filename: string
  size: number
  size_bytes: number
  content_type: string
  created_at: string
  duplicate: boolean
  given_name: string
}
export type UsageAnalytics = {
  period: 'hourly' | 'daily' | 'weekly' | 'monthly'
  from: string
  to: string
  totals: AnalyticsTotals
  trend: AnalyticsPeriod[]
  workflows: AnalyticsSubject[]
  people: AnalyticsSubject[]
  triggers: AnalyticsSubject[]
  models: AnalyticsSubject[]
  agents: AnalyticsSubject[]
  tools: AnalyticsTool[]
}
export type UseGalleryTemplate = { name?: string }
export type UseTemplate = { name?: string }
export type User = {
  id: string
  email: string
  full_name: string | null
  avatar_url: string | null
  language: 'en' | 'de' | null
  is_active: boolean
  is_verified: boolean
  email_verified_at: string | null
  last_login_at: string | null
  created_at: string
  updated_at: string
}
export type ValidateData = {
  data_id: string
  wait_seconds?: number
  schema?: Record<string, unknown> | string
  columns?: (string | Record<string, unknown>)[]
  info?: string[]
  expression?: string
  predicate?: string
}
export type VerifyCode = { email: string; code: string }
export type Watch = {
  id: string
  name: string
  event: string
  source:
    | { kind: 'folder'; path: string; recursive?: boolean }
    | { kind: 's3'; url: string; prefix: string; region: string; secret: string }
  pattern: string
  interval_seconds: number
  enabled: boolean
  checked_at: string | null
  problem?: Record<string, unknown> | null
  created_at: string
  updated_at: string
}
export type WatchFile = {
  key: string
  found_at: string
  event_id: string | null
  problem?: Record<string, unknown> | null
}
export type Webhook = {
  id: string
  workflow_id: string
  workflow_name: string
  node_id: string
  name: string
  enabled: boolean
  token: string | null
  has_token: boolean
  previous_token_until: string | null
  path: string | null
  address: string | null
  scheme: 'none' | 'bearer' | 'standard' | 'github' | 'stripe' | 'hmac'
  has_secret: boolean
  signature_header: string
  tolerance_seconds: number
  allowed_addresses: string[]
  requests_per_minute: number
  created_at: string
  updated_at: string
}
export type WebhookDelivery = {
  id: string
  received_at: string
  method: string
  bytes: number
  status: number
  run_id: string | null
  problem?: Record<string, unknown> | null
}
export type WebhookEndpoint = {
  id: string
  name: string
  url: string
  events: ('run.started' | 'run.waiting' | 'run.completed' | 'run.failed' | 'run.cancelled')[]
  event_names: string[]
  workflow_id: string | null
  format: 'standard' | 'cloudevents' | 'cloudevents-binary'
  enabled: boolean
  disabled_reason: 'gone' | null
  secret: string | null
  previous_secret_until: string | null
  created_at: string
  updated_at: string
}
export type WebhookTest = {
  status: 'listening' | 'received' | 'expired'
  address: string | null
  listening_until: string
  received_at: string | null
  request?: Record<string, unknown> | null
}
export type WorkflowAccess = { trust: 'own' | 'imported' | 'shared'; requested: WorkflowGrant; granted: WorkflowGrant }
export type WorkflowAnalytics = {
  workflow_id: string
  name: string
  period: 'hourly' | 'daily' | 'weekly' | 'monthly'
  from: string
  to: string
  totals: AnalyticsTotals
  trend: AnalyticsPeriod[]
  nodes: AnalyticsSubject[]
  models: AnalyticsSubject[]
}
export type WorkflowGrant = { secrets: string[]; hosts: string[]; tools: ('folder' | 'models')[] }
export type WorkflowQueue = {
  priority: 'high' | 'default' | 'low'
  concurrency: { key: string; limit?: number } | null
}
export type WorkflowStatus = {
  workflow_id: string
  status: 'draft' | 'published' | 'archived'
  version: number | null
  published_version: number | null
  runs: number
  last_run: (Run & Record<string, unknown>) | null
}
export type WorkflowSummary = {
  id: string
  name: string
  description?: string
  status: 'draft' | 'published' | 'archived'
  tags: string[]
  version_label: string | null
  ready: boolean
  created_at: string
  updated_at: string
  nodes: number
}
export type WorkflowVersion = { number: number; made_by: string; label: string | null; created_at: string }
export type Workspace = {
  id: string
  name: string
  description: string
  owner_id: string | null
  role: 'owner' | 'administrator' | 'editor' | 'viewer' | null
  created_at: string
  updated_at: string
}

/** Every route, by method and path. */
export interface Routes {
  'DELETE /api/v1/agents/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/auth/api-keys/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/auth/passkeys/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/auth/sessions/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/data/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/evaluations/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/event-types/{name}': { path: { name: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/executions/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/gallery/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/jobs/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/mcp/servers/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/notification-rules/{id}': {
    path: { id: string }
    query: object
    body?: undefined
    response: undefined
  }
  'DELETE /api/v1/push-subscriptions/{id}': {
    path: { id: string }
    query: object
    body?: undefined
    response: undefined
  }
  'DELETE /api/v1/runs/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/schedules/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/secrets/{name}': { path: { name: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/templates/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/tools/files/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/uploads/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/watches/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/webhook-endpoints/{id}': {
    path: { id: string }
    query: object
    body?: undefined
    response: undefined
  }
  'DELETE /api/v1/webhooks/{id}/test': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/workflows/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/workspaces/{id}': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'DELETE /api/v1/workspaces/{id}/invitations/{invitation}': {
    path: { id: string; invitation: string }
    query: object
    body?: undefined
    response: undefined
  }
  'DELETE /api/v1/workspaces/{id}/members/{user_id}': {
    path: { id: string; user_id: string }
    query: object
    body?: undefined
    response: undefined
  }
  'GET /api/v1/activity': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: Activity[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/agents': {
    path: object
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      kind?: 'built-in' | 'remote' | 'model'
      status?: 'active' | 'inactive' | 'unavailable'
      name?: string
    }
    body?: undefined
    response: { items: Agent[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/agents/{id}': { path: { id: string }; query: object; body?: undefined; response: Agent }
  'GET /api/v1/agents/{id}/health': {
    path: { id: string }
    query: object
    body?: undefined
    response: {
      id: string
      status: 'active' | 'inactive' | 'unavailable'
      circuit?: 'closed' | 'open' | 'half-open'
      http_status?: number
      duration_ms?: number
      problem?: Record<string, unknown>
    }
  }
  'GET /api/v1/agents/{id}/steps': {
    path: { id: string }
    query: { limit?: number }
    body?: undefined
    response: { items: ListedAgentStep[] }
  }
  'GET /api/v1/agents/{id}/versions': {
    path: { id: string }
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: AgentVersion[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/agents/{id}/versions/{number}': {
    path: { id: string; number: number }
    query: object
    body?: undefined
    response: AgentVersion
  }
  'GET /api/v1/agents/{id}/versions/{number}/diff': {
    path: { id: string; number: number }
    query: { to?: number }
    body?: undefined
    response: {
      from: number
      to: number
      changes: {
        field: string
        before?: Record<string, unknown> | unknown[] | string | number | boolean | null
        after?: Record<string, unknown> | unknown[] | string | number | boolean | null
      }[]
    }
  }
  'GET /api/v1/analytics/costs': {
    path: object
    query: { period?: 'hourly' | 'daily' | 'weekly' | 'monthly'; from?: string; to?: string }
    body?: undefined
    response: CostAnalytics
  }
  'GET /api/v1/analytics/export': {
    path: object
    query: {
      period?: 'hourly' | 'daily' | 'weekly' | 'monthly'
      from?: string
      to?: string
      dimension?: 'all' | 'workflow' | 'node' | 'model' | 'agent' | 'person' | 'trigger' | 'tool'
    }
    body?: undefined
    response: Blob
  }
  'GET /api/v1/analytics/overview': {
    path: object
    query: { period?: 'hourly' | 'daily' | 'weekly' | 'monthly'; from?: string; to?: string }
    body?: undefined
    response: AnalyticsOverview
  }
  'GET /api/v1/analytics/performance': {
    path: object
    query: { period?: 'hourly' | 'daily' | 'weekly' | 'monthly'; from?: string; to?: string }
    body?: undefined
    response: PerformanceAnalytics
  }
  'GET /api/v1/analytics/usage': {
    path: object
    query: { period?: 'hourly' | 'daily' | 'weekly' | 'monthly'; from?: string; to?: string }
    body?: undefined
    response: UsageAnalytics
  }
  'GET /api/v1/analytics/workflows/{id}': {
    path: { id: string }
    query: { period?: 'hourly' | 'daily' | 'weekly' | 'monthly'; from?: string; to?: string }
    body?: undefined
    response: WorkflowAnalytics
  }
  'GET /api/v1/audit': {
    path: object
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      user_id?: string
      action?: string
      entity_type?: string
      entity_id?: string
      from?: string
      to?: string
    }
    body?: undefined
    response: { items: AuditEntry[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/audit/check': { path: object; query: object; body?: undefined; response: AuditCheck }
  'GET /api/v1/audit/export': {
    path: object
    query: {
      user_id?: string
      action?: string
      entity_type?: string
      entity_id?: string
      from?: string
      to?: string
      format?: 'jsonl' | 'csv'
    }
    body?: undefined
    response: Blob
  }
  'GET /api/v1/auth/api-keys': {
    path: object
    query: object
    body?: undefined
    response: { items: ApiKey[]; total: number }
  }
  'GET /api/v1/auth/me': { path: object; query: object; body?: undefined; response: Me }
  'GET /api/v1/auth/me/export': { path: object; query: object; body?: undefined; response: Blob }
  'GET /api/v1/auth/passkeys': {
    path: object
    query: object
    body?: undefined
    response: { items: Passkey[]; total: number }
  }
  'GET /api/v1/auth/sessions': {
    path: object
    query: object
    body?: undefined
    response: { items: Session[]; total: number }
  }
  'GET /api/v1/auth/settings': { path: object; query: object; body?: undefined; response: SignInSettings }
  'GET /api/v1/config': { path: object; query: object; body?: undefined; response: Configuration }
  'GET /api/v1/config/llm-models': {
    path: object
    query: object
    body?: undefined
    response: {
      items: {
        id: string
        name?: string
        address: string
        secret?: string
        protocol?: 'openai' | 'anthropic'
        prices?: { input: number; cachedInput?: number; output: number }
      }[]
      total: number
      limit: number
      offset: number
      default: string | null
    }
  }
  'GET /api/v1/config/llm-usage': {
    path: object
    query: { month?: string }
    body?: undefined
    response: {
      month: string
      used: {
        requests: number
        toolCalls: number
        inputTokens: number
        outputTokens: number
        cost: number | null
        ms: number
        unpriced: number
      }
      limits: {
        requests?: number
        toolCalls?: number
        inputTokens?: number
        outputTokens?: number
        cost?: number
        ms?: number
      }
    }
  }
  'GET /api/v1/data': {
    path: object
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      q?: string
      sort?: 'created_at' | '-created_at' | 'name' | '-name' | 'size' | '-size'
    }
    body?: undefined
    response: { items: Dataset[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/data/{id}': { path: { id: string }; query: object; body?: undefined; response: Dataset }
  'GET /api/v1/data/{id}/download': {
    path: { id: string }
    query: { format?: 'original' | 'csv' | 'csv-excel' | 'json' | 'jsonl' | 'parquet' | 'arrow' | 'xlsx' }
    body?: undefined
    response: Blob
  }
  'GET /api/v1/data/{id}/info': {
    path: { id: string }
    query: { profile?: 'true' | 'false' }
    body?: undefined
    response: {
      id: string
      name: string
      filename: string
      size: number
      size_bytes: number
      content_type: string
      created_at: string
      file_metadata: { format: string; rows: number; columns: number }
      load?: LoadReport
      profile?: Record<string, unknown> | null
    }
  }
  'GET /api/v1/data/{id}/sample': {
    path: { id: string }
    query: { rows?: number }
    body?: undefined
    response: { columns: { name: string; type: string }[]; rows: (null | boolean | number | string)[][]; total: number }
  }
  'GET /api/v1/evaluations': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null; target?: string }
    body?: undefined
    response: { items: EvaluationSummary[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/evaluations/{id}': { path: { id: string }; query: object; body?: undefined; response: Evaluation }
  'GET /api/v1/evaluations/{id}/compare/{other}': {
    path: { id: string; other: string }
    query: object
    body?: undefined
    response: {
      before: EvaluationSummary
      after: EvaluationSummary
      improved: number
      regressed: number
      cases: {
        name: string
        before: {
          name: string
          input?: Record<string, unknown> | unknown[] | string | number | boolean | null
          expected?: Record<string, unknown> | unknown[] | string | number | boolean | null
          compare: 'equal' | 'contains' | 'number'
          tolerance: number
          run_id: string
          status: 'pending' | 'completed' | 'failed' | 'cancelled'
          answer?: Record<string, unknown> | unknown[] | string | number | boolean | null
          passed: boolean | null
          reason: string | null
          problem?: Record<string, unknown> | null
          tokens: number
          cost: number | null
          unpriced_calls: number
          duration_ms: number
        } | null
        after: {
          name: string
          input?: Record<string, unknown> | unknown[] | string | number | boolean | null
          expected?: Record<string, unknown> | unknown[] | string | number | boolean | null
          compare: 'equal' | 'contains' | 'number'
          tolerance: number
          run_id: string
          status: 'pending' | 'completed' | 'failed' | 'cancelled'
          answer?: Record<string, unknown> | unknown[] | string | number | boolean | null
          passed: boolean | null
          reason: string | null
          problem?: Record<string, unknown> | null
          tokens: number
          cost: number | null
          unpriced_calls: number
          duration_ms: number
        } | null
      }[]
    }
  }
  'GET /api/v1/event-triggers': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null; workflow_id?: string }
    body?: undefined
    response: { items: EventTrigger[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/event-types': { path: object; query: object; body?: undefined; response: { items: EventType[] } }
  'GET /api/v1/events': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null; type?: string }
    body?: undefined
    response: { items: Event[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/events/{id}': { path: { id: string }; query: object; body?: undefined; response: Event }
  'GET /api/v1/executions': {
    path: object
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      status?: 'queued' | 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
      workflow_id?: string
      from?: string
      to?: string
      deleted?: 'true' | 'false'
      sort?: 'created_at' | '-created_at' | 'started_at' | '-started_at' | 'ended_at' | '-ended_at'
    }
    body?: undefined
    response: { items: RenderedRun[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/executions/{id}': { path: { id: string }; query: object; body?: undefined; response: RunWithSteps }
  'GET /api/v1/executions/{id}/events': {
    path: { id: string }
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      after?: number | null
      texts?: 'english' | 'messages'
    }
    body?: undefined
    response: { items: RunEvent[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/executions/{id}/logs': {
    path: { id: string }
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      level?: 'debug' | 'info' | 'warning' | 'error'
    }
    body?: undefined
    response: { items: LogLine[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/executions/{id}/nodes': {
    path: { id: string }
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: NodeExecution[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/executions/{id}/result': {
    path: { id: string }
    query: {
      format?: 'json' | 'json-rows' | 'csv' | 'csv-excel' | 'jsonl' | 'parquet' | 'arrow' | 'xlsx'
      node?: string
    }
    body?: undefined
    response: RunResult
  }
  'GET /api/v1/gallery': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null; q?: string }
    body?: undefined
    response: { items: GalleryTemplate[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/gallery/{id}': {
    path: { id: string }
    query: object
    body?: undefined
    response: {
      id: string
      name: string
      description: string | null
      author: string | null
      tags: string[]
      nodes: number
      uses: number
      published_at: string
      workflow_id: string | null
      can_withdraw: boolean
      workflow?: Workflow
    }
  }
  'GET /api/v1/health': { path: object; query: object; body?: undefined; response: Health }
  'GET /api/v1/health/detailed': { path: object; query: object; body?: undefined; response: DetailedHealth }
  'GET /api/v1/invitations': {
    path: object
    query: object
    body?: undefined
    response: { items: Invitation[]; total: number }
  }
  'GET /api/v1/jobs': {
    path: object
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      status?: 'queued' | 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
      workflow_id?: string
      from?: string
      to?: string
      deleted?: 'true' | 'false'
      sort?: 'created_at' | '-created_at' | 'started_at' | '-started_at' | 'ended_at' | '-ended_at'
    }
    body?: undefined
    response: { items: RenderedRun[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/jobs/{id}': { path: { id: string }; query: object; body?: undefined; response: RunWithSteps }
  'GET /api/v1/jobs/{id}/events': {
    path: { id: string }
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      after?: number | null
      texts?: 'english' | 'messages'
    }
    body?: undefined
    response: { items: RunEvent[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/jobs/{id}/logs': {
    path: { id: string }
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      level?: 'debug' | 'info' | 'warning' | 'error'
    }
    body?: undefined
    response: { items: LogLine[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/jobs/{id}/result': {
    path: { id: string }
    query: {
      format?: 'json' | 'json-rows' | 'csv' | 'csv-excel' | 'jsonl' | 'parquet' | 'arrow' | 'xlsx'
      node?: string
    }
    body?: undefined
    response: RunResult
  }
  'GET /api/v1/jobs/{id}/steps': {
    path: { id: string }
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: Step[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/mcp/servers': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: McpServer[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/mcp/servers/{id}': { path: { id: string }; query: object; body?: undefined; response: McpServer }
  'GET /api/v1/mcp/servers/{id}/calls': {
    path: { id: string }
    query: object
    body?: undefined
    response: McpCallRecords
  }
  'GET /api/v1/mcp/servers/{id}/tools': { path: { id: string }; query: object; body?: undefined; response: McpTools }
  'GET /api/v1/nodes': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: NodeType[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/notification-rules': {
    path: object
    query: object
    body?: undefined
    response: { items: NotificationRule[] }
  }
  'GET /api/v1/notifications': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null; unread?: 'true' | 'false' }
    body?: undefined
    response: { items: Notification[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/push-key': { path: object; query: object; body?: undefined; response: { public_key: string } }
  'GET /api/v1/push-subscriptions': {
    path: object
    query: object
    body?: undefined
    response: { items: PushSubscription[] }
  }
  'GET /api/v1/quotas': { path: object; query: object; body?: undefined; response: Quotas }
  'GET /api/v1/retention': { path: object; query: object; body?: undefined; response: Retention }
  'GET /api/v1/runs': {
    path: object
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      status?: 'queued' | 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
      workflow_id?: string
      from?: string
      to?: string
      deleted?: 'true' | 'false'
      sort?: 'created_at' | '-created_at' | 'started_at' | '-started_at' | 'ended_at' | '-ended_at'
    }
    body?: undefined
    response: { items: RenderedRun[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/runs/{id}': { path: { id: string }; query: object; body?: undefined; response: RunWithSteps }
  'GET /api/v1/runs/{id}/events': {
    path: { id: string }
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      after?: number | null
      texts?: 'english' | 'messages'
    }
    body?: undefined
    response: { items: RunEvent[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/runs/{id}/logs': {
    path: { id: string }
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      level?: 'debug' | 'info' | 'warning' | 'error'
    }
    body?: undefined
    response: { items: LogLine[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/runs/{id}/result': {
    path: { id: string }
    query: {
      format?: 'json' | 'json-rows' | 'csv' | 'csv-excel' | 'jsonl' | 'parquet' | 'arrow' | 'xlsx'
      node?: string
    }
    body?: undefined
    response: RunResult
  }
  'GET /api/v1/runs/{id}/steps': {
    path: { id: string }
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: Step[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/runs/{id}/tables/{table}': {
    path: { id: string; table: string }
    query: { limit?: number; offset?: number | null; skip?: number | null; format?: 'arrow' | 'csv' }
    body?: undefined
    response: Blob
  }
  'GET /api/v1/schedules': {
    path: object
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      workflow_id?: string
      enabled?: 'true' | 'false'
    }
    body?: undefined
    response: { items: Schedule[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/schedules/calendar': {
    path: object
    query: { from?: string; to?: string }
    body?: undefined
    response: {
      items: { schedule_id: string; workflow_id: string; name: string; times: string[]; has_more: boolean }[]
    }
  }
  'GET /api/v1/schedules/{id}': { path: { id: string }; query: object; body?: undefined; response: Schedule }
  'GET /api/v1/schedules/{id}/next': {
    path: { id: string }
    query: { count?: number; after?: string }
    body?: undefined
    response: { items: PlannedTime[]; time_zone: string }
  }
  'GET /api/v1/schedules/{id}/starts': {
    path: { id: string }
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      status?: 'due' | 'started' | 'completed' | 'failed' | 'cancelled' | 'skipped' | 'missed' | 'rejected'
    }
    body?: undefined
    response: { items: ScheduleStart[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/secrets': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: Secret[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/server/quotas/{workspace}': {
    path: { workspace: string }
    query: object
    body?: undefined
    response: ServerQuotas
  }
  'GET /api/v1/shared/{token}': { path: { token: string }; query: object; body?: undefined; response: Workflow }
  'GET /api/v1/shared/{token}/link': { path: { token: string }; query: object; body?: undefined; response: SharedLink }
  'GET /api/v1/shared/{token}/runs/{run}': {
    path: { token: string; run: string }
    query: object
    body?: undefined
    response: SharedRun
  }
  'GET /api/v1/templates': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: Template[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/templates/{id}': {
    path: { id: string }
    query: object
    body?: undefined
    response: {
      id: string
      name: string
      description: string | null
      built_in: boolean
      nodes: number
      created_at: string | null
      workflow?: Workflow
    }
  }
  'GET /api/v1/tools/files/{id}': { path: { id: string }; query: object; body?: undefined; response: Dataset }
  'GET /api/v1/uploads/{id}': { path: { id: string }; query: object; body?: undefined; response: ResumableUpload }
  'GET /api/v1/watches': { path: object; query: object; body?: undefined; response: { items: Watch[] } }
  'GET /api/v1/watches/{id}': { path: { id: string }; query: object; body?: undefined; response: Watch }
  'GET /api/v1/watches/{id}/files': {
    path: { id: string }
    query: object
    body?: undefined
    response: { items: WatchFile[] }
  }
  'GET /api/v1/webhook-endpoints': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null; workflow_id?: string }
    body?: undefined
    response: { items: WebhookEndpoint[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/webhook-endpoints/{id}': {
    path: { id: string }
    query: object
    body?: undefined
    response: WebhookEndpoint
  }
  'GET /api/v1/webhook-endpoints/{id}/deliveries': {
    path: { id: string }
    query: { limit?: number; offset?: number | null; skip?: number | null; status?: 'pending' | 'delivered' | 'failed' }
    body?: undefined
    response: { items: OutgoingDelivery[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/webhook-endpoints/{id}/deliveries/{delivery}': {
    path: { id: string; delivery: string }
    query: object
    body?: undefined
    response: OutgoingDelivery
  }
  'GET /api/v1/webhooks': {
    path: object
    query: { limit?: number; offset?: number | null; skip?: number | null; workflow_id?: string }
    body?: undefined
    response: { items: Webhook[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/webhooks/{id}': { path: { id: string }; query: object; body?: undefined; response: Webhook }
  'GET /api/v1/webhooks/{id}/deliveries': {
    path: { id: string }
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: WebhookDelivery[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/webhooks/{id}/test': { path: { id: string }; query: object; body?: undefined; response: WebhookTest }
  'GET /api/v1/workflows': {
    path: object
    query: {
      limit?: number
      offset?: number | null
      skip?: number | null
      status?: 'draft' | 'published' | 'archived'
      tag?: string
      name?: string
      version?: string
      q?: string
      deleted?: 'true' | 'false'
      owner?: string
      sort?: 'updated_at' | '-updated_at' | 'created_at' | '-created_at' | 'name' | '-name'
    }
    body?: undefined
    response: { items: WorkflowSummary[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/workflows/{id}': { path: { id: string }; query: object; body?: undefined; response: StoredWorkflow }
  'GET /api/v1/workflows/{id}/access': {
    path: { id: string }
    query: object
    body?: undefined
    response: WorkflowAccess
  }
  'GET /api/v1/workflows/{id}/export': { path: { id: string }; query: object; body?: undefined; response: Workflow }
  'GET /api/v1/workflows/{id}/queue': { path: { id: string }; query: object; body?: undefined; response: WorkflowQueue }
  'GET /api/v1/workflows/{id}/sharing': { path: { id: string }; query: object; body?: undefined; response: Sharing }
  'GET /api/v1/workflows/{id}/status': {
    path: { id: string }
    query: object
    body?: undefined
    response: WorkflowStatus
  }
  'GET /api/v1/workflows/{id}/versions': {
    path: { id: string }
    query: { limit?: number; offset?: number | null; skip?: number | null }
    body?: undefined
    response: { items: WorkflowVersion[]; total: number; limit: number; offset: number }
  }
  'GET /api/v1/workflows/{id}/versions/{number}': {
    path: { id: string; number?: number | null }
    query: object
    body?: undefined
    response: { number: number; made_by: string; label: string | null; created_at: string; workflow?: Workflow }
  }
  'GET /api/v1/workspaces': {
    path: object
    query: object
    body?: undefined
    response: { items: Workspace[]; total: number }
  }
  'GET /api/v1/workspaces/{id}': { path: { id: string }; query: object; body?: undefined; response: Workspace }
  'GET /api/v1/workspaces/{id}/invitations': {
    path: { id: string }
    query: object
    body?: undefined
    response: { items: Invitation[]; total: number }
  }
  'GET /api/v1/workspaces/{id}/members': {
    path: { id: string }
    query: object
    body?: undefined
    response: { items: Member[]; total: number }
  }
  'GET /health': { path: object; query: object; body?: undefined; response: Health }
  'GET /health/ready': { path: object; query: object; body?: undefined; response: Health }
  'GET /metrics': { path: object; query: object; body?: undefined; response: Blob }
  'PATCH /api/v1/auth/me': { path: object; query: object; body: UpdateMe; response: Me }
  'PATCH /api/v1/auth/passkeys/{id}': { path: { id: string }; query: object; body: RenamePasskey; response: Passkey }
  'PATCH /api/v1/event-triggers/{id}': {
    path: { id: string }
    query: object
    body: ChangeEventTrigger
    response: EventTrigger
  }
  'PATCH /api/v1/notification-rules/{id}': {
    path: { id: string }
    query: object
    body: ChangeNotificationRule
    response: NotificationRule
  }
  'PATCH /api/v1/schedules/{id}': { path: { id: string }; query: object; body: ChangeSchedule; response: Schedule }
  'PATCH /api/v1/uploads/{id}': { path: { id: string }; query: object; body?: undefined; response: Upload | undefined }
  'PATCH /api/v1/watches/{id}': { path: { id: string }; query: object; body: ChangeWatch; response: Watch }
  'PATCH /api/v1/webhook-endpoints/{id}': {
    path: { id: string }
    query: object
    body: ChangeWebhookEndpoint
    response: WebhookEndpoint
  }
  'PATCH /api/v1/webhooks/{id}': { path: { id: string }; query: object; body: ChangeWebhook; response: Webhook }
  'PATCH /api/v1/workflows/{id}/sharing': { path: { id: string }; query: object; body: Share; response: Sharing }
  'PATCH /api/v1/workflows/{id}/status': {
    path: { id: string }
    query: object
    body: SetStatus
    response: StoredWorkflow
  }
  'PATCH /api/v1/workspaces/{id}': { path: { id: string }; query: object; body: UpdateWorkspace; response: Workspace }
  'PATCH /api/v1/workspaces/{id}/members/{user_id}': {
    path: { id: string; user_id: string }
    query: object
    body: ChangeRole
    response: undefined
  }
  'POST /api/v1/agent-steps/claim': {
    path: object
    query: { wait?: number | null }
    body?: undefined
    response: AgentStep | undefined
  }
  'POST /api/v1/agent-steps/{id}/heartbeat': {
    path: { id: string }
    query: object
    body?: undefined
    response: { lease_until: string; deadline: string }
  }
  'POST /api/v1/agent-steps/{id}/result': {
    path: { id: string }
    query: object
    body: AgentStepResult
    response: { id: string; run_id: string; state: 'completed' | 'failed' | 'queued'; repeated: boolean }
  }
  'POST /api/v1/agents': {
    path: object
    query: object
    body: SetAgent | SetModelAgent
    response: (RemoteAgent & { token?: string }) | ModelAgent
  }
  'POST /api/v1/agents/validate': { path: object; query: object; body: ValidateData; response: RunResult | Run }
  'POST /api/v1/agents/{id}/chat': {
    path: { id: string }
    query: object
    body: Chat
    response: {
      run_id: string
      conversation: string
      version: number
      status: 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
      answer?: Record<string, unknown> | unknown[] | string | number | boolean | null
      usage?: Record<string, unknown> | null
      messages?: unknown[] | null
    }
  }
  'POST /api/v1/agents/{id}/execute': {
    path: { id: string }
    query: object
    body: ExecuteAgent
    response:
      | (RunResult & {
          answer?: Record<string, unknown> | unknown[] | string | number | boolean | null
          usage?: Record<string, unknown> | null
          messages?: unknown[] | null
        })
      | Run
  }
  'POST /api/v1/agents/{id}/test': {
    path: { id: string }
    query: object
    body?: TestAgent
    response: {
      id: string
      success: boolean
      http_status: number | null
      duration_ms: number
      result?: Json
      problem?: Record<string, unknown> | null
      run_id?: string
    }
  }
  'POST /api/v1/agents/{id}/token': {
    path: { id: string }
    query: object
    body?: undefined
    response: RemoteAgent & { token?: string }
  }
  'POST /api/v1/agents/{id}/versions/{number}/restore': {
    path: { id: string; number: number }
    query: object
    body?: undefined
    response: ModelAgent
  }
  'POST /api/v1/ai/explain-error': {
    path: object
    query: object
    body: ExplainError
    response: {
      code: string
      meaning: string
      example: string
      solution: string
      fixes: { description: string; edit?: Record<string, unknown>; verified: boolean }[]
    }
  }
  'POST /api/v1/ai/generate-workflow': {
    path: object
    query: object
    body: GenerateWorkflow
    response: {
      version: number
      name: string
      nodes: {
        id: string
        type: string
        position: { x: number; y: number }
        data: { label: string; config?: Record<string, unknown> }
      }[]
      edges: { id: string; source: string; sourceHandle?: string; target: string; targetHandle: string }[]
      ignored: string[]
      template?: string
      model?: {
        name: string
        requests: number
        questions: string[]
        remarks: string
        problems: string[]
        failure?: string
      }
    }
  }
  'POST /api/v1/ai/suggest-next': {
    path: object
    query: object
    body: SuggestNext
    response: { items: { type: string; label: string; description: string }[] }
  }
  'POST /api/v1/auth/api-keys': { path: object; query: object; body: CreateApiKey; response: CreatedApiKey }
  'POST /api/v1/auth/login': { path: object; query: object; body: LogIn; response: SignedIn }
  'POST /api/v1/auth/logout': { path: object; query: object; body?: undefined; response: undefined }
  'POST /api/v1/auth/me/delete': { path: object; query: object; body: DeleteAccount; response: undefined }
  'POST /api/v1/auth/passkey-sign-in': { path: object; query: object; body: PasskeySignIn; response: SignedIn }
  'POST /api/v1/auth/passkey-sign-in/options': {
    path: object
    query: object
    body?: undefined
    response: PasskeyOptions
  }
  'POST /api/v1/auth/passkeys': { path: object; query: object; body: AddPasskey; response: Passkey }
  'POST /api/v1/auth/passkeys/options': { path: object; query: object; body?: undefined; response: PasskeyOptions }
  'POST /api/v1/auth/refresh': { path: object; query: object; body: Refresh; response: SignedIn }
  'POST /api/v1/auth/register': { path: object; query: object; body: Register; response: SignedIn }
  'POST /api/v1/auth/request-otp': { path: object; query: object; body: RequestCode; response: CodeSent }
  'POST /api/v1/auth/reset-password': { path: object; query: object; body: ResetPassword; response: SignedIn }
  'POST /api/v1/auth/session': { path: object; query: object; body?: ContinueSession; response: SignedIn }
  'POST /api/v1/auth/setup': { path: object; query: object; body: SetUp; response: SignedIn }
  'POST /api/v1/auth/verify-otp': { path: object; query: object; body: VerifyCode; response: SignedIn }
  'POST /api/v1/data/upload': { path: object; query: object; body?: undefined; response: Upload }
  'POST /api/v1/evaluations': { path: object; query: object; body: Evaluate; response: Evaluation }
  'POST /api/v1/events': { path: object; query: object; body: PublishEvent; response: { items: PublishedEvent[] } }
  'POST /api/v1/executions': { path: object; query: object; body: StartRun; response: RenderedRun }
  'POST /api/v1/executions/{id}/approvals/{node}': {
    path: { id: string; node: string }
    query: object
    body: Decide
    response: RenderedRun
  }
  'POST /api/v1/executions/{id}/cancel': {
    path: { id: string }
    query: object
    body?: undefined
    response: RenderedRun
  }
  'POST /api/v1/executions/{id}/migrate': {
    path: { id: string }
    query: object
    body?: undefined
    response: RenderedRun
  }
  'POST /api/v1/executions/{id}/restore': {
    path: { id: string }
    query: object
    body?: undefined
    response: RenderedRun
  }
  'POST /api/v1/executions/{id}/retry': { path: { id: string }; query: object; body?: RetryRun; response: RenderedRun }
  'POST /api/v1/executions/{id}/signals/{name}': {
    path: { id: string; name: string }
    query: object
    body?: Signal
    response: RenderedRun
  }
  'POST /api/v1/gallery': { path: object; query: object; body: PublishGalleryTemplate; response: GalleryTemplate }
  'POST /api/v1/gallery/{id}/use': {
    path: { id: string }
    query: object
    body?: UseGalleryTemplate
    response: StoredWorkflow
  }
  'POST /api/v1/invitations/{token}/accept': {
    path: { token: string }
    query: object
    body?: undefined
    response: AcceptedInvitation
  }
  'POST /api/v1/jobs': { path: object; query: object; body: StartRun; response: RenderedRun }
  'POST /api/v1/jobs/{id}/approvals/{node}': {
    path: { id: string; node: string }
    query: object
    body: Decide
    response: RenderedRun
  }
  'POST /api/v1/jobs/{id}/cancel': { path: { id: string }; query: object; body?: undefined; response: RenderedRun }
  'POST /api/v1/jobs/{id}/migrate': { path: { id: string }; query: object; body?: undefined; response: RenderedRun }
  'POST /api/v1/jobs/{id}/restore': { path: { id: string }; query: object; body?: undefined; response: RenderedRun }
  'POST /api/v1/jobs/{id}/retry': { path: { id: string }; query: object; body?: RetryRun; response: RenderedRun }
  'POST /api/v1/jobs/{id}/signals/{name}': {
    path: { id: string; name: string }
    query: object
    body?: Signal
    response: RenderedRun
  }
  'POST /api/v1/mcp': { path: object; query: object; body: McpMessage; response: undefined }
  'POST /api/v1/mcp/servers': { path: object; query: object; body: McpServerBody; response: McpServer }
  'POST /api/v1/mcp/servers/{id}/approve': {
    path: { id: string }
    query: object
    body: McpApproval
    response: McpTools
  }
  'POST /api/v1/mcp/servers/{id}/authorization': {
    path: { id: string }
    query: object
    body: McpAuthorizationQuery
    response: McpServer
  }
  'POST /api/v1/mcp/servers/{id}/authorize': {
    path: { id: string }
    query: object
    body: McpAuthorizationStart
    response: McpAuthorizationUrl
  }
  'POST /api/v1/mcp/servers/{id}/connect': {
    path: { id: string }
    query: object
    body?: undefined
    response: McpServer
  }
  'POST /api/v1/mcp/servers/{id}/disconnect': {
    path: { id: string }
    query: object
    body?: undefined
    response: McpServer
  }
  'POST /api/v1/mcp/servers/{id}/tools/{name}/call': {
    path: { id: string; name: string }
    query: object
    body: McpCall
    response: McpCallResult
  }
  'POST /api/v1/notification-rules': {
    path: object
    query: object
    body: NewNotificationRule
    response: NotificationRule
  }
  'POST /api/v1/notifications/read': {
    path: object
    query: object
    body: ReadNotifications
    response: { ids: string[] }
  }
  'POST /api/v1/push-subscriptions': {
    path: object
    query: object
    body: NewPushSubscription
    response: PushSubscription
  }
  'POST /api/v1/runs': { path: object; query: object; body: StartRun; response: RenderedRun }
  'POST /api/v1/runs/{id}/approvals/{node}': {
    path: { id: string; node: string }
    query: object
    body: Decide
    response: RenderedRun
  }
  'POST /api/v1/runs/{id}/cancel': { path: { id: string }; query: object; body?: undefined; response: RenderedRun }
  'POST /api/v1/runs/{id}/migrate': { path: { id: string }; query: object; body?: undefined; response: RenderedRun }
  'POST /api/v1/runs/{id}/restore': { path: { id: string }; query: object; body?: undefined; response: RenderedRun }
  'POST /api/v1/runs/{id}/retry': { path: { id: string }; query: object; body?: RetryRun; response: RenderedRun }
  'POST /api/v1/runs/{id}/signals/{name}': {
    path: { id: string; name: string }
    query: object
    body?: Signal
    response: RenderedRun
  }
  'POST /api/v1/schedules': { path: object; query: object; body: NewSchedule; response: Schedule }
  'POST /api/v1/schedules/preview': {
    path: object
    query: object
    body: PreviewSchedule
    response: { items: PlannedTime[]; problems: Problem[]; time_zone: string; time_zone_data: string }
  }
  'POST /api/v1/schedules/{id}/backfill': {
    path: { id: string }
    query: object
    body: BackfillSchedule
    response: { starts: number }
  }
  'POST /api/v1/schedules/{id}/pause': { path: { id: string }; query: object; body?: PauseSchedule; response: Schedule }
  'POST /api/v1/schedules/{id}/resume': { path: { id: string }; query: object; body?: undefined; response: Schedule }
  'POST /api/v1/schedules/{id}/run': {
    path: { id: string }
    query: object
    body?: RunSchedule
    response: { planned_at: string }
  }
  'POST /api/v1/shared/{token}/execute': {
    path: { token: string }
    query: object
    body?: SharedStart
    response: SharedRunStart
  }
  'POST /api/v1/templates': { path: object; query: object; body: PublishTemplate; response: Template }
  'POST /api/v1/templates/{id}/use': {
    path: { id: string }
    query: object
    body?: UseTemplate
    response: StoredWorkflow
  }
  'POST /api/v1/tools/ai/chat': { path: object; query: object; body: ToolChatBody; response: ToolChat }
  'POST /api/v1/tools/ai/image': { path: object; query: object; body: ToolImageBody; response: ToolImage }
  'POST /api/v1/tools/files/upload': { path: object; query: object; body?: undefined; response: Upload }
  'POST /api/v1/tools/web/read': { path: object; query: object; body: ToolReadBody; response: ToolPage }
  'POST /api/v1/tools/web/search': { path: object; query: object; body: ToolSearchBody; response: ToolSearch }
  'POST /api/v1/uploads': { path: object; query: object; body?: undefined; response: ResumableUpload }
  'POST /api/v1/watches': { path: object; query: object; body: NewWatch; response: Watch }
  'POST /api/v1/webhook-endpoints': { path: object; query: object; body: NewWebhookEndpoint; response: WebhookEndpoint }
  'POST /api/v1/webhook-endpoints/{id}/deliveries/{delivery}/redeliver': {
    path: { id: string; delivery: string }
    query: object
    body?: undefined
    response: OutgoingDelivery
  }
  'POST /api/v1/webhook-endpoints/{id}/rotate-secret': {
    path: { id: string }
    query: object
    body?: RotateEndpointSecret
    response: WebhookEndpoint
  }
  'POST /api/v1/webhook-endpoints/{id}/test': {
    path: { id: string }
    query: object
    body?: undefined
    response: OutgoingDelivery
  }
  'POST /api/v1/webhooks/{id}/rotate-token': {
    path: { id: string }
    query: object
    body?: RotateWebhookToken
    response: Webhook
  }
  'POST /api/v1/webhooks/{id}/test': { path: { id: string }; query: object; body?: undefined; response: WebhookTest }
  'POST /api/v1/workflows': {
    path: object
    query: { id?: string; trust?: 'imported' | 'shared' }
    body: Workflow
    response: StoredWorkflow
  }
  'POST /api/v1/workflows/import': {
    path: object
    query: { trust?: 'imported' | 'shared'; version?: string }
    body: Workflow
    response: ImportedWorkflow
  }
  'POST /api/v1/workflows/{id}/duplicate': {
    path: { id: string }
    query: object
    body?: Duplicate
    response: StoredWorkflow
  }
  'POST /api/v1/workflows/{id}/execute': { path: { id: string }; query: object; body?: Execute; response: Run }
  'POST /api/v1/workflows/{id}/restore': {
    path: { id: string }
    query: object
    body?: undefined
    response: StoredWorkflow
  }
  'POST /api/v1/workflows/{id}/validate': {
    path: { id: string }
    query: object
    body?: undefined
    response: { valid: boolean; problems: Problem[]; description?: WorkflowDescription }
  }
  'POST /api/v1/workflows/{id}/versions': {
    path: { id: string }
    query: object
    body: NameVersion
    response: WorkflowVersion
  }
  'POST /api/v1/workflows/{id}/versions/{number}/restore': {
    path: { id: string; number?: number | null }
    query: object
    body?: undefined
    response: StoredWorkflow
  }
  'POST /api/v1/workspaces': { path: object; query: object; body: CreateWorkspace; response: Workspace }
  'POST /api/v1/workspaces/{id}/invite': { path: { id: string }; query: object; body: Invite; response: Invitation }
  'POST /api/v1/workspaces/{id}/leave': { path: { id: string }; query: object; body?: undefined; response: undefined }
  'POST /api/v1/workspaces/{id}/transfer': {
    path: { id: string }
    query: object
    body: TransferWorkspace
    response: undefined
  }
  'PUT /api/v1/agents/{id}': {
    path: { id: string }
    query: object
    body: SetAgent | SetModelAgent
    response: RemoteAgent | ModelAgent
  }
  'PUT /api/v1/auth/password': { path: object; query: object; body: SetPassword; response: undefined }
  'PUT /api/v1/config': { path: object; query: object; body: SetConfiguration; response: Configuration }
  'PUT /api/v1/event-types/{name}': { path: { name: string }; query: object; body: SetEventType; response: EventType }
  'PUT /api/v1/mcp/servers/{id}': { path: { id: string }; query: object; body: McpServerBody; response: McpServer }
  'PUT /api/v1/quotas': { path: object; query: object; body: SetQuotas; response: Quotas }
  'PUT /api/v1/retention': { path: object; query: object; body: SetRetention; response: Retention }
  'PUT /api/v1/secrets/{name}': { path: { name: string }; query: object; body: SetSecret; response: StoredSecret }
  'PUT /api/v1/server/quotas/{workspace}': {
    path: { workspace: string }
    query: object
    body: SetServerQuotas
    response: ServerQuotas
  }
  'PUT /api/v1/workflows/{id}': { path: { id: string }; query: object; body: Workflow; response: StoredWorkflow }
  'PUT /api/v1/workflows/{id}/access': {
    path: { id: string }
    query: object
    body: GrantAccess
    response: WorkflowAccess
  }
  'PUT /api/v1/workflows/{id}/queue': {
    path: { id: string }
    query: object
    body: SetWorkflowQueue
    response: WorkflowQueue
  }
}
