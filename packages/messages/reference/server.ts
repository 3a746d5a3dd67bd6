import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

const notAString = message('value.expected', { expected: message('value.string', {}), found: '42' })

/** The server: its HTTP API, its environment variables, runs on it, and backups. */
export const serverReference = {
  'account.code':
    'The code from an email is incorrect, or it has expired after five minutes. The server does not reveal which.',
  'account.exists': 'A user tried to create an account with an email address that already has an account.',
  'account.key-not-found': {
    meaning: 'A request refers to an API key that does not exist or belongs to another user.',
    params: { id: '0123456789abcdef' },
  },
  'account.confirmation': {
    meaning:
      'A request to delete an account contains an email address that does not match the account, so nothing was deleted.',
    params: {},
  },
  'account.owns-workspaces': {
    meaning:
      'A user who owns workspaces cannot delete their account, because the workspaces would have no owner. The default workspace cannot be deleted, so invite another person and transfer it to them.',
    params: { names: ['Sales', 'Research'] },
  },
  'account.disabled':
    'A request used a route for accounts, but accounts are turned off because the server does not require sign-in.',
  'account.password': 'A sign-in failed. The server does not reveal whether the email address has an account.',
  'account.session':
    'A refresh token has expired, its session was ended, or the token was used twice. Using a token twice ends the session, because the token may have been stolen.',
  'account.passkey': {
    meaning:
      'The response from an authenticator is not valid: it is for another challenge, origin or site, was used before, has a wrong signature, or has a counter that did not increase, which indicates a copied authenticator.',
    params: {},
  },
  'account.passkey-not-found': {
    meaning: 'A request refers to a passkey that does not exist or belongs to another user.',
    params: {},
  },
  'account.passkey-page': {
    meaning: 'A request for a passkey does not come from a page on this server, and AW_URL is not set.',
    params: {},
  },
  'account.session-not-found': {
    meaning: 'A request refers to a session that does not exist or belongs to another user.',
    params: { id: '1f0d3a52' },
  },
  'account.setup': 'The server prints a setup link when it starts without an owner. Each start replaces the link.',
  'invitation.not-found': 'An invitation is for one email address, can be used once, and expires after a week.',
  'workspace.default': {
    meaning:
      'The default workspace cannot be deleted, because it contains the data from before workspaces were introduced.',
    solution: 'Delete the contents of the workspace instead.',
  },
  'workspace.member': {
    meaning: 'A request refers to a user who is not a member of the workspace.',
    params: { id: '9a3f4c1e' },
  },
  'workspace.not-found':
    'The workspace was deleted, is not accessible to the user, or belongs to a token and therefore has no members.',
  'workspace.owner': 'A request would leave a workspace without an owner. Every workspace has exactly one owner.',
  'agent.built-in': {
    meaning: 'A request changes an agent that is built into the server. Only registered agents can be changed.',
    params: { id: 'loading' },
  },
  'agent.no-version': {
    meaning: 'A request refers to a version of a model agent that does not exist.',
    params: { id: '7d2a5b1c', version: 9, path: '/api/v1/agents/ID/versions' },
  },
  'agent.sub-agents': {
    meaning: 'A model agent can call other model agents, but none can call itself, directly or through another one.',
    params: { agent: 'Support', max: 50 },
  },
  'evaluation.too-many-rows': {
    meaning: 'An evaluation was requested for a dataset with more rows than an evaluation can have cases.',
    params: { rows: 25_000, max: 2_000 },
  },
  'evaluation.answer-lacks-text': {
    meaning: 'The answer for an evaluation case does not contain the expected text.',
    params: { expected: '"Paris"' },
  },
  'evaluation.answer-not-equal': {
    meaning: 'The answer for an evaluation case is not the expected one.',
    params: { expected: '"Paris"' },
  },
  'evaluation.answer-outside-tolerance': {
    meaning: 'The answer for an evaluation case is not a number within the tolerance of the expected number.',
    params: { expected: '10', tolerance: 0.5 },
  },
  'evaluation.answer-schema': {
    meaning: 'The answer for an evaluation case does not match the schema of the evaluation.',
    params: { issue: '/: Instance does not have required property "score".' },
  },
  'evaluation.run-failed': 'The run for an evaluation case failed or was canceled.',
  'evaluation.run-missing': 'The run for an evaluation case was deleted before its answer was scored.',
  'evaluation.run-waiting': 'The run for an evaluation case is waiting for a person to make a decision.',
  'evaluation.validation-failed': {
    meaning: 'A Validate node in the run for an evaluation case found an invalid table.',
    params: { names: ['Check'] },
  },
  'evaluation.text-too-long': {
    meaning: 'The rows of a dataset contain more than 16 million characters of text, the limit for one evaluation.',
    params: { rows: 2_000 },
  },
  'evaluation.no-cases': {
    meaning: 'An evaluation was requested with neither cases nor a dataset, and the agent has no tests.',
    params: { name: 'Support' },
  },
  'evaluation.no-column': {
    meaning: 'An evaluation uses a column that its dataset does not have.',
    params: { column: 'answer', columns: ['question', 'expected'] },
  },
  'evaluation.not-found': {
    meaning: 'A request refers to an evaluation that does not exist.',
    params: { id: '3b1f6d1a', path: '/api/v1/evaluations' },
  },
  'agent.name-taken': {
    meaning: 'Workflows refer to agents by name, so each name can be used only once.',
    params: { name: 'scorer' },
  },
  'agent.is-pull-agent': {
    meaning: 'A test was requested for a pull agent, which the server cannot call.',
    params: { name: 'scorer' },
  },
  'agent.is-push-agent': {
    meaning: 'A token was requested for a push agent. Only pull agents use tokens.',
    params: { name: 'scorer' },
  },
  'agent.token': 'An agent requested a step without its token, or with a token that has been replaced.',
  'agent-step.finished': 'An agent sent a second result for a step, and it differs from the first one.',
  'agent-step.lease-lost':
    'An agent did not send a heartbeat in time, and its step may have been claimed by another agent.',
  'agent-step.mismatch': 'An agent sent the result of one step for another step.',
  'agent-step.not-found': 'The ID of the step or its token is incorrect. The server does not reveal which.',
  'agent-step.canceled': 'An agent sent a heartbeat or a result for a step that the run no longer needs.',
  'remote-agent.failed': {
    meaning: 'An agent responded to a test with an error status.',
    params: { agent: 'scorer', status: '500' },
  },
  'remote-agent.no-response': {
    meaning: 'An agent did not respond to a health check in time.',
    params: { agent: 'scorer', ms: 10_000 },
  },
  'remote-agent.unhealthy': {
    meaning: 'An agent responded to a health check with an error status.',
    params: { agent: 'scorer', status: '503' },
  },
  'agent.not-found': {
    meaning: 'A request refers to an agent that does not exist.',
    params: { path: '/api/v1/agents' },
  },
  'backup.damaged': {
    meaning: '`aw restore` found a file in the backup whose checksum does not match.',
    params: { name: 'blobs/3f1c', path: 'backup.aw' },
  },
  'backup.incomplete': {
    meaning: 'The backup is truncated: `aw restore` reached its end before all data was restored.',
    params: { path: 'backup.aw' },
  },
  'backup.newer': {
    meaning: 'The backup contains a database of a newer version, which this version cannot read.',
    params: { migration: '0031-leases' },
  },
  'backup.not-recognized': {
    meaning: 'The file passed to `aw restore` is not a backup.',
    params: { path: 'orders.csv' },
  },
  'backup.target-not-empty': {
    meaning: '`aw restore` does not overwrite existing data.',
    params: { table: 'workflows' },
  },
  'backup.unwritable': {
    meaning: '`aw backup` could not create or write its file.',
    params: { path: '/backups/aw.tar', reason: 'permission denied' },
  },
  'body.invalid': {
    meaning: 'A property of the request body is not valid.',
    params: { place: 'name', reason: notAString, known: 0, example: '', fields: ['name', 'nodes', 'edges'] },
  },
  'body.malformed': {
    meaning: 'The request body is not JSON.',
    params: { reason: message('json.malformed', { reason: message('json.empty', {}) }) },
    solution: 'Send valid JSON.',
  },
  'body.not-json': {
    meaning: 'A route that requires JSON received a different content type.',
    params: { type: 'text/plain' },
  },
  'body.reserved-name': {
    meaning: 'The request body contains a property such as `__proto__`.',
    params: { name: '__proto__' },
  },
  'body.too-deep': {
    meaning: 'The request body is nested too deeply. The limit protects code that processes JSON recursively.',
    params: { max: 100 },
  },
  'body.too-large': { meaning: 'The request body exceeds the size limit for JSON.', params: { max: 10_000_000 } },
  'caller.no-permission': {
    meaning: 'The token in the request is valid but does not include the required permission.',
    params: { right: 'runs:write' },
  },
  'caller.unknown': 'The server requires the token in AW_TOKEN, but the request has no token or a different one.',
  'database.unavailable': 'The connection to the PostgreSQL database failed during a request.',
  'dataset.content-missing': 'The dataset is listed, but its file was deleted from the storage.',
  'dataset.not-found': 'A request or a workflow refers to a dataset that was deleted or never uploaded.',
  'environment.invalid.auth': {
    meaning: 'The server does not start because AUTH is not valid.',
    params: { value: 'optional' },
  },
  'account.no-provider':
    'A request tried to start a sign-in with OpenID Connect, which is not configured on the server.',
  'account.provider-email':
    'An account is linked to a user of the identity provider by its email address, so the provider must have verified this address.',
  'account.provider-failed':
    'The response from the identity provider does not belong to the sign-in that this browser started, or the user declined.',
  'account.provider-invitation':
    'A person without an account signed in with the identity provider, but accounts are created only for invited people.',
  'account.provider-unavailable': {
    meaning: 'The server cannot reach the identity provider, or the provider metadata is not valid.',
    params: { name: 'Example Company' },
  },
  'environment.invalid.oidc-issuer': {
    meaning: 'The server does not start because the URL of the identity provider is not valid.',
    params: { value: 'http://login.example.com' },
  },
  'environment.missing.oidc': {
    meaning: 'The server does not start because the settings of the identity provider are incomplete.',
    params: { name: 'AW_OIDC_CLIENT_ID' },
  },
  'caller.role': {
    meaning: 'The token from a host application contains a role that does not exist.',
    params: { role: 'manager', roles: ['owner', 'administrator', 'editor', 'viewer'] },
  },
  'caller.workspace': {
    meaning:
      'The token from a host application contains a workspace that does not exist. Valid workspaces are "default", those of accounts, and those in AW_TOKENS.',
    params: { workspace: 'sales' },
  },
  'host-keys.unavailable': {
    meaning: 'The server needs the keys of the host application to verify a token, but cannot download them.',
    params: { url: 'https://app.example.com/.well-known/jwks.json' },
  },
  'environment.invalid.dsn': 'The server does not start because SENTRY_DSN is not the DSN of a project.',
  'environment.invalid.mcp-servers': {
    meaning: 'The server does not start because AW_MCP_SERVERS is not a JSON object that maps names to MCP servers.',
    params: { reason: 'files.command: Invalid input: expected string' },
  },
  'environment.invalid.host-jwks': {
    meaning: 'The server does not start because the URL of the host application’s keys is not valid.',
    params: { value: 'http://app.example.com/jwks.json' },
  },
  'environment.missing.host-audience':
    'The server does not start because AW_HOST_JWKS is set without AW_HOST_AUDIENCE. Without it, tokens for other services would be accepted.',
  'environment.missing.host-jwks': {
    meaning:
      'The server does not start because a setting for tokens from a host application is set without AW_HOST_JWKS.',
    params: { name: 'AW_HOST_AUDIENCE' },
  },
  'environment.invalid.proxy': {
    meaning: 'The server does not start because AW_TRUSTED_PROXIES has an invalid entry.',
    params: { value: 'proxy.example.com' },
  },
  'environment.invalid.sign-up': {
    meaning: 'The server does not start because AW_SIGN_UP is not valid.',
    params: { value: 'closed' },
  },
  'environment.invalid.smtp': 'The server does not start because SMTP_URL is not valid.',
  'environment.invalid.url': {
    meaning: 'The server does not start because AW_URL is not valid.',
    params: { value: 'aw.example.com' },
  },
  'environment.invalid.database': 'The server does not start because DATABASE_URL is not valid.',
  'environment.invalid.host': {
    meaning: 'The server does not start because AW_HOSTS, the host names it responds to, has an invalid entry.',
    params: { value: 'https://aw.example.com' },
  },
  'environment.invalid.listen': {
    meaning: 'The server does not start because AW_LISTEN, the addresses it listens on, has an invalid entry.',
    params: { value: 'localhost' },
  },
  'environment.invalid.log-level': {
    meaning: 'The server does not start because AW_LOG is not valid.',
    params: { value: 'verbose', levels: ['debug', 'info', 'warn', 'error'] },
  },
  'environment.invalid.no-runs': {
    meaning: 'The server does not start because its limit on concurrent runs is 0.',
    params: { name: 'AW_RUNS' },
  },
  'environment.invalid.number': {
    meaning: 'The server does not start because an environment variable is not a whole number.',
    params: { name: 'AW_RUN_SECONDS', value: '10m' },
  },
  'environment.invalid.origin': {
    meaning:
      'The server does not start because AW_CONNECT, the origins that its pages can send requests to, has an invalid entry.',
    params: { value: 'localhost:11434' },
  },
  'environment.invalid.frame-ancestor': {
    meaning:
      'The server does not start because AW_FRAME_ANCESTORS, the origins whose pages can embed it in a frame, has an invalid entry.',
    params: { value: 'portal.example.com' },
  },
  'environment.invalid.page-origin': {
    meaning:
      'The server does not start because CORS_ORIGINS, the origins whose pages can use it, has an invalid entry.',
    params: { value: 'https://app.example.com/' },
  },
  'environment.invalid.port': {
    meaning: 'The server does not start because PORT is not valid.',
    params: { value: '80800' },
  },
  'environment.invalid.public': {
    meaning: 'The server does not start because it would be reachable from other computers without a token.',
    params: { addresses: ['0.0.0.0'] },
  },
  'environment.invalid.role': {
    meaning: 'The server does not start because ROLE is not valid.',
    params: { value: 'web' },
  },
  'environment.invalid.role-database': {
    meaning: 'The server does not start because several processes cannot share the database in AW_DATA.',
    params: { role: 'worker' },
  },
  'environment.invalid.storage': {
    meaning: 'The server does not start because STORAGE_URL is not the URL of an S3 bucket.',
    params: { reason: message('url.no-bucket', {}) },
  },
  'environment.invalid.token': {
    meaning:
      'The server does not start because AW_TOKEN is too short or contains characters that cannot be sent in a header.',
    params: { length: 8 },
  },
  'environment.invalid.tokens': {
    meaning: 'The server does not start because an entry in AW_TOKENS does not have a valid workspace name and token.',
    params: { entry: 2 },
  },
  'environment.invalid.same-token': {
    meaning:
      'The server does not start because two workspaces have the same token, so it could not distinguish their callers.',
    params: { first: 'default', second: 'sales' },
  },
  'environment.invalid.traces': 'The server does not start because the URL for OpenTelemetry traces is not valid.',
  'host.not-allowed': {
    meaning:
      'The Host header of a request does not match a host name of this server. This check protects against DNS rebinding.',
    params: { host: 'aw.example.com', port: '3000' },
  },
  'hook.address': {
    meaning: 'A webhook received a request from an IP address that is not in its list of allowed addresses.',
    params: { address: '203.0.113.9' },
  },
  'run.no-approval':
    'A request set `parameters.require_approval`, but the workflow has no node that waits for approval.',
  'hook.cannot-run': {
    meaning: 'The published version of the workflow has a problem that prevents it from running.',
    params: { reason: 'The node type "custom" is not installed.' },
  },
  'hook.content-type': {
    meaning: 'A webhook received a request body without a valid media type.',
    params: { type: 'json' },
  },
  'hook.encoding': 'A webhook received a request body that is not encoded as UTF-8.',
  'hook.too-many-files': { meaning: 'A webhook received a form with too many files.', params: { max: 20 } },
  'hook.form': 'A webhook received a multipart form that is truncated or has no boundary.',
  'hook.method': {
    meaning: 'A webhook received a request with an HTTP method that its Webhook node does not accept.',
    params: { method: 'POST' },
  },
  'event.data': {
    meaning: 'The data of the event does not match the schema of its event type.',
    params: { event: 'order.created', reason: 'amount is "12": Instance type "string" is invalid. Expected "number".' },
  },
  'event.invalid': {
    meaning: 'The request is neither an event of the API nor a CloudEvent 1.0.',
    params: { reason: 'id is missing, expected 1 to 500 characters' },
  },
  'event.loop': {
    meaning: 'Workflows start each other with events, or a workflow starts itself.',
    params: { event: 'order.created', max: 16 },
  },
  'event.not-found': { meaning: 'The event is older than 30 days, or its ID is mistyped.', params: { id: 'b0f2' } },
  'event.reserved': {
    meaning: 'Only the server publishes events about the end of a run, so that other systems cannot forge them.',
    params: { event: 'workflow.completed' },
  },
  'event-trigger.not-found': {
    meaning: 'The Event node was removed, or the ID of the event trigger is mistyped.',
    params: { id: 'b0f2' },
  },
  'event-type.not-found': {
    meaning: 'The type was deleted, or its name is mistyped.',
    params: { event: 'order.paid' },
  },
  'hook.no-test':
    'A test URL was used twice, has expired, or was replaced. The response does not reveal which, so that URLs cannot be guessed.',
  'hook.not-found':
    'No webhook has this URL, or the webhook is turned off. The response does not reveal which, so that URLs cannot be guessed.',
  'hook.not-published': {
    meaning: 'Webhooks start the published version of a workflow, but that version does not contain the node.',
    params: { workflow: 'Prepare orders' },
  },
  'hook.run-failed': {
    meaning: 'A caller waited for the response from a workflow whose run failed or was canceled.',
    params: { run: '0b9c8c5e', status: 'failed' },
  },
  'hook.signature': {
    meaning: 'A webhook received a request that its authentication scheme does not accept.',
    params: { reason: 'invalid' },
  },
  'idempotency.key':
    'The Idempotency-Key of a POST request is empty, too long, or contains characters other than visible ASCII.',
  'idempotency.reused': 'The key was already used for a request with a different path or body.',
  'idempotency.in-progress': 'The first request with this key is still being processed.',
  'live.after': 'A WebSocket or an event stream was opened with a position that is not an event number.',
  'live.message': 'A client sent a WebSocket message that is not supported.',
  'migrate.unknown': {
    meaning: '`aw migrate` was called with the name of a migration that does not exist.',
    params: { target: '0099', names: ['0001-start', '0002-runs'] },
  },
  'origin.not-allowed': {
    meaning: 'A page from an origin that is not allowed sent a request to this server.',
    params: { origin: 'https://other.example' },
  },
  'rate.limit': { meaning: 'A client exceeded the maximum number of requests per minute.', params: { seconds: 12 } },
  'request.if-match': {
    meaning: 'A request has an If-Match header that is not an ETag.',
    params: { value: '3' },
  },
  'request.invalid': {
    meaning: 'A path or query parameter of a request is not valid.',
    params: { place: 'limit', reason: message('value.expected-only', { expected: message('value.integer', {}) }) },
  },
  'request.timeout': {
    meaning: 'A request was not received completely within five minutes.',
    params: { limit: 300_000 },
  },
  'request.malformed': {
    meaning: 'The server could not read the request, for example because its compressed body is damaged.',
    params: { reason: '' },
    solution: 'Send the request again. If it fails again, check the client.',
  },
  'result.content-missing': 'The run exists, but the files of its result tables were deleted from the storage.',
  'result.no-table': {
    meaning: 'A request refers to a result that the run did not store.',
    params: { node: 'join', count: 1, nodes: ['report'] },
  },
  'route.not-found': { meaning: 'The server has no such route.', params: { method: 'GET', path: '/api/v1/flows' } },
  'table.reader-ended': {
    meaning: 'The process that was reading a dataset or a result crashed.',
    params: { name: 'orders.csv' },
  },
  'table.too-much-memory': {
    meaning: 'The process that was reading a dataset or a result exceeded the memory limit and was restarted.',
    params: { name: 'orders.zip', limit: 2_000_000_000 },
  },
  'table.too-slow': {
    meaning: 'The process that was reading a dataset or a result exceeded the time limit and was restarted.',
    params: { name: 'orders.zip', limit: 300_000 },
  },
  'run.ended': {
    meaning: 'A request tried to cancel a run, or to decide an approval, after the run had ended.',
    params: { status: 'completed' },
    solution: 'No action is required: the state of the run is final.',
  },
  'run.in-progress': {
    meaning: 'A run cannot be deleted while it is queued, running or waiting.',
    params: { status: 'running' },
  },
  'run.internal': {
    meaning: 'The process that executed the run failed with an unexpected error.',
    params: { reason: 'worker exited with code 134' },
  },
  'run.interrupted': {
    meaning:
      'A run crashed its process several times at the same point. It was not resumed, because it would probably crash again.',
    params: { times: 3 },
  },
  'run.no-tables': { meaning: 'DuckDB could not be started for a run.', params: { reason: 'cannot allocate memory' } },
  'run.no-worker': {
    meaning: 'A synchronous execution waited for a free worker and reached its timeout.',
    params: { id: '7d1c' },
  },
  'run.not-completed': {
    meaning: 'The result of a failed or canceled run was requested.',
    params: { status: 'failed' },
  },
  'run.not-ended': { meaning: 'The result of a run was requested before its end.', params: { status: 'running' } },
  'run.not-found': { meaning: 'A request refers to a run that was deleted or never existed.', params: { id: '7d1c' } },
  'run.not-retryable': {
    meaning: 'A retry was requested for a run that did not fail.',
    params: { id: '7d1c', status: 'completed' },
  },
  'run.no-missing-type': {
    meaning: 'A migration was requested for a run that is not waiting for a missing node type.',
    params: { id: '7d1c' },
  },
  'run.record-too-large': {
    meaning: 'The events of a run, including their values, exceed AW_RECORD_LIMIT.',
    params: { max: 100_000_000 },
  },
  'run.result-not-saved': {
    meaning: 'The run completed, but its result tables could not be stored.',
    params: { reason: 'no space left on device' },
  },
  'run.result-too-large': {
    meaning: 'The run completed, but its result tables exceed AW_RESULT_LIMIT.',
    params: { max: 1_000_000_000 },
  },
  'secret.invalid': {
    meaning: 'A secret was saved without a value or without hosts.',
    params: { place: 'value', reason: notAString },
  },
  'secret.name': { meaning: 'A secret was saved with a name that is not valid.', params: { name: 'crm token' } },
  'secret.not-found': {
    meaning: 'A request refers to a secret that does not exist.',
    params: { name: 'crm-token' },
  },
  'secrets.wrong-key': {
    meaning: 'The server does not start because it cannot decrypt its secrets.',
    params: { file: '' },
  },
  'server.internal-error':
    'A request failed with an unexpected error. The server log contains the details under the correlation ID.',
  'server.no-address': {
    meaning: 'The server does not start because the address in AW_LISTEN does not belong to this computer.',
    params: { host: '10.0.0.12', reason: 'EADDRNOTAVAIL' },
    solution: 'Set AW_LISTEN to an address of this computer.',
  },
  'server.not-ready': 'The readiness check failed. While it fails, load balancers send no requests to this process.',
  'server.port-in-use': {
    meaning: 'The server does not start because another program is using its port.',
    params: { host: '127.0.0.1', port: '3000', next: '3001' },
  },
  'server.port-refused': {
    meaning:
      'The server does not start because it does not have permission to use its port. Ports below 1024 require special permissions.',
    params: { port: '80' },
  },
  'schedule.backfill-size': {
    meaning: 'A backfill would start more runs than one request can start.',
    params: { max: 10_000 },
  },
  'schedule.failed': {
    meaning: 'The runs of a schedule failed as many times in a row as the schedule allows.',
    params: { count: 3, run: '0b9c8c5e' },
  },
  'schedule.node-removed': {
    meaning: 'The schedule belongs to a node that was removed from the published workflow.',
    params: { node: 'daily', workflow: 'Prepare orders' },
  },
  'schedule.no-times': 'A schedule was created or changed without times.',
  'schedule.not-found': {
    meaning: 'The schedule was deleted, or its ID is mistyped.',
    params: { id: 'b0f2' },
  },
  'schedule.not-published': {
    meaning: 'Schedules start the published version of a workflow, but the workflow is not published.',
    params: { workflow: 'Prepare orders' },
  },
  'schedule.defined-by-node': {
    meaning:
      'A request changes the name or times of a schedule, or deletes it, although a node of the workflow defines it.',
    params: { node: 'daily', workflow: 'Prepare orders' },
  },
  'schedule.rejected': {
    meaning: 'The workflow of a schedule failed to start as many times in a row as the schedule allows.',
    params: { count: 3, reason: 'The workflow "Prepare orders" is not published.' },
  },
  'share-link.not-found': 'The share link was revoked or mistyped, or it has expired.',
  'share-link.view-only': 'A visitor with a share link tried to run the workflow, but the link allows only viewing it.',
  'share-link.expiry-passed': {
    meaning: 'A share link was created or changed with an expiry time in the past.',
    params: { time: '2026-01-31T12:00:00.000Z' },
  },
  'storage.refused': {
    meaning: 'The S3 storage returned an error.',
    params: { status: '403', reason: 'AccessDenied' },
  },
  'storage.unavailable': {
    meaning: 'The S3 storage did not respond, even after retries.',
    params: { attempts: 3, reason: 'connection refused' },
  },
  'storage.full': 'The disk that contains the AW_DATA folder is full.',
  'store.locked': {
    meaning: 'The server does not start because another process is using the same data folder.',
    params: { folder: '.aw', pid: 4711, process: '4711' },
  },
  'store.unwritable': {
    meaning: 'The server does not start because it cannot write to its data folder.',
    params: { folder: '.aw', reason: 'permission denied' },
  },
  'template.built-in': {
    meaning: 'A request tried to change or delete a built-in template.',
    params: { id: 'clean-table' },
    solution: 'Create your own template from it.',
  },
  'template.not-found': {
    meaning: 'A request refers to a template that does not exist.',
    params: { id: 'clean-table', path: '/api/v1/templates' },
  },
  'upload.incomplete': {
    meaning: 'The connection was closed during an upload, or the form is not valid multipart data.',
    params: { reason: 'unexpected end of form' },
  },
  'upload.busy': {
    meaning:
      'Two requests are appending to the same resumable upload at the same time. The first one may be a request that was interrupted.',
    params: { id: '3f1c1f9e-6b0f-4a53-8f6e-1d0a1ddc9c52' },
  },
  'upload.header': {
    meaning: 'A request for a resumable upload does not specify a valid number of bytes.',
    params: { header: 'Upload-Length', value: '5 GB' },
  },
  'upload.limit': {
    meaning: 'The number of incomplete resumable uploads in a workspace is limited.',
    params: { max: 1000 },
  },
  'upload.not-found': {
    meaning: 'A resumable upload does not exist, belongs to another caller, or is older than a day.',
    params: { id: '3f1c1f9e-6b0f-4a53-8f6e-1d0a1ddc9c52' },
  },
  'upload.offset': {
    meaning: 'A request for a resumable upload does not continue at the first missing byte.',
    params: { value: '0', offset: 8_388_608 },
  },
  'quota.minutes': {
    meaning:
      'The runs of a workspace have used up its monthly quota of minutes, which its administrators set, or the operator sets with AW_MINUTES_QUOTA. The run was not started.',
    params: { max: 5_000 },
  },
  'quota.runs': {
    meaning:
      'A workspace has reached its limit of queued and running runs, which its administrators set, or the operator sets with AW_RUNS_QUOTA. The run was not started.',
    params: { max: 20 },
  },
  'upload.quota': {
    meaning:
      'With the new file, the datasets would exceed the quota of the workspace or the server limit AW_DATA_QUOTA.',
    params: { max: 100_000_000_000, free: 2_000_000_000 },
  },
  'upload.too-large': {
    meaning: 'A file exceeds AW_UPLOAD_LIMIT.',
    params: { max: 10_737_418_240 },
  },
  'upload.too-long': {
    meaning: 'A resumable upload received more bytes than its Upload-Length header declared.',
    params: { size: 5_000_000 },
  },
  'upload.type': {
    meaning:
      'A request that appends to a resumable upload does not have the content type that the tus protocol requires.',
    params: { type: 'text/csv' },
  },
  'upload.version': {
    meaning: 'A request for a resumable upload specifies no version of the tus protocol, or an unsupported one.',
    params: { version: '0.2.2', supported: '1.0.0' },
  },
  'upload.no-file': 'An upload contains text fields, but no file.',
  'upload.not-multipart': 'An upload was sent with a content type other than multipart/form-data.',
  'upload.several-files': 'An upload contains more than one file. Upload each file with a separate request.',
  'version.not-found': {
    meaning: 'A request refers to a workflow version that does not exist.',
    params: { id: 'b0f2', version: 12, path: '/api/v1/workflows/b0f2/versions' },
  },
  'webhook-endpoint.no-delivery': {
    meaning: 'The delivery is older than 30 days or belongs to another endpoint, or its ID is mistyped.',
    params: { id: 'b0f2', delivery: '9c1d' },
  },
  'webhook-endpoint.not-found': {
    meaning: 'The endpoint was deleted, or its ID is mistyped.',
    params: { id: 'b0f2' },
  },
  'notification.limit': {
    meaning:
      'The user has received the maximum number of emails per hour. Further emails are dropped until an hour has passed.',
    params: { max: 60 },
  },
  'notification.mail': {
    meaning: 'The mail server did not accept a notification. The server retries four times within five hours.',
    params: { to: 'ada@example.com', reason: 'Connection refused' },
  },
  'notification.push': {
    meaning:
      'The push service of a browser did not respond, or it rejected a message. Open pages still show the notification.',
    params: { host: 'fcm.googleapis.com', status: 503 },
  },
  'push.key': 'The subscription does not contain a P-256 key and a 16-byte secret, which browsers create.',
  'push.limit': {
    meaning: 'The number of browsers in which a user receives push messages from a workspace is limited.',
    params: { max: 20 },
  },
  'push.no-session':
    "A push subscription ends with the user's session. Requests with an API key, and users of a host application, have no session.",
  'push.not-found': {
    meaning: 'The subscription has ended or belongs to another user, or its ID is mistyped.',
    params: { id: 'b0f2' },
  },
  'push.service': {
    meaning:
      'Because every member can subscribe, the server sends messages only to the push services of known browsers.',
    params: { host: 'push.example.com' },
  },
  'schedule.calendar-days': {
    meaning: 'The schedule calendar was requested for a period that is too long.',
    params: { days: 334, max: 62 },
  },
  'schedule.limit': {
    meaning:
      'The number of schedules in a workspace is limited. Schedules that nodes define count only while they are turned on.',
    params: { max: 1000 },
  },
  'schedule.setting': {
    meaning: 'A schedule has an invalid cron expression, interval, date, time, time zone or period.',
    params: { step: 'timeZone', reason: message('trigger.time-zone', { zone: '"Mars/Olympus"' }) },
  },
  'event-type.limit': { meaning: 'The number of event types in a workspace is limited.', params: { max: 500 } },
  'mcp.limit': { meaning: 'The number of MCP servers in a workspace is limited.', params: { max: 100 } },
  'watch.limit': { meaning: 'The number of watches in a workspace is limited.', params: { max: 100 } },
  'webhook.limit': {
    meaning: 'The number of webhooks that can be turned on in a workspace is limited.',
    params: { max: 1000 },
  },
  'webhook-endpoint.limit': {
    meaning: 'The number of webhook endpoints in a workspace is limited.',
    params: { max: 100 },
  },
  'notification-rule.email': {
    meaning: 'Signed-in users can receive emails only at the email address of their account.',
    params: { email: 'other@example.com' },
  },
  'notification-rule.no-account':
    'A user of a host application added an email rule, but the server has no verified email address for this user.',
  'notification-rule.no-email':
    'On a server without accounts, an email rule must specify the email address of the recipient.',
  'notification-rule.not-found': {
    meaning: 'The rule was deleted or belongs to another user, or its ID is mistyped.',
    params: { id: 'b0f2' },
  },
  'notification-rule.too-many': {
    meaning: 'The number of notification rules that a user can have in a workspace is limited.',
    params: { max: 50 },
  },
  'watch.folder': {
    meaning: 'A watched folder was removed or renamed, or a symbolic link leads out of the AW_FILES folder.',
    params: { path: 'orders' },
  },
  'mcp.blocked': {
    meaning:
      'Each tool of an MCP server is approved with its description and schema. Since the approval, a tool was added, changed or removed, or has the same name as a tool of another server. No tool of the server can be called until the tools are approved again.',
    params: { name: 'Weather' },
  },
  'mcp.failed': {
    meaning: 'An MCP server did not respond, or its response does not conform to the protocol.',
    params: { name: 'Weather', reason: 'Streamable HTTP error' },
  },
  'mcp.name-taken': { meaning: 'Names of MCP servers are unique in a workspace.', params: { name: 'Weather' } },
  'mcp.not-connected': {
    meaning: 'The server has not been connected yet or was disconnected, or its last connection failed.',
    params: { name: 'Weather' },
  },
  'mcp.not-found': { meaning: 'The MCP server was deleted, or its ID is mistyped.', params: { id: 'b0f2' } },
  'mcp.stdio': {
    meaning:
      'A stdio server is a process on this server. For security, only stdio servers that the administrator has configured can be started.',
    params: { name: 'Files', command: 'mcp-files' },
  },
  'mcp.tool-not-found': {
    meaning: 'The name of the tool is mistyped, or the tool is not approved.',
    params: { name: 'Weather', tool: 'get_weather' },
  },
  'mcp.tools-changed': {
    meaning: 'The tools of the server changed after they were reviewed, so the approval was rejected.',
    params: { name: 'Weather' },
  },
  'mcp.unauthorized': {
    meaning:
      'The MCP server rejected a request without a valid token. An administrator must authorize the workspace with OAuth, or set a secret for the MCP server.',
    params: { name: 'Weather' },
  },
  'web-tool.busy': {
    meaning: 'All providers of a tool received too many requests, or did not respond.',
    params: { provider: 'jina' },
  },
  'web-tool.failed': {
    meaning: 'A provider of a tool rejected a request, or its response does not conform to its protocol.',
    params: { provider: 'jina', reason: '401 Invalid API key' },
  },
  'web-tool.limit': {
    meaning:
      'In each workspace, tools for the web and for AI can be called 100 times per hour by each user, and by each workflow that no user started.',
    params: { max: 100, minutes: 12 },
  },
  'web-tool.none': {
    meaning: 'Workflows can search the web and create images only after an administrator has added a provider.',
    params: { tool: 'web_search' },
  },
  'watch.name-taken': {
    meaning: 'Events contain the name of the watch that found a file, so the name must be unique in a workspace.',
    params: { name: 'Orders' },
  },
  'watch.no-root': 'AW_FILES is not set on the server, or the workspace is not allowed to use that folder.',
  'watch.not-found': { meaning: 'The watch was deleted, or its ID is mistyped.', params: { id: 'b0f2' } },
  'watch.s3': {
    meaning: 'An S3-compatible service rejected a request to list or read objects.',
    params: { url: 'https://s3.example.com/orders', status: 403, reason: 'Access Denied' },
  },
  'watch.secret': {
    meaning:
      'The access key of a bucket is stored as a secret of the workspace, and is sent only to the hosts that the secret is bound to.',
    params: { secret: 'bucket', host: 's3.example.com' },
  },
  'watch.too-many': {
    meaning: 'Each check lists all files in the folder or with the prefix, so their number is limited.',
    params: { max: 10_000 },
  },
  'webhook.no-secret': {
    meaning: 'The authentication scheme of a webhook requires a secret, but none is set.',
    params: { scheme: 'standard' },
  },
  'webhook.no-test': {
    meaning: 'No test of the webhook is in progress, or the ID of the webhook is mistyped.',
    params: { id: 'b0f2' },
  },
  'webhook.not-found': { meaning: 'The webhook was deleted, or its ID is mistyped.', params: { id: 'b0f2' } },
  'webhook.open-path': {
    meaning:
      'A webhook with a custom path must use an authentication scheme, because its URL contains no secret token.',
    params: { path: 'orders' },
  },
  'webhook.path-taken': {
    meaning: 'Webhook paths must be unique within a workspace.',
    params: { path: 'orders', workflow: 'Prepare orders' },
  },
  'workflow.archived': {
    meaning: 'A request tried to run an archived workflow.',
    params: { name: 'Monthly report' },
  },
  'workflow.conflict': {
    meaning: 'Another client saved the workflow after this client had read it. Nothing was overwritten.',
    params: { revision: 8 },
  },
  'workflow.not-found': 'A request refers to a workflow that was deleted or never existed.',
  'workflow.unstorable-name': {
    meaning: 'The name of a workflow or template contains characters that PostgreSQL cannot store.',
    params: { name: '"Report\\u0000"' },
  },
  'store.newer': {
    meaning: 'The server does not start because its database was migrated by a newer version.',
    params: { migration: '0031-leases', known: '0030-shares' },
  },
} as const satisfies ReferenceEntries
