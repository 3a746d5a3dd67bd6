import type { Workflow } from '@aw-flow/schema'
import type { ColumnType, Generated } from 'kysely'
import type { McpServerType, McpStatus } from '../../mcp/mcp-server.ts'
import type { OverlapPolicy, StartStatus } from '../../triggers/schedules/schedule-policies.ts'
import type { SignatureAlgorithm, WebhookScheme } from '../../triggers/webhooks/webhook-signature.ts'
import type { NotificationChannel, NotificationEvent } from '../../notifications/notification.ts'

type Time = ColumnType<Date, Date, Date>

interface Owned {
  /** The workspace that owns the row. */
  workspace_id: string
}

interface Item extends Owned {
  id: string
}

interface StampedItem extends Item {
  created_at: Time
  updated_at: Time
}

/**
 * The database tables. Documents, events and reports are stored as JSON in text columns, because PostgreSQL's JSON
 * types reject strings that JSON allows (NUL, lone surrogates). Depending on the driver, sizes are read as numbers or
 * strings.
 */
export interface Database {
  datasets: Owned & {
    /** SHA-256 of the file's bytes, also used as the file name. Workspaces that upload the same file share it. */
    id: string
    name: string
    size: ColumnType<number | string, number, never>
    created_at: Time
    /** Load report for the entire file, as JSON; null until it has been computed. */
    load_report: string | null
    /** When the dataset was deleted. The bytes remain until the purge. */
    deleted_at: Time | null
  }
  workflows: StampedItem & {
    document: string
    /** The columns from `name` to `hash` are derived from the document for use in lists. See `toWorkflowColumns`. */
    name: string
    description: string | null
    status: Workflow['status']
    tags: string[]
    hash: string
    /** Incremented on every change, including status changes. */
    revision: number
    /** The version whose content equals the document's, and the version published most recently. */
    version: number | null
    published_version: number | null
    /** Label that a client gave to the latest version, such as `1.0.0`. */
    version_label: string | null
    /** The workflow that this one was duplicated from. */
    parent_id: string | null
    /** `QueueSettings` as JSON; null for the default settings. */
    queue: string | null
    /** ID of the caller who created the workflow; null for workflows created before this column existed. */
    created_by: string | null
    /** Origin of the document. */
    trust: 'own' | 'imported' | 'shared'
    /** Access that a user has granted to an imported or shared document, as JSON; null if none. */
    granted: string | null
    /** When the workflow was deleted. The document remains, but the API no longer finds it. */
    deleted_at: Time | null
  }
  comments: StampedItem & {
    workflow_id: string
    /** ID of the first comment of the thread, which has the target and the state of the thread. */
    thread_id: string
    /** Subject of the thread, as JSON; null for replies. */
    target: string | null
    /** The node, if the target is a node of the document itself. */
    node_id: string | null
    /** The last name of the target. */
    target_name: string
    /** The text, in which tokens stand for the mentioned members. */
    text: string
    /** User IDs of the mentioned members. */
    mentions: string[]
    created_by: string
    /** Name of an author without an account, encrypted. */
    author_name: string | null
    resolved_at: Time | null
    resolved_by: string | null
  }
  live_documents: Owned & {
    workflow_id: string
    /** Differs from that of a deleted and restored document, whose edits have the same numbers. */
    epoch: string
    /** The leaves after edit number `seq`, as JSON. */
    leaves: string
    seq: number
    /** The revision of the workflow that has these leaves. */
    revision: number
  }
  live_edits: Owned & {
    workflow_id: string
    /** The number of the edit, starting at 1 without gaps. */
    seq: number
    client: string
    /** The number that the client gave to the edit. */
    number: number
    user_id: string
    /** The changes that apply, as JSON. */
    changes: string
    /** Refused and replaced changes, as JSON; null if there are none. */
    refused: string | null
    created_at: Time
  }
  workflow_versions: Owned & {
    workflow_id: string
    /** Version number, starting at 1. */
    number: number
    document: string
    hash: string
    /** Why the version was created: `saved`, `named`, `published`, `run` or `restored`. */
    made_by: string
    /** ID of the caller who created the version; null for versions created before this column existed. */
    created_by: string | null
    label: string | null
    created_at: Time
  }
  runs: Item & {
    workflow_id: string
    workflow_name: string
    workflow_version: number | null
    /** The run's state, derived from its events for use in lists. */
    status: string
    created_at: Time
    started_at: Time | null
    ended_at: Time | null
    /** The request as JSON: workflow, inputs and seed. It is sufficient to start a run that has no events yet. */
    request: string
    /** Runs with a higher number start first. */
    priority: number
    /** Fencing token, incremented on every claim. Writes under an earlier lease are rejected. */
    lease: number
    /**
     * The worker that holds the lease, and its last heartbeat; null while the run is queued or waiting, and after it
     * has ended.
     */
    worker: string | null
    beat_at: Time | null
    cancel_requested_at: Time | null
    /** When a waiting run resumes automatically. */
    wakes_at: Time | null
    /** Why the run cannot continue, as JSON. The run's record is unchanged. */
    problem: string | null
    /** The earlier run that this run retries. */
    retry_of: string | null
    /** Type of the trigger that started the run; null for runs created before this column existed. */
    trigger_type: string | null
    /** The user or program that started the run, as stated in the request. */
    triggered_by: string | null
    /** Limits concurrency: runs of a workflow that have the same key wait for each other. */
    concurrency_key: string | null
    /** Maximum number of concurrent runs with the same key. */
    concurrency_limit: number | null
    /** Whether the run is waiting for other runs with its key. */
    blocked: boolean
    /**
     * IDs of the workflows that the run's sub-workflow nodes execute, as a JSON array; null for runs created before
     * this column existed.
     */
    part_ids: string | null
    /** The first dataset passed to the run. */
    input_data_id: string | null
    /** Metadata supplied by the client, as JSON. */
    metadata: string | null
    /** The caller who requested the cancellation. */
    cancelled_by: string | null
    /** Names of the events that a waiting run waits for; null if the run is not waiting, or while a worker holds it. */
    waits_for: string[] | null
    /** Length of the chain of events that led to this run. */
    event_depth: number
    /**
     * ID of the caller who started the run; null for runs started by triggers and runs created before this column
     * existed.
     */
    started_by: string | null
    /**
     * Execution time up to `active_since`, or up to now if that is null, in ms. A database trigger maintains both
     * columns.
     */
    active_ms: Generated<number>
    /** When the execution in progress started; null if the run is not executing. */
    active_since: Generated<Time | null>
    deleted_at: Time | null
  }
  /** Commands for running or waiting runs: decisions, migrations and events. */
  run_controls: Item & {
    run_id: string
    body: string
    created_at: Time
    /** The command's result as JSON: `null` or a problem. The column is null until there is a result. */
    answer: string | null
  }
  /** Responses, keyed by idempotency key, so that a request sent twice is executed only once. */
  idempotency_keys: Owned & {
    caller: string
    key: string
    /** Hash of the request's method, path and body. */
    request: string
    /** HTTP status of the response; null while the request is being executed. */
    status: number | null
    body: string | null
    /** Headers to replay with the response, as JSON; null if there are none. */
    headers: string | null
    created_at: Time
  }
  /** Share links for workflows. Anyone with the link can read the workflow. */
  shared_workflows: Owned & {
    workflow_id: string
    /** SHA-256 of the token. */
    token: string
    /** The encrypted token, which the API shows again; null in a row of an earlier version, whose token is not hashed. */
    sealed_token: string | null
    created_at: Time
    expires_at: ColumnType<Date | null, Date | null, Date | null>
    can_run: ColumnType<boolean, boolean, boolean>
    /** Permission of visitors; null for links of earlier versions. */
    permission: string | null
    created_by: string | null
  }
  /** Templates published on this server, in addition to the built-in ones. */
  templates: Item & {
    name: string
    description: string | null
    document: string
    /** Origin of the workflow that the template was published from. */
    trust: 'own' | 'imported' | 'shared'
    created_at: Time
  }
  /** Templates that workspaces have published to all workspaces. */
  gallery_templates: Item & {
    workflow_id: string
    author_id: string
    name: string
    description: string | null
    /** Tags, as JSON. */
    tags: string
    /** Number of nodes. */
    nodes: number
    document: string
    /** Number of workflows created from the template. */
    uses: Generated<number>
    published_at: Time
  }
  /** Schedules that start runs of workflows. */
  schedules: StampedItem & {
    workflow_id: string
    /** The schedule node that defines the timing; null if the schedule was not created from a node. */
    node_id: string | null
    name: string
    /** `ScheduleTiming` as JSON. */
    timing: string
    overlap: OverlapPolicy
    /** Maximum random delay before a start. */
    jitter_seconds: number
    /** Maximum age of planned times whose runs start late because no server was running. */
    catch_up_seconds: number
    /** Number of consecutive failures after which the schedule is disabled; 0 means never. */
    pause_after_failures: number
    enabled: boolean
    /** The reason that a user gave for disabling the schedule. */
    note: string | null
    /** Why the server disabled the schedule, as JSON. */
    problem: string | null
    /** Number of consecutive failed starts. */
    failures: number
    /** Next planned time; null if there is none or the schedule is disabled. */
    next_at: Time | null
    /** Every planned time up to this one has a row in `schedule_starts`. */
    planned_until: Time | null
  }
  /** Planned times up to now. Consecutive missed times share one row. */
  schedule_starts: Owned & {
    schedule_id: string
    planned_at: Time
    /** The planned time plus the random delay. */
    due_at: Time
    status: StartStatus
    /** Overrides the schedule's overlap policy. */
    overlap: OverlapPolicy | null
    run_id: string | null
    /** Number of consecutive missed times, starting at `planned_at`. */
    missed: number | null
    /** Why the start was rejected, as JSON. */
    problem: string | null
  }
  /** Event types and the schemas of their data. */
  event_types: Owned & {
    name: string
    description: string
    /** JSON Schema of the data; null if any data is allowed. */
    schema: string | null
    created_at: Time
    updated_at: Time
  }
  /** Event nodes in workflows. They start runs when an event is published. */
  event_triggers: StampedItem & {
    workflow_id: string
    node_id: string
    name: string
    /** Name of the event that starts the node. */
    event: string
    enabled: boolean
  }
  /** Events from the last 30 days. A database trigger on `runs` adds an event when a run ends. */
  events: Item & {
    source: string
    /** Unique within its source. */
    event_id: string
    type: string
    subject: string | null
    /** Event data, as JSON. */
    data: string
    occurred_at: Time
    received_at: Time
    /** The run that published the event, if any. */
    run_id: string | null
    /** Length of the chain of events that led to this one. */
    depth: number
    /** `pending` until the event's runs have been started. */
    status: 'pending' | 'done'
    /** Until this time, only the server that claimed the event handles it. */
    claimed_until: Time
    /** Number of waiting runs that the event resumed. */
    woken: number
  }
  /** Runs that events started through triggers, or the problems that prevented them. */
  event_starts: Owned & {
    event_id: string
    trigger_id: string
    workflow_id: string
    workflow_name: string
    run_id: string | null
    problem: string | null
  }
  /** Webhooks: URLs that start a workflow when called. */
  webhooks: StampedItem & {
    workflow_id: string
    node_id: string
    name: string
    enabled: boolean
    /** SHA-256 of the token in the URL; null until the webhook is first enabled. */
    token_hash: string | null
    /** SHA-256 of the token before the last rotation. It is accepted until `previous_token_until`. */
    previous_token_hash: string | null
    previous_token_until: Time | null
    /** The last part of the URL `/hooks/{workspace}/{path}`; null if the webhook has no such URL. */
    path: string | null
    scheme: WebhookScheme
    /** Encrypted signing secret. */
    sealed_secret: string | null
    /** Name of the header that carries the signature for the scheme `hmac`. */
    signature_header: string
    /** Maximum difference between a signed timestamp and the current time. */
    tolerance_seconds: number
    /** Whether equal signed bytes with another delivery ID start another run. */
    allow_repeats: boolean
    /** Allowed addresses and networks, as JSON; empty if all are allowed. */
    allowed_addresses: string
    /** Origins of pages that can call the webhook, as JSON. */
    allowed_origins: string
    /** Hash function of the scheme `hmac`. */
    signature_algorithm: SignatureAlgorithm
    /** Text that the scheme `hmac` signs, with `{body}` and `{timestamp}`. */
    signature_base: string
    /** Name of the header with the signed time, for the scheme `hmac`; empty if no time is signed. */
    timestamp_header: string
    requests_per_minute: number
  }
  /** Requests received by webhooks. */
  webhook_deliveries: Item & {
    webhook_id: string
    received_at: Time
    method: string
    bytes: number
    /** HTTP status of the response; 202 if the request was accepted. */
    status: number
    run_id: string | null
    /** Why the request was rejected, as JSON. */
    problem: string | null
    /** Identifies an accepted request, so that repeating it does not start another run. */
    replay_key: string | null
  }
  /** Rules that determine which runs users are notified about. */
  notification_rules: StampedItem & {
    /** User ID; an empty string on a server without accounts. */
    person: string
    workflow_id: string | null
    events: string[]
    channel: string
    email: string | null
    /** Language of emails on a server without accounts; null for English. */
    language: string | null
    enabled: boolean
  }
  /** Browsers that receive notifications through Web Push. */
  push_subscriptions: StampedItem & {
    /** User ID; an empty string on a server without accounts. */
    person: string
    /** Session in which the user subscribed; null on a server without accounts. */
    session_id: string | null
    /** URL of the browser's push service. */
    endpoint: string
    p256dh: string
    auth: string
    language: string
    /** Why sending the last message failed, as JSON. */
    problem: string | null
  }
  notifications: Item & {
    rule_id: string
    person: string
    channel: NotificationChannel
    email: string | null
    event: NotificationEvent
    run_id: string
    workflow_id: string | null
    workflow_name: string | null
    /** The comment that mentions the person; null for events of runs. */
    comment_id: string | null
    occurred_at: Time
    /** `dropped`: a limit was exceeded, or the recipient has left the workspace. */
    status: 'pending' | 'sent' | 'failed' | 'dropped'
    next_at: Time | null
    /** Number of attempts to send the notification. */
    attempts: number
    /** Why the notification was not sent, as JSON. */
    problem: string | null
    read_at: Time | null
  }
  /** Watched folders and S3 prefixes. */
  watches: StampedItem & {
    name: string
    /** The folder or bucket to watch, as JSON. */
    source: string
    pattern: string
    interval_seconds: number
    enabled: boolean
    /** Whether the files that already existed in the source when it was set have been recorded. */
    is_listed: boolean
    next_at: Time
    checked_at: Time | null
    /** Why the last check failed, as JSON. */
    problem: string | null
  }
  /** Files found by watches. */
  watch_files: Owned & {
    watch_id: string
    key: string
    version: string
    found_at: Time
    event_id: string | null
    /** Why the file published no event, as JSON. */
    problem: string | null
  }
  webhook_tests: Owned & {
    webhook_id: string
    token_hash: string
    listening_until: Time
    received_at: Time | null
    /** The received request, as JSON. */
    request: string | null
  }
  /** Webhook endpoints: URLs that are called when a run's state changes. */
  webhook_endpoints: StampedItem & {
    /** The workflow whose runs are reported; null for all workflows in the workspace. */
    workflow_id: string | null
    name: string
    url: string
    events: string[]
    /** Published events to deliver: a type, `type:subject`, or a prefix that ends with `*`. */
    event_names: Generated<string[]>
    format: string
    enabled: boolean
    /** Why the server disabled the endpoint. */
    disabled_reason: string | null
    /** Encrypted signing secret. */
    sealed_secret: string
    sealed_previous_secret: string | null
    previous_secret_until: Time | null
  }
  /** Events to deliver to endpoints. A database trigger on `runs` adds them. */
  outgoing_deliveries: Item & {
    endpoint_id: string
    event: string
    occurred_at: Time
    run_id: string | null
    workflow_id: string | null
    workflow_name: string | null
    status: 'pending' | 'delivered' | 'failed'
    /** Time of the next attempt, or the time when a sender's claim expires. */
    next_at: Time | null
    /** Number of attempts since the event or the last redelivery. */
    retries: number
    /** `DeliveryAttempt[]` as JSON. */
    attempts: string
    /** The published event as JSON, with its data as a JSON string; null for run events. */
    payload: Generated<string | null>
  }
  /** Links users of identity providers to their accounts. */
  user_identities: {
    /** The provider's issuer, and the user's ID at that provider. */
    issuer: string
    subject: string
    user_id: string
    created_at: Time
  }
  /** Users' passkeys, keyed by credential ID (base64url). */
  passkeys: {
    id: string
    user_id: string
    name: string
    /** COSE key, base64url-encoded. */
    public_key: string
    /** The authenticator's signature counter; 0 if it has none. */
    counter: ColumnType<number | string, number>
    /** The authenticator's transports, as JSON. */
    transports: string
    /** Host name for which the passkey was created. */
    relying_party: string
    created_at: Time
    last_used_at: Time | null
  }
  /** User accounts, which are shared by all workspaces. */
  users: {
    id: string
    created_at: Time
    updated_at: Time
    /** Email address, in lowercase. */
    email: string
    /** Argon2id hash; null for an account that signs in only with codes. */
    password_hash: string | null
    full_name: string | null
    avatar_url: string | null
    is_active: boolean
    email_verified_at: Time | null
    last_login_at: Time | null
    /** Language of emails; null for English. */
    language: Generated<string | null>
  }
  /** Keys that encrypt each person's personal data. See `PersonalStrings`. */
  person_keys: {
    person: string
    /** The encrypted key; null once it has been deleted. */
    sealed_key: string | null
    created_at: Time
  }
  /** Codes sent by email, challenges of passkeys, and the setup link. */
  one_time_codes: {
    id: string
    email: string
    /** For a code sent by email, followed by its ID, because an address can have several. */
    purpose: string
    /** HMAC of the code, keyed with a server key. With a plain hash, six digits could be guessed. */
    code_hash: string
    /** Always 0. Earlier versions count wrong codes. */
    attempts: number
    expires_at: Time
    created_at: Time
  }
  sessions: {
    id: string
    user_id: string
    /** SHA-256 of the ID of the newest refresh token. */
    refresh_hash: string
    ip_address: string | null
    user_agent: string | null
    expires_at: Time
    last_activity_at: Time
    created_at: Time
    revoked_at: Time | null
  }
  api_keys: Item & {
    user_id: string
    name: string
    key_hash: string
    scopes: string[]
    expires_at: Time | null
    created_at: Time
    revoked_at: Time | null
  }
  /**
   * Counts of requests that send codes or try to guess them, keyed by an HMAC of the address or account, and of the
   * requests of each caller, if several servers count them.
   */
  sign_in_attempts: { key: string; count: number; expires_at: Time }
  workspaces: Owned & {
    name: string
    description: string
    /** Settings, as JSON. */
    settings: string
    deleted_at: Time | null
    created_at: Time
    updated_at: Time
  }
  /** Changes made by members. Entries are only ever added, never modified. */
  audit_entries: Item & {
    /** Sequence number within the workspace, starting at 1. */
    sequence: number
    user_id: string
    api_key_id: string | null
    action: string
    entity_type: string
    entity_id: string | null
    /** Names of the changed fields and some of their values, as JSON. */
    changes: string
    ip_address: string | null
    user_agent: string | null
    created_at: Time
    /** HMAC of the entry and the previous hash. */
    hash: string
  }
  /** The latest audit entry of each workspace. */
  audit_heads: Owned & {
    sequence: number
    hash: string
    /** Sequence number of the last entry removed by the retention policy; 0 if none was removed. */
    removed_sequence: Generated<number>
    removed_hash: Generated<string>
    /** HMAC of the last removed entry. */
    removed_proof: string | null
  }
  workspace_members: Owned & {
    user_id: string
    /** A workspace has at most one owner. */
    role: string
    invited_by: string | null
    joined_at: Time
  }
  invitations: Item & {
    email: string
    role: string
    token_hash: string
    invited_by: string
    expires_at: Time
    created_at: Time
  }
  /** Workspace values, keyed by name. The server's own values belong to the default workspace. */
  facts: { workspace_id: string; name: string; value: string }
  run_events: Owned & {
    run_id: string
    seq: number
    body: string
  }
  secrets: Owned & {
    name: string
    /** The encrypted value, bound to the name and the hosts. */
    sealed: string
    /** Allowed hosts, as a JSON array. */
    hosts: string
    created_at: Time
    updated_at: Time
  }
  /** Registered agents. */
  agents: StampedItem & {
    kind: string
    name: string
    description: string
    status: 'active' | 'inactive'
    /** The agent's other settings, as JSON. */
    settings: string
    /** Number of consecutive failed calls. */
    failures: number
    /** Until this time, the circuit breaker rejects calls. After that, one trial call is allowed. */
    open_until: Time | null
    last_called_at: Time | null
    last_problem: string | null
    /** SHA-256 of a pull agent's token. */
    token_hash: string | null
    /** When a pull agent last requested a step. */
    seen_at: Time | null
    deleted_at: Time | null
  }
  /** Evaluations of model agents and workflows. */
  evaluations: Item & {
    name: string
    target_kind: 'agent' | 'workflow'
    target_id: string
    /** The version of the target that was evaluated. */
    version: number
    dataset_id: string | null
    /** JSON Schema that every answer must match. */
    answer_schema: string | null
    /** The cases, including their runs and results, as JSON. */
    cases: string
    created_by: string
    created_at: Time
  }
  /** Versions of model agents. */
  agent_versions: Owned & {
    agent_id: string
    number: number
    /** The agent's behavior, as JSON. */
    behavior: string
    /** The caller who created the version. */
    created_by: string
    created_at: Time
  }
  /** Steps that runs queue for pull agents. */
  agent_steps: Item & {
    agent_id: string
    run_id: string
    /** Identifies the step within its run, and stays the same if the step is repeated. */
    key: string
    node_id: string
    /** Input, as JSON. */
    input: string
    state: 'queued' | 'claimed' | 'completed' | 'failed' | 'withdrawn'
    attempts: number
    max_attempts: number
    lease_seconds: number
    /** SHA-256 of the latest claim's token. */
    token_hash: string | null
    /** SHA-256 of earlier claims' tokens, separated by spaces. */
    earlier_token_hashes: string
    claimed_at: Time | null
    lease_until: Time | null
    /** When the run stops waiting for the step. */
    deadline: Time
    /** SHA-256 of the last result, used to recognize a repeated one. */
    result_hash: string | null
    /** Outcome, as JSON. */
    outcome: string | null
    created_at: Time
    /** Steps are claimed in ascending order of this time. */
    available_at: Time
    finished_at: Time | null
    /** When the run received the outcome. */
    read_at: Time | null
  }
  /** Turns in agent conversations. */
  agent_memory: Owned & {
    workflow_id: string
    /** Node path: the containing nodes, then the node itself. */
    agent: string
    conversation: string
    /** Idempotency key of the effect that stored the turn. */
    id: string
    /** Determines the order of the turns. */
    position: Generated<string>
    /** Messages of the turn, as JSON. */
    turn: string
    created_at: Time
  }
  /** Usage of each model call; an estimate until the call ends. */
  model_usage: Owned & {
    /** Year and month in UTC, such as `2026-11`. */
    month: string
    /** Idempotency key of the call. */
    effect: string
    requests: number
    tool_calls: Generated<number>
    input_tokens: number
    output_tokens: number
    /** Cost of the calls whose price is known. */
    cost: number
    /** Number of calls whose price is unknown. */
    unpriced: Generated<number>
    /** Duration of the request to the model, in ms. */
    ms: Generated<number>
  }
  /** Registered MCP servers. */
  mcp_servers: StampedItem & {
    name: string
    type: McpServerType
    url: string | null
    command: string | null
    /** Name of the secret to send as a bearer token. */
    secret: string | null
    status: McpStatus
    /** The server's name, version and capabilities, as JSON. */
    capabilities: string
    /** The tools that the server most recently listed, as JSON. */
    tools: string
    /** Hashes of the approved tools, keyed by name, as JSON. */
    approved: string
    /** The tools as they were when approved, as JSON. */
    approved_tools: ColumnType<string, string | undefined>
    /** Why the last connection failed, as JSON. */
    problem: string | null
    last_connected_at: Time | null
  }
  /** The most recent calls to MCP tools. */
  mcp_calls: Item & {
    server_id: string
    tool: string
    /** The run that called the tool; null for an API request. */
    run_id: string | null
    /** `error`: the tool reported an error. `failed`: the tool could not be called. */
    status: 'completed' | 'error' | 'failed'
    duration_ms: number
    called_at: Time
  }
  /** Calls to web and AI tools, per person per hour. */
  tool_usage: Owned & {
    /** The caller's ID, or the workflow's if its run was not started by a person. */
    person: string
    hour: Time
    /** The tool and its provider. If empty, the row counts all calls in the hour. */
    tool: string
    provider: string
    calls: Generated<number>
    failed: Generated<number>
    cost: Generated<number>
    /** Number of calls whose price is unknown. */
    unpriced: Generated<number>
    /** Number of calls per duration bucket. See `getDurationBucket`. */
    durations: Generated<(number | string)[]>
  }
  /** Ended runs that are not yet included in the aggregates. A database trigger on `runs` adds them. */
  analytics_pending: { workspace_id: string; run_id: string }
  /** Version number of a workspace's aggregates, incremented whenever they change. */
  analytics_versions: { workspace_id: string; version: ColumnType<number | string, number> }
  /** Aggregated metrics for runs, nodes and model calls. */
  analytics_aggregates: Owned & {
    /** `hourly`, `daily`, `weekly` or `monthly`. */
    period: string
    /** `all`, `workflow`, `node`, `model`, `agent`, `person` or `trigger`. */
    dimension: string
    period_start: Time
    /** The workflow, for the dimensions `workflow`, `node` and `model`; otherwise empty. */
    workflow_id: string
    /** The node path, model name, agent ID, person ID or trigger type; otherwise empty. */
    key: string
    label: string
    executions: ColumnType<number | string, number>
    completed: ColumnType<number | string, number>
    failed: ColumnType<number | string, number>
    cancelled: ColumnType<number | string, number>
    retries: ColumnType<number | string, number>
    /** Number of durations included in `total_ms`. */
    timed: ColumnType<number | string, number>
    total_ms: number
    max_ms: number
    /** Execution time of runs in ms, excluding time spent waiting. */
    active_ms: Generated<number>
    api_calls: ColumnType<number | string, number>
    api_errors: ColumnType<number | string, number>
    input_tokens: ColumnType<number | string, number>
    output_tokens: ColumnType<number | string, number>
    cost: ColumnType<number | string, number>
    unpriced_calls: ColumnType<number | string, number>
    /** Number of durations per bucket. See `getDurationBucket`. */
    durations: ColumnType<(number | string)[], number[]>
  }
  run_tables: Owned & {
    run_id: string
    node: string
    port: string
    /** Index in the list of result tables. The last table is the run's result. */
    position: number
    /** The table reference (columns and rows), as JSON. */
    table_ref: string
    /** Name of the CSV file in the run's folder. */
    file: string
    bytes: ColumnType<number | string, number, never>
  }
}
