import { logLevels } from '../operation/log.ts'

/** An environment variable's documentation. */
export interface EnvironmentSetting {
  name: string
  /** Default value as text. Can be empty. */
  default: string
  description: string
  /** Example value, used if the default is empty. */
  example?: string
}

/** All environment variables that the server reads, grouped as in `.env.example`. */
export const environmentSettings: readonly { group: string; settings: readonly EnvironmentSetting[] }[] = [
  {
    group: 'Network and access',
    settings: [
      { name: 'PORT', default: '3000', description: 'Port to listen on. 0: any free port.' },
      {
        name: 'AW_LISTEN',
        default: '',
        example: '0.0.0.0',
        description:
          'Addresses to listen on, separated by commas. Default: the loopback addresses. Other addresses require AW_TOKEN, AW_TOKENS, AW_HOST_JWKS or AUTH=required.',
      },
      {
        name: 'AW_TOKEN',
        default: '',
        example: 'thirty-two-random-characters-or-more',
        description: 'Access token (Authorization: Bearer …) for the workspace "default", at least 32 characters.',
      },
      {
        name: 'AW_TOKENS',
        default: '',
        example: 'sales:thirty-two-random-characters-for-sales,lab:thirty-two-random-characters-for-the-lab',
        description: 'Access tokens for workspaces as name:token, separated by commas. Workspaces do not share data.',
      },
      {
        name: 'AW_HOSTS',
        default: '',
        example: 'aw.example.com',
        description: 'Host names to accept besides localhost, 127.0.0.1 and [::1], separated by commas.',
      },
      {
        name: 'AW_BASE_PATH',
        default: '/',
        description:
          'Path under which a proxy publishes this server on a host with other applications, such as /tools/aw/. If it is not set, the path of AW_URL is used.',
      },
      {
        name: 'CORS_ORIGINS',
        default: '',
        example: 'https://app.example.com',
        description: 'Origins whose pages may call the API, separated by commas.',
      },
      {
        name: 'AW_CONNECT',
        default: '',
        example: 'http://localhost:11434',
        description:
          'Origins that the studio may call besides this server (language models, other servers), separated by commas.',
      },
      {
        name: 'AW_FRAME_ANCESTORS',
        default: '',
        example: 'https://portal.example.com',
        description: 'Origins whose pages may show the studio in a frame, separated by commas. Default: none.',
      },
      {
        name: 'AW_RATE_LIMIT',
        default: '1000',
        description: 'Requests per hour and token. 0: no limit.',
      },
      {
        name: 'AW_BODY_LIMIT',
        default: '10485760',
        description: 'Maximum size of a request body, except for uploads, in bytes. 0: no limit.',
      },
      {
        name: 'AW_UPLOAD_LIMIT',
        default: '10737418240',
        description: 'Maximum size of an uploaded file, in bytes. 0: no limit.',
      },
      { name: 'AW_BODY_DEPTH', default: '100', description: 'Maximum nesting depth of JSON in a body. 0: no limit.' },
      {
        name: 'AW_GALLERY',
        default: '1',
        description: '1: workspaces can publish templates for all workspaces. 0: they cannot.',
      },
    ],
  },
  {
    group: 'Accounts',
    settings: [
      {
        name: 'AUTH',
        default: '',
        example: 'required',
        description:
          'required: users must sign in. The server prints a setup link for the owner. Default: no accounts.',
      },
      {
        name: 'AW_SIGN_UP',
        default: 'invited',
        description: 'Who can create an account. invited: people with an invitation; open: everyone.',
      },
      {
        name: 'AW_WORKSPACES',
        default: '20',
        description: 'Maximum number of workspaces that a user can own. 0: no limit.',
      },
      {
        name: 'AW_SESSIONS',
        default: '50',
        description: 'Maximum number of open sessions per user. A further sign-in ends the oldest one. 0: no limit.',
      },
      {
        name: 'AW_URL',
        default: '',
        example: 'https://aw.example.com',
        description: 'URL of the studio, for links in emails and the setup link.',
      },
      {
        name: 'SMTP_URL',
        default: '',
        example: 'smtps://user:password@mail.example.com',
        description: 'SMTP server for emails. Default: emails are stored in AW_DATA/outbox.',
      },
      { name: 'EMAIL_FROM', default: 'aw@localhost', description: 'Sender of emails.' },
      {
        name: 'AW_OIDC_ISSUER',
        default: '',
        example: 'https://login.example.com',
        description:
          'Issuer of an OpenID Connect provider for signing in. Register AW_URL/api/v1/auth/oidc/callback there as the redirect URL.',
      },
      { name: 'AW_OIDC_CLIENT_ID', default: '', example: 'aw', description: 'Client ID at the provider.' },
      {
        name: 'AW_OIDC_CLIENT_SECRET',
        default: '',
        example: 'client-secret',
        description: 'Client secret at the provider.',
      },
      {
        name: 'AW_OIDC_NAME',
        default: '',
        example: 'Example Company',
        description: 'Name of the provider on the sign-in page. Default: the host of the issuer.',
      },
      {
        name: 'AW_TRUSTED_PROXIES',
        default: '',
        example: '10.0.0.0/8',
        description: 'Addresses and ranges of proxies whose X-Forwarded-For is trusted, separated by commas.',
      },
    ],
  },
  {
    group: 'Accounts from an application that embeds the editor',
    settings: [
      {
        name: 'AW_HOST_JWKS',
        default: '',
        example: 'https://app.example.com/.well-known/jwks.json',
        description:
          'Key set of the application, which signs JSON Web Tokens with the claims sub, workspace, role and email for its users.',
      },
      {
        name: 'AW_HOST_AUDIENCE',
        default: '',
        example: 'aw',
        description: 'Expected aud claim of these tokens. Required if AW_HOST_JWKS is set.',
      },
      {
        name: 'AW_HOST_ISSUER',
        default: '',
        example: 'https://app.example.com',
        description: 'Expected iss claim of these tokens. Default: any.',
      },
    ],
  },
  {
    group: 'Storage',
    settings: [
      { name: 'AW_DATA', default: '.aw', description: 'Folder for data that is not stored elsewhere.' },
      {
        name: 'DATABASE_URL',
        default: '',
        example: 'postgres://aw:password@localhost:5432/aw',
        description: 'PostgreSQL, shared by any number of servers and workers. Default: PGlite in AW_DATA.',
      },
      {
        name: 'AW_CONNECTIONS',
        default: '10',
        description: 'Maximum number of connections of each process to PostgreSQL.',
      },
      {
        name: 'STORAGE_URL',
        default: '',
        example: 's3://KEY:SECRET@s3.example.com/aw?region=eu-central-1',
        description: 'S3-compatible bucket for datasets and results (s3+http: unencrypted). Default: AW_DATA.',
      },
      {
        name: 'AW_KEY',
        default: '',
        example: 'another-thirty-two-random-characters',
        description: 'Key that encrypts stored secrets, at least 32 characters. Default: a key file in AW_DATA.',
      },
      {
        name: 'AW_DATA_QUOTA',
        default: '0',
        description:
          "Maximum total size of a workspace's datasets in bytes. Deleted datasets count until they are purged. 0: no limit.",
      },
      { name: 'AW_KEEP_DELETED', default: '30', description: 'Days before deleted data is purged. 0: never.' },
      { name: 'AW_KEEP_RUNS', default: '0', description: 'Days to keep ended runs. 0: forever.' },
      { name: 'AW_KEEP_RESULTS', default: '0', description: 'Days to keep run results. 0: forever.' },
      {
        name: 'AW_KEEP_DELIVERIES',
        default: '30',
        description:
          'Days to keep requests to webhooks, deliveries to webhook endpoints, and notifications. 0: forever.',
      },
      {
        name: 'AW_KEEP_AUDIT',
        default: '0',
        description:
          'Days to keep audit entries. 0: forever. Workspaces can set a shorter retention for audit entries and runs.',
      },
      {
        name: 'AW_KEEP_AUDIT_MIN',
        default: '30',
        description: 'Minimum number of days that workspaces must keep audit entries.',
      },
    ],
  },
  {
    group: 'Runs',
    settings: [
      { name: 'ROLE', default: 'all', description: 'server: serves the API; worker: executes runs; all: both.' },
      { name: 'AW_RUNS', default: '8', description: 'Maximum concurrent runs in this process.' },
      {
        name: 'AW_RUNS_WITH_DATA',
        default: '2',
        description: 'Maximum concurrent data engines (DuckDB) in this process.',
      },
      {
        name: 'AW_SHARED_PROCESSES',
        default: '2',
        description: 'Processes for simple runs of all workspaces. 0: one process per workspace for all of its runs.',
      },
      {
        name: 'AW_RUNS_PER_WORKFLOW',
        default: '0',
        description: 'Maximum concurrent runs of one workflow across all processes. 0: no limit.',
      },
      {
        name: 'AW_RUNS_IN_ALL',
        default: '0',
        description: 'Maximum concurrent runs across all processes. 0: no limit.',
      },
      {
        name: 'AW_RUNS_QUOTA',
        default: '0',
        description:
          'Maximum queued and running runs in a workspace, and in all workspaces of an owner. Further starts are rejected. 0: no limit.',
      },
      {
        name: 'AW_MINUTES_QUOTA',
        default: '0',
        description:
          "Maximum execution time of a workspace's runs per month (UTC), and of those in all workspaces of an owner, in minutes, excluding waiting times. Further starts are rejected. 0: no limit.",
      },
      {
        name: 'AW_RUN_SECONDS',
        default: '0',
        description: 'Maximum duration of a run in seconds, excluding waiting times. 0: no limit.',
      },
      {
        name: 'AW_RUN_MEMORY',
        default: '0',
        description:
          'Maximum memory of a run process, in MB. 0: three quarters of the memory available on the computer or in the container; half of it for processes that read tables.',
      },
      {
        name: 'AW_RESULT_LIMIT',
        default: '0',
        description: "Maximum size of a run's result in bytes, as CSV. 0: no limit.",
      },
      { name: 'AW_RECORD_LIMIT', default: '0', description: 'Maximum size of a run record in bytes. 0: no limit.' },
      {
        name: 'AW_NODES',
        default: '',
        example: './nodes.mjs',
        description: 'Modules with custom node types, separated by commas.',
      },
      {
        name: 'AW_MCP_SERVERS',
        default: '',
        example: '{"files": {"command": "mcp-files", "args": ["--root", "/data"]}}',
        description:
          'MCP servers that run as processes on this computer, as a JSON object keyed by name. Each has command, args, env, and the workspaces that may use the server (default: "default"; "*": all).',
      },
      {
        name: 'AW_ALLOW_HOSTS',
        default: '*',
        description: 'Hosts that runs may reach. *: every public host. List private hosts by name.',
      },
      {
        name: 'AW_FILES',
        default: '',
        example: './files',
        description: 'Folder that runs in the workspace "default" may read and write.',
      },
    ],
  },
  {
    group: 'Monitoring',
    settings: [
      { name: 'AW_LOG', default: 'warn', description: `Log level (JSON lines): ${logLevels.join(', ')}.` },
      {
        name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
        default: '',
        example: 'http://localhost:4318',
        description:
          'OpenTelemetry collector that receives requests, runs, nodes and statements as spans (OTLP over HTTP).',
      },
      { name: 'OTEL_SERVICE_NAME', default: 'aw', description: 'Service name for the spans.' },
      {
        name: 'SENTRY_DSN',
        default: '',
        example: 'https://key@errors.example.com/1',
        description:
          'DSN of a Sentry-compatible service that receives internal errors without personal data. Default: none.',
      },
    ],
  },
]

