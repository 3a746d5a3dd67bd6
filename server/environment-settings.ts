import { logLevels } from './operation/log.ts'

/** A variable of the environment, as it is explained to whoever sets it. */
export interface EnvironmentSetting {
  name: string
  /** What holds where it is not set, as it would be written; empty: nothing. */
  default: string
  meaning: string
  /** A value that makes sense, where the default is empty. */
  example?: string
}

/** All variables that the server reads, in the groups in which `.env.example` has them. */
export const environmentSettings: readonly { group: string; settings: readonly EnvironmentSetting[] }[] = [
  {
    group: 'Where it listens, and who may ask',
    settings: [
      { name: 'PORT', default: '3000', meaning: '0: any free one.' },
      {
        name: 'AW_LISTEN',
        default: '',
        example: '0.0.0.0',
        meaning: 'Addresses, with commas; without it the loopback addresses. Others need AW_TOKEN.',
      },
      {
        name: 'AW_TOKEN',
        default: '',
        example: 'thirty-two-random-characters-or-more',
        meaning: 'Whoever asks names it (Authorization: Bearer …). 32 characters or more.',
      },
      {
        name: 'AW_HOSTS',
        default: '',
        example: 'aw.example.com',
        meaning: 'Names, with commas, that it answers for beside localhost, 127.0.0.1 and [::1].',
      },
      {
        name: 'CORS_ORIGINS',
        default: '',
        example: 'https://app.example.com',
        meaning: 'Origins, with commas, whose pages may use it.',
      },
      {
        name: 'AW_CONNECT',
        default: '',
        example: 'http://localhost:11434',
        meaning: 'Origins, with commas, that the studio may ask beside this server: language models, other servers.',
      },
      {
        name: 'AW_RATE_LIMIT',
        default: '1000',
        meaning: 'Requests an hour of each caller with the token; 0: no limit.',
      },
      { name: 'AW_BODY_LIMIT', default: '10485760', meaning: 'Bytes of a body that is no upload; 0: no limit.' },
      { name: 'AW_BODY_DEPTH', default: '100', meaning: 'Levels of JSON within one another in a body; 0: no limit.' },
    ],
  },
  {
    group: 'Where everything is kept',
    settings: [
      { name: 'AW_DATA', default: '.aw', meaning: 'The folder of everything that has no other place.' },
      {
        name: 'DATABASE_URL',
        default: '',
        example: 'postgres://aw:password@localhost:5432/aw',
        meaning: 'PostgreSQL, which any number of servers and workers share; without it PGlite in AW_DATA.',
      },
      {
        name: 'STORAGE_URL',
        default: '',
        example: 's3://KEY:SECRET@s3.example.com/aw?region=eu-central-1',
        meaning:
          'An S3-compatible bucket for bytes of datasets and results (s3+http: unencrypted); without it AW_DATA.',
      },
      {
        name: 'AW_KEY',
        default: '',
        example: 'another-thirty-two-random-characters',
        meaning: 'Seals the secrets that are kept; without it a key file in AW_DATA. 32 characters or more.',
      },
      { name: 'AW_KEEP_DELETED', default: '30', meaning: 'Days until what was deleted is removed for good; 0: never.' },
      { name: 'AW_KEEP_RUNS', default: '0', meaning: 'Days for which runs that have ended are kept; 0: for ever.' },
      { name: 'AW_KEEP_RESULTS', default: '0', meaning: 'Days for which results of runs are kept; 0: for ever.' },
    ],
  },
  {
    group: 'Runs',
    settings: [
      { name: 'ROLE', default: 'all', meaning: 'server answers, worker performs runs, all does both.' },
      { name: 'AW_RUNS', default: '8', meaning: 'Runs at a time in this process.' },
      { name: 'AW_RUNS_WITH_DATA', default: '2', meaning: 'Data engines at a time in this process.' },
      {
        name: 'AW_RUNS_PER_WORKFLOW',
        default: '0',
        meaning: 'Runs of one workflow at a time, everywhere; 0: no limit.',
      },
      { name: 'AW_RUNS_IN_ALL', default: '0', meaning: 'Runs at a time, everywhere; 0: no limit.' },
      { name: 'AW_RUN_SECONDS', default: '0', meaning: 'Of a run in one go; 0: no limit.' },
      { name: 'AW_RUN_MEMORY', default: '0', meaning: 'MB of the process in which it is performed; 0: no limit.' },
      { name: 'AW_RESULT_LIMIT', default: '0', meaning: 'Bytes of the tables of a run, as CSV; 0: no limit.' },
      { name: 'AW_RECORD_LIMIT', default: '0', meaning: 'Bytes of the record of a run; 0: no limit.' },
      {
        name: 'AW_NODES',
        default: '',
        example: './nodes.mjs',
        meaning: 'Modules, with commas, of node types of one’s own.',
      },
      {
        name: 'AW_ALLOW_HOSTS',
        default: '*',
        meaning: 'Hosts that runs may reach: * every public one, private ones by their names.',
      },
      { name: 'AW_FILES', default: '', example: './files', meaning: 'The folder in which runs read and write files.' },
    ],
  },
  {
    group: 'Who watches',
    settings: [
      { name: 'AW_LOG', default: 'warn', meaning: `Lines of JSON of this level and graver: ${logLevels.join(', ')}.` },
      {
        name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
        default: '',
        example: 'http://localhost:4318',
        meaning:
          'A collector of OpenTelemetry, which is sent requests, runs, their nodes and statements as spans (OTLP over HTTP).',
      },
      { name: 'OTEL_SERVICE_NAME', default: 'aw', meaning: 'The name under which spans are sent.' },
    ],
  },
]

/** Names beside the settings that something of ours reads: secrets of runs, the key that is to be the next, tests. */
const otherNames = /^AW_(SECRET_.+|KEY_NEXT|TEST_.+|BENCH_.+)$/

/** Variables that look like settings, and that nothing reads: names that somebody has mistyped. */
export function unreadSettings(environment: NodeJS.ProcessEnv): string[] {
  const read = new Set(environmentSettings.flatMap(({ settings }) => settings.map(({ name }) => name)))
  return Object.keys(environment)
    .filter((name) => name.startsWith('AW_') && !read.has(name) && !otherNames.test(name))
    .sort()
}

/** The text of `.env.example`: every variable, explained, each as it is where it is not set. */
export function exampleEnvironment(): string {
  const groups = environmentSettings.map(({ group, settings }) => {
    const lines = settings.map(({ name, default: value, example, meaning }) => {
      return `# ${meaning}\n#${name}=${value === '' ? (example ?? '') : value}`
    })
    return `## ${group}\n\n${lines.join('\n\n')}\n`
  })
  const head = '# What the server reads from its environment. Made from server/environment-settings.ts.\n'
  const secrets =
    '# A secret of runs that is not kept: its value, and the hosts that it may go to.\n#AW_SECRET_GITHUB=\n#AW_SECRET_GITHUB_HOSTS=api.github.com\n'
  return [head, ...groups, secrets].join('\n')
}
