import type { ColumnType, Generated } from 'kysely'

type Time = ColumnType<Date, Date, Date>

/**
 * The tables of the database. Documents, events and reports are JSON in text columns: the JSON types of PostgreSQL
 * reject strings (NUL, lone surrogates) that JSON allows. Depending on the driver, sizes are numbers or strings.
 * `workspace_id` is the workspace that owns the row.
 */
export interface Database {
  datasets: {
    workspace_id: string
    /** SHA-256 of the bytes, which is also the name of the file. Workspaces with equal datasets share the file. */
    id: string
    name: string
    size: ColumnType<number | string, number, never>
    created_at: Time
    /** The load report for the entire file, as JSON; null until it is computed. */
    load_report: string | null
    /** Set when deleted. The bytes remain until the purge. */
    deleted_at: Time | null
  }
  workflows: {
    workspace_id: string
    id: string
    document: string
    /** Derived from the document for lists, see `toWorkflowColumns`. */
    name: string
    description: string | null
    status: string
    tags: string[]
    hash: string
    /** Increases with every change, including status changes. */
    revision: number
    /** The version with the same content as the document, and the version that was published last. */
    version: number | null
    published_version: number | null
    /** The label that a client gave to the last version, such as `1.0.0`. */
    version_label: string | null
    /** The workflow that this one was duplicated from. */
    parent_id: string | null
    /** `QueueSettings` as JSON; null: the default. */
    queue: string | null
    /** The id of the caller who created it; null for workflows that are older than the column. */
    created_by: string | null
    /** Origin of the document: own, imported or shared. */
    trust: string
    /** Access that a user has granted to an imported or shared document, as JSON; `null`: nothing. */
    granted: string | null
    created_at: Time
    updated_at: Time
    /** Set when deleted. The document remains, but the routes no longer find it. */
    deleted_at: Time | null
  }
  workflow_versions: {
    workspace_id: string
    workflow_id: string
    /** Number of the version, from 1. */
    number: number
    document: string
    hash: string
    /** The cause: `saved`, `named`, `published`, `run`, `restored`. */
    made_by: string
    label: string | null
    created_at: Time
  }
  runs: {
    workspace_id: string
    id: string
    workflow_id: string
    workflow_name: string
    workflow_version: number | null
    /** State of the run, computed from its events, for lists. */
    status: string
    created_at: Time
    started_at: Time | null
    ended_at: Time | null
    /** The request as JSON: workflow, inputs, seed. A run without events can be started from it. */
    request: string
    /** Runs with higher numbers start first. */
    priority: number
    /** Fencing token: increases with every attempt. Writes of earlier attempts are rejected. */
    lease: number
    /** The worker that holds the lease and its last heartbeat; null while the run is queued, waits or has ended. */
    worker: string | null
    beat_at: Time | null
    cancel_requested_at: Time | null
    /** The time when a waiting run continues automatically. */
    wakes_at: Time | null
    /** Why the run cannot continue, as JSON. Its record is unchanged. */
    problem: string | null
    /** The earlier run that this run repeats from its last successful step. */
    retry_of: string | null
    /** Trigger of the run; null for runs that are older than the column. */
    trigger_type: string | null
    /** The user or program that started the run, as given in the request. */
    triggered_by: string | null
    /** Runs of a workflow with the same key wait for each other. */
    concurrency_key: string | null
    /** Maximum concurrent runs with the key. */
    concurrency_limit: number | null
    /** Whether the run waits for others with its key. */
    blocked: boolean
    /** The workflows of its sub-workflow nodes, as a JSON list; null for runs that are older than the column. */
    part_ids: string | null
    /** The first dataset that was passed to the run. */
    input_data_id: string | null
    /** Client data, as JSON. */
    metadata: string | null
    /** The caller who requested the cancellation. */
    cancelled_by: string | null
    /** The events that a waiting run waits for; null if it does not wait, or while a worker holds it. */
    waits_for: string[] | null
    /** Length of the event chain that led to the run. */
    event_depth: number
    /** The id of the caller who started the run; null for runs of triggers and runs that are older than the column. */
    started_by: string | null
    /** Execution time in ms until `active_since`, or until now. A trigger sets both. */
    active_ms: Generated<number>
    /** Start of the execution in progress; null otherwise. */
    active_since: Generated<Time | null>
    deleted_at: Time | null
  }
  /** Commands for runs that execute or wait: decisions, migrations, events. */
  run_controls: {
    workspace_id: string
    id: string
    run_id: string
    body: string
    created_at: Time
    /** `null` as JSON, or a problem; null until the command has a result. */
    answer: string | null
  }
  /** Responses by idempotency key, so that a request sent twice is executed once. */
  idempotency_keys: {
    workspace_id: string
    caller: string
    key: string
    /** A hash of method, path and body. */
    request: string
    /** HTTP status of the response; null while the request is executed. */
    status: number | null
    body: string | null
    /** Headers that are replayed with the response, as JSON; null without headers. */
    headers: string | null
    created_at: Time
  }
  /** Workflows that anyone with the link can read. */
  shared_workflows: {
    workspace_id: string
    workflow_id: string
    token: string
    created_at: Time
    expires_at: ColumnType<Date | null, Date | null, Date | null>
    can_run: ColumnType<boolean, boolean, boolean>
    created_by: string | null
  }
  /** Templates that were published on this server, in addition to the built-in ones. */
  templates: {
    workspace_id: string
    id: string
    name: string
    description: string | null
    document: string
    /** Origin of the workflow that it was published from. */
    trust: string
    created_at: Time
  }
  /** Templates that workspaces have published for all workspaces. */
  gallery_templates: {
    id: string
    workspace_id: string
    workflow_id: string
    author_id: string
    name: string
    description: string | null
    /** The tags as JSON. */
    tags: string
    /** Number of nodes. */
    nodes: number
    document: string
    /** Number of workflows that were created from it. */
    uses: Generated<number>
    published_at: Time
  }
  /** Schedules that start runs of a workflow. */
  schedules: {
    workspace_id: string
    id: string
    workflow_id: string
    /** The schedule node that defines the timing; null if the schedule was created without one. */
    node_id: string | null
    name: string
    /** `ScheduleTiming` as JSON. */
    timing: string
    /** `skip`, `queue`, `cancel` or `allow`. */
    overlap: string
    jitter_seconds: number
    catch_up_seconds: number
    pause_after_failures: number
    enabled: boolean
    /** The reason that a user gave for turning it off. */
    note: string | null
    /** Why the server turned it off, as JSON. */
    problem: string | null
    /** Consecutive failed starts. */
    failures: number
    /** The next planned time; null without one, or while the schedule is turned off. */
    next_at: Time | null
    /** All planned times up to this time are in `schedule_starts`. */
    planned_until: Time | null
    created_at: Time
    updated_at: Time
  }
  /** Planned times of schedules that have been reached. Times that were missed in sequence are one row. */
  schedule_starts: {
    workspace_id: string
    schedule_id: string
    planned_at: Time
    due_at: Time
    /** `due`, `started`, `completed`, `failed`, `cancelled`, `skipped`, `missed` or `rejected`. */
    status: string
    /** Overrides the overlap policy of the schedule. */
    overlap: string | null
    run_id: string | null
    /** Number of missed times from `planned_at` on. */
    missed: number | null
    /** Why the start was rejected, as JSON. */
    problem: string | null
  }
  /** Event types with the schemas of their data. */
  event_types: {
    workspace_id: string
    name: string
    description: string
    /** JSON Schema of the data; null: any data. */
    schema: string | null
    created_at: Time
    updated_at: Time
  }
  /** Event nodes of workflows. */
  event_triggers: {
    workspace_id: string
    id: string
    workflow_id: string
    node_id: string
    name: string
    /** The name of the event that starts the node. */
    event: string
    enabled: boolean
    created_at: Time
    updated_at: Time
  }
  /** Events of the last 30 days. A trigger on `runs` adds an event when a run ends. */
  events: {
    workspace_id: string
    id: string
    source: string
    /** Unique within its source. */
    event_id: string
    type: string
    subject: string | null
    /** The data as JSON. */
    data: string
    occurred_at: Time
    received_at: Time
    /** The run that published it. */
    run_id: string | null
    /** Length of the event chain that led to it. */
    depth: number
    /** `pending` or `done`. */
    status: string
    /** Until this time, only the server that claimed it handles it. */
    claimed_until: Time
    /** Number of runs that waited for it. */
    woken: number
  }
  /** The run that an event started for a trigger, or the problem that prevented it. */
  event_starts: {
    workspace_id: string
    event_id: string
    trigger_id: string
    workflow_id: string
    workflow_name: string
    run_id: string | null
    problem: string | null
  }
  /** URLs that start a workflow when they are called. */
  webhooks: {
    workspace_id: string
    id: string
    workflow_id: string
    node_id: string
    name: string
    enabled: boolean
    /** SHA-256 of the token in the URL; null before the webhook is turned on. */
    token_hash: string | null
    /** The token before the last rotation, which is accepted until `previous_token_until`. */
    previous_token_hash: string | null
    previous_token_until: Time | null
    /** Path of the URL with the name of the workspace. */
    path: string | null
    /** `none`, `bearer`, `standard`, `github`, `stripe` or `hmac`. */
    scheme: string
    /** The secret of signatures, encrypted. */
    sealed_secret: string | null
    signature_header: string
    tolerance_seconds: number
    /** Addresses and networks as JSON; empty for all. */
    allowed_addresses: string
    requests_per_minute: number
    created_at: Time
    updated_at: Time
  }
  /** Requests that webhooks received. */
  webhook_deliveries: {
    workspace_id: string
    id: string
    webhook_id: string
    received_at: Time
    method: string
    bytes: number
    /** HTTP status of the response; an accepted request has 202. */
    status: number
    run_id: string | null
    /** Why the request was rejected, as JSON. */
    problem: string | null
    /** Identifies an accepted request, so that a repeated one starts no other run. */
    replay_key: string | null
  }
  /** Rules that determine when users are notified about runs. */
  notification_rules: {
    id: string
    workspace_id: string
    /** Id of a user; an empty string on a server without accounts. */
    person: string
    workflow_id: string | null
    events: string[]
    channel: string
    email: string | null
    /** Language of the emails on a server without accounts; null: English. */
    language: string | null
    enabled: boolean
    created_at: Time
    updated_at: Time
  }
  /** Browsers that receive notifications by Web Push. */
  push_subscriptions: {
    id: string
    workspace_id: string
    /** Id of a user; an empty string on a server without accounts. */
    person: string
    /** Session in which the user subscribed; null on a server without accounts. */
    session_id: string | null
    /** URL of the push service for the browser. */
    endpoint: string
    p256dh: string
    auth: string
    language: string
    /** Why the last message was not sent, as JSON. */
    problem: string | null
    created_at: Time
    updated_at: Time
  }
  notifications: {
    id: string
    workspace_id: string
    rule_id: string
    person: string
    channel: string
    email: string | null
    event: string
    run_id: string
    workflow_id: string | null
    workflow_name: string | null
    occurred_at: Time
    status: string
    next_at: Time | null
    /** Number of attempts to send it. */
    attempts: number
    /** Why it was not sent, as JSON. */
    problem: string | null
    read_at: Time | null
  }
  /** Watched folders and S3 prefixes. */
  watches: {
    id: string
    workspace_id: string
    name: string
    /** Folder or bucket, as JSON. */
    source: string
    pattern: string
    interval_seconds: number
    enabled: boolean
    /** Whether the files that were present at the beginning are stored. */
    is_listed: boolean
    next_at: Time
    checked_at: Time | null
    /** Why the last check failed, as JSON. */
    problem: string | null
    created_at: Time
    updated_at: Time
  }
  /** Files that watches have found. */
  watch_files: {
    watch_id: string
    workspace_id: string
    key: string
    version: string
    found_at: Time
    event_id: string | null
    /** Why the file published no event, as JSON. */
    problem: string | null
  }
  webhook_tests: {
    webhook_id: string
    workspace_id: string
    token_hash: string
    listening_until: Time
    received_at: Time | null
    /** The received request as JSON. */
    request: string | null
  }
  /** URLs that are called when the state of a run changes. */
  webhook_endpoints: {
    workspace_id: string
    id: string
    /** The workflow whose runs are reported; null for all workflows of the workspace. */
    workflow_id: string | null
    name: string
    url: string
    events: string[]
    /** Names of named events; a name that ends with `*` is a prefix. */
    event_names: Generated<string[]>
    format: string
    enabled: boolean
    /** Why the server turned it off. */
    disabled_reason: string | null
    /** The secret of signatures, encrypted. */
    sealed_secret: string
    sealed_previous_secret: string | null
    previous_secret_until: Time | null
    created_at: Time
    updated_at: Time
  }
  /** Events for endpoints. A trigger on `runs` adds them. */
  outgoing_deliveries: {
    workspace_id: string
    id: string
    endpoint_id: string
    event: string
    occurred_at: Time
    run_id: string | null
    workflow_id: string | null
    workflow_name: string | null
    /** `pending`, `delivered` or `failed`. */
    status: string
    /** Time of the next attempt, or the end of a sender's claim. */
    next_at: Time | null
    /** Number of attempts since the event or the last redelivery. */
    retries: number
    /** `DeliveryAttempt[]` as JSON. */
    attempts: string
    /** The named event as JSON, with its data as a JSON string; null for events of runs. */
    payload: Generated<string | null>
  }
  /** Users of identity providers and the accounts that they belong to. */
  user_identities: {
    /** Issuer of the provider, and the id of the user there. */
    issuer: string
    subject: string
    user_id: string
    created_at: Time
  }
  /** Passkeys of users, by credential id (base64url). */
  passkeys: {
    id: string
    user_id: string
    name: string
    /** COSE key, base64url. */
    public_key: string
    /** Signature counter of the authenticator; 0 if it has none. */
    counter: ColumnType<number | string, number>
    /** Transports of the authenticator, as JSON. */
    transports: string
    /** Host name that it belongs to. */
    relying_party: string
    created_at: Time
    last_used_at: Time | null
  }
  /** User accounts. They belong to no workspace. */
  users: {
    id: string
    /** The address in lowercase. */
    email: string
    /** Argon2id; null for an account that signs in with codes only. */
    password_hash: string | null
    full_name: string | null
    avatar_url: string | null
    is_active: boolean
    email_verified_at: Time | null
    last_login_at: Time | null
    /** Language of emails; null: English. */
    language: Generated<string | null>
    created_at: Time
    updated_at: Time
  }
  /** Keys that encrypt the personal strings of each person, see `PersonalTexts`. */
  person_keys: {
    person: string
    /** The encrypted key; null after it was deleted. */
    sealed_key: string | null
    created_at: Time
  }
  /** Codes that were sent by email, one per address and purpose, and the setup link. */
  one_time_codes: {
    id: string
    email: string
    purpose: string
    /** HMAC of the code with a key of the server: six digits can be guessed from a plain hash. */
    code_hash: string
    /** Number of wrong codes that were entered. */
    attempts: number
    expires_at: Time
    created_at: Time
  }
  sessions: {
    id: string
    user_id: string
    /** SHA-256 of the newest refresh token's id. */
    refresh_hash: string
    ip_address: string | null
    user_agent: string | null
    expires_at: Time
    last_activity_at: Time
    created_at: Time
    revoked_at: Time | null
  }
  api_keys: {
    id: string
    workspace_id: string
    user_id: string
    name: string
    key_hash: string
    scopes: string[]
    expires_at: Time | null
    created_at: Time
    revoked_at: Time | null
  }
  /** Counters of requests that guess or send codes, by HMAC of an address or account. */
  sign_in_attempts: { key: string; count: number; expires_at: Time }
  workspaces: {
    workspace_id: string
    name: string
    description: string
    /** The settings as JSON. */
    settings: string
    created_at: Time
    updated_at: Time
    deleted_at: Time | null
  }
  /** Changes by members. Entries are added, but never changed. */
  audit_entries: {
    workspace_id: string
    /** Number in the workspace, from 1. */
    sequence: number
    id: string
    user_id: string
    api_key_id: string | null
    action: string
    entity_type: string
    entity_id: string | null
    /** Names of changed fields and some values, as JSON. */
    changes: string
    ip_address: string | null
    user_agent: string | null
    created_at: Time
    /** HMAC of the entry and of the hash before it. */
    hash: string
  }
  /** The last entry of each workspace. */
  audit_heads: {
    workspace_id: string
    sequence: number
    hash: string
    /** The last entry that the retention has removed; 0: none. */
    removed_sequence: Generated<number>
    removed_hash: Generated<string>
    /** HMAC of the last removed entry. */
    removed_proof: string | null
  }
  workspace_members: {
    workspace_id: string
    user_id: string
    /** A workspace has at most one owner. */
    role: string
    invited_by: string | null
    joined_at: Time
  }
  invitations: {
    id: string
    workspace_id: string
    email: string
    role: string
    token_hash: string
    invited_by: string
    expires_at: Time
    created_at: Time
  }
  /** Values of a workspace by name. The server's own values belong to the default workspace. */
  facts: { workspace_id: string; name: string; value: string }
  run_events: {
    workspace_id: string
    run_id: string
    seq: number
    body: string
  }
  secrets: {
    workspace_id: string
    name: string
    /** The encrypted value, bound to name and hosts. */
    sealed: string
    /** Allowed hosts as a JSON list. */
    hosts: string
    created_at: Time
    updated_at: Time
  }
  /** Agents that the workspace has registered. */
  agents: {
    workspace_id: string
    id: string
    kind: string
    name: string
    description: string
    status: string
    /** Other settings of the agent as JSON. */
    settings: string
    /** Consecutive failures of calls. */
    failures: number
    /** Time until which its circuit rejects calls. Then one trial call is accepted. */
    open_until: Time | null
    last_called_at: Time | null
    last_problem: string | null
    /** SHA-256 of a pull agent's token. */
    token_hash: string | null
    /** When a pull agent last requested a step. */
    seen_at: Time | null
    created_at: Time
    updated_at: Time
    deleted_at: Time | null
  }
  /** Evaluations of model agents and workflows. */
  evaluations: {
    workspace_id: string
    id: string
    name: string
    /** `agent` or `workflow`. */
    target_kind: string
    target_id: string
    /** The evaluated version of the target. */
    version: number
    dataset_id: string | null
    /** JSON Schema that every answer must match. */
    answer_schema: string | null
    /** The cases with their runs and results, as JSON. */
    cases: string
    created_by: string
    created_at: Time
  }
  /** Versions of model agents. */
  agent_versions: {
    workspace_id: string
    agent_id: string
    number: number
    /** The behavior as JSON. */
    behavior: string
    /** The caller who created the version. */
    created_by: string
    created_at: Time
  }
  /** Steps of runs for pull agents. */
  agent_steps: {
    workspace_id: string
    id: string
    agent_id: string
    run_id: string
    /** The same each time this step of a run is repeated. */
    key: string
    node_id: string
    /** The input as JSON. */
    input: string
    /** `queued`, `claimed`, `completed`, `failed` or `withdrawn`. */
    state: string
    attempts: number
    max_attempts: number
    lease_seconds: number
    /** SHA-256 of the last claim's token and of earlier claims' tokens, separated by spaces. */
    token_hash: string | null
    earlier_token_hashes: string
    claimed_at: Time | null
    lease_until: Time | null
    /** Time at which the run stops waiting. */
    deadline: Time
    /** SHA-256 of the last result, so that a repeated one is recognized. */
    result_hash: string | null
    /** The outcome as JSON. */
    outcome: string | null
    created_at: Time
    /** Steps are claimed in the order of this time. */
    available_at: Time
    finished_at: Time | null
    /** When the run received the outcome. */
    read_at: Time | null
  }
  /** Turns of agent conversations. */
  agent_memory: {
    workspace_id: string
    workflow_id: string
    /** The path of the node: the nodes that contain it, then the node itself. */
    agent: string
    conversation: string
    /** The idempotency key of the effect that stored the turn. */
    id: string
    /** Turns are ordered by this number. */
    position: Generated<string>
    /** The messages as JSON. */
    turn: string
    created_at: Time
  }
  /** Usage of each model call, or its estimate until it ends. */
  model_usage: {
    workspace_id: string
    /** Year and month in UTC, such as `2026-11`. */
    month: string
    /** The idempotency key of the call. */
    effect: string
    requests: number
    tool_calls: Generated<number>
    input_tokens: number
    output_tokens: number
    /** The cost of calls with a known price. */
    cost: number
    /** Calls whose price is unknown. */
    unpriced: Generated<number>
    /** The time of a request to a model, in ms. */
    ms: Generated<number>
  }
  /** MCP servers. */
  mcp_servers: {
    id: string
    workspace_id: string
    name: string
    /** `http`, `sse` or `stdio`. */
    type: string
    url: string | null
    command: string | null
    /** Name of the secret that is sent as a bearer token. */
    secret: string | null
    /** `disconnected`, `connected`, `blocked` or `failed`. */
    status: string
    /** Name, version and capabilities of the server, as JSON. */
    capabilities: string
    /** The tools that it listed last, as JSON. */
    tools: string
    /** Hashes of the approved tools by name, as JSON. */
    approved: string
    /** The tools as they were approved, as JSON. */
    approved_tools: ColumnType<string, string | undefined>
    /** Why the last connection failed, as JSON. */
    problem: string | null
    last_connected_at: Time | null
    created_at: Time
    updated_at: Time
  }
  /** The last tool calls of MCP servers. */
  mcp_calls: {
    id: string
    workspace_id: string
    server_id: string
    tool: string
    /** The run that called the tool; `null` for a request of the API. */
    run_id: string | null
    /** `completed`, `error` or `failed`. */
    status: string
    duration_ms: number
    called_at: Time
  }
  /** Calls of web and AI tools by person and hour. */
  tool_usage: {
    workspace_id: string
    /** The caller, or a workflow whose run no person started. */
    person: string
    hour: Time
    /** The tool and its provider. Empty: the row counts all calls of the hour. */
    tool: string
    provider: string
    calls: Generated<number>
    failed: Generated<number>
    cost: Generated<number>
    /** Calls whose price is unknown. */
    unpriced: Generated<number>
    /** Number of calls per bucket of their duration, see `getDurationBucket`. */
    durations: Generated<(number | string)[]>
  }
  /** Ended runs that are not part of the aggregates yet. A trigger on `runs` adds them. */
  analytics_pending: { workspace_id: string; run_id: string }
  /** Increases whenever the aggregates of a workspace change. */
  analytics_versions: { workspace_id: string; version: ColumnType<number | string, number> }
  /** Sums of runs, nodes and model calls. */
  analytics_aggregates: {
    workspace_id: string
    /** `hourly`, `daily`, `weekly` or `monthly`. */
    period: string
    /** `all`, `workflow`, `node`, `model`, `agent`, `person` or `trigger`. */
    dimension: string
    period_start: Time
    /** The workflow of a workflow, node or model; otherwise empty. */
    workflow_id: string
    /**
     * The path of a node, the name of a model, the id of an agent or a person, or the kind of a trigger; otherwise
     * empty.
     */
    key: string
    label: string
    executions: ColumnType<number | string, number>
    completed: ColumnType<number | string, number>
    failed: ColumnType<number | string, number>
    cancelled: ColumnType<number | string, number>
    retries: ColumnType<number | string, number>
    /** Number of durations that `total_ms` contains. */
    timed: ColumnType<number | string, number>
    total_ms: number
    max_ms: number
    /** Execution time of runs in ms, without the time that they waited. */
    active_ms: Generated<number>
    api_calls: ColumnType<number | string, number>
    api_errors: ColumnType<number | string, number>
    input_tokens: ColumnType<number | string, number>
    output_tokens: ColumnType<number | string, number>
    cost: ColumnType<number | string, number>
    unpriced_calls: ColumnType<number | string, number>
    /** Number of durations per bucket, see `getDurationBucket`. */
    durations: ColumnType<(number | string)[], number[]>
  }
  run_tables: {
    workspace_id: string
    run_id: string
    node: string
    port: string
    /** Position in the list of tables, from 0. The last table is the result. */
    position: number
    /** The reference, as JSON: columns and rows. */
    table_ref: string
    /** Name of the CSV file in the folder of the run. */
    file: string
    bytes: ColumnType<number | string, number, never>
  }
}