/** Names of other variables that are read: secrets for runs, the next key, and variables for tests and benchmarks. */
const otherNamePattern = /^AW_(SECRET_.+|KEY_NEXT|TEST_.+|BENCH_.+)$/

/** Returns the names of variables that look like settings but are not read, probably because they are misspelled. */
export function findUnknownSettings(environment: NodeJS.ProcessEnv): string[] {
  const knownNames = new Set(environmentSettings.flatMap(({ settings }) => settings.map(({ name }) => name)))
  return Object.keys(environment)
    .filter((name) => name.startsWith('AW_') && !knownNames.has(name) && !otherNamePattern.test(name))
    .sort()
}

/** Renders `.env.example`: every variable with its documentation and its default or example value. */
export function renderExampleEnvironment(): string {
  const groups = environmentSettings.map(({ group, settings }) => {
    const lines = settings.map(({ name, default: value, example, description }) => {
      return `# ${description}\n#${name}=${value === '' ? (example ?? '') : value}`
    })
    return `## ${group}\n\n${lines.join('\n\n')}\n`
  })
  const header = '# Environment variables of the server. Generated from server/environment/environment-settings.ts.\n'
  const secrets =
    '# A secret that is not stored: its value and its allowed hosts.\n#AW_SECRET_GITHUB=\n#AW_SECRET_GITHUB_HOSTS=api.github.com\n'
  return [header, ...groups, secrets].join('\n')
}
