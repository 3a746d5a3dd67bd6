import { formatProblem } from '@aw-flow/messages/catalogs'
import type { Problem } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import { readEnvironment } from './read-environment.ts'

/** Results without settings for database, storage, role and runs. */
const scale = {
  role: 'all',
  databaseUrl: undefined,
  maxConnections: 10,
  storageUrl: undefined,
  runSettings: {
    maxRuns: 8,
    maxTableRuns: 2,
    maxRunsPerWorkflow: 0,
    sharedProcesses: 2,
    maxTotalRuns: 0,
    runMs: 0,
    memoryBytes: 0,
    resultBytes: 0,
    recordBytes: 0,
  },
  runQuotas: { concurrentRuns: 0, runMinutes: 0 },
  purgePolicy: { deletedDays: 30, runDays: 0, resultDays: 0, deliveryDays: 30, auditDays: 0, minAuditDays: 30 },
  listenAddresses: [],
  tokens: [],
  rateLimit: 1000,
  maxBodyDepth: 100,
  hasGallery: true,
  logLevel: 'warn',
  tracesUrl: undefined,
  serviceName: 'aw',
}

const noAccounts = {
  isRequired: false,
  signUp: 'invited',
  maxWorkspaces: 20,
  maxSessions: 50,
  url: undefined,
  smtpUrl: undefined,
  emailFrom: 'aw@localhost',
  trustedProxies: [],
  identityProvider: undefined,
}

/** The settings, or the problem. */
function readOutcome(environment: NodeJS.ProcessEnv, folder: string): unknown {
  const settings = readEnvironment(environment, folder)
  return settings.ok ? settings.value : settings.problem
}

describe('readEnvironment', () => {
  test('has defaults for everything', () => {
    expect(readOutcome({}, '/srv')).toEqual({
      port: 3000,
      dataFolder: '/srv/.aw',
      basePath: '',
      hosts: [],
      origins: [],
      connectOrigins: [],
      frameAncestors: [],
      bodyLimit: 10_485_760,
      uploadLimits: { fileBytes: 10_737_418_240, totalBytes: 0 },
      allowedHosts: ['*'],
      filesFolder: undefined,
      customNodeUrls: [],
      secretKey: undefined,
      accounts: noAccounts,
      hostTokens: undefined,
      stdioServers: {},
      ...scale,
    })
  })

  test('reads the tokens of a host application, and rejects keys that others on the network could replace', () => {
    const jwks = 'https://app.example/jwks.json'
    expect(readOutcome({ AW_HOST_JWKS: jwks, AW_HOST_AUDIENCE: 'aw', AW_LISTEN: '0.0.0.0' }, '/')).toMatchObject({
      hostTokens: { jwksUrl: jwks, audience: 'aw', issuer: undefined },
    })
    for (const [environment, code] of [
      [{ AW_HOST_JWKS: jwks }, 'environment.missing.host-audience'],
      [{ AW_HOST_ISSUER: 'https://app.example' }, 'environment.missing.host-jwks'],
      [{ AW_HOST_JWKS: 'http://app.example/jwks.json', AW_HOST_AUDIENCE: 'aw' }, 'environment.invalid.host-jwks'],
      [{ AW_HOST_JWKS: 'jwks.json', AW_HOST_AUDIENCE: 'aw' }, 'environment.invalid.host-jwks'],
    ] as const)
      expect(readOutcome(environment, '/')).toMatchObject({ code })
  })

  test('reads the identity provider, and names what is missing without the secret', () => {
    const complete = {
      AW_URL: 'https://aw.example',
      AW_OIDC_ISSUER: 'https://login.example',
      AW_OIDC_CLIENT_ID: 'aw',
      AW_OIDC_CLIENT_SECRET: 'hidden',
    }
    const identityProvider = {
      name: 'login.example',
      issuer: 'https://login.example',
      clientId: 'aw',
      clientSecret: 'hidden',
    }
    expect(readOutcome(complete, '/')).toMatchObject({ accounts: { identityProvider } })
    for (const name of Object.keys(complete)) {
      const problem = readOutcome({ ...complete, [name]: undefined }, '/')
      expect(problem).toMatchObject({ code: 'environment.missing.oidc', params: { name } })
      expect(JSON.stringify(problem)).not.toContain('hidden')
    }
    const insecure = { ...complete, AW_OIDC_ISSUER: 'http://login.example' }
    expect(readOutcome(insecure, '/')).toMatchObject({ code: 'environment.invalid.oidc-issuer' })
  })

  test('reads comma-separated lists and folders', () => {
    const environment = {
      PORT: ' 0 ',
      AW_DATA: '../data',
      AW_HOSTS: 'a.example, b.example:8443,',
      CORS_ORIGINS: 'https://c.example',
      AW_CONNECT: 'http://localhost:11434/v1, https://api.example:443',
      AW_FRAME_ANCESTORS: 'https://portal.example, https://intranet.example:8443',
      AW_BODY_LIMIT: '0',
      AW_UPLOAD_LIMIT: '1000',
      AW_DATA_QUOTA: '5000',
      AW_MCP_SERVERS: '{"files": {"command": "mcp-files", "workspaces": ["*"]}}',
      AW_ALLOW_HOSTS: 'api.example.com, localhost:8080',
      AW_FILES: 'files',
      AW_NODES: 'own/a.mjs, /b.mjs',
      AW_KEY: 'k'.repeat(32),
    }
    expect(readOutcome(environment, '/srv/here')).toEqual({
      port: 0,
      dataFolder: '/srv/data',
      basePath: '',
      hosts: ['a.example', 'b.example:8443'],
      origins: ['https://c.example'],
      connectOrigins: ['http://localhost:11434', 'https://api.example'],
      frameAncestors: ['https://portal.example', 'https://intranet.example:8443'],
      bodyLimit: 0,
      uploadLimits: { fileBytes: 1000, totalBytes: 5000 },
      allowedHosts: ['api.example.com', 'localhost:8080'],
      filesFolder: '/srv/here/files',
      customNodeUrls: ['file:///srv/here/own/a.mjs', 'file:///b.mjs'],
      secretKey: 'k'.repeat(32),
      accounts: noAccounts,
      hostTokens: undefined,
      stdioServers: { files: { command: 'mcp-files', args: [], env: {}, workspaces: ['*'] } },
      ...scale,
    })
  })

  test.each(['{', '[]', '{"files": {}}', '{"files": {"command": "a", "cwd": "/"}}'])(
    'rejects AW_MCP_SERVERS=%s',
    (value) => {
      expect(readOutcome({ AW_MCP_SERVERS: value }, '/')).toMatchObject({ code: 'environment.invalid.mcp-servers' })
    },
  )

  test('requires a token for addresses that are reachable by others', () => {
    const token = 't'.repeat(32)
    expect(readOutcome({ AW_LISTEN: '0.0.0.0' }, '/')).toMatchObject({ code: 'environment.invalid.public' })
    expect(readOutcome({ AW_LISTEN: '127.0.0.1, 192.0.2.1' }, '/')).toMatchObject({
      code: 'environment.invalid.public',
    })
    expect(readOutcome({ AW_LISTEN: '0.0.0.0', AW_TOKEN: 'short' }, '/')).toEqual({
      code: 'environment.invalid.token',
      severity: 'error',
      params: { length: 5 },
    })
    expect(readOutcome({ AW_LISTEN: '0.0.0.0, ::', AW_TOKEN: token }, '/')).toMatchObject({
      listenAddresses: ['0.0.0.0', '::'],
      tokens: [{ workspace: 'default', token }],
    })
    expect(readOutcome({ AW_LISTEN: '127.0.0.1,::1,localhost' }, '/')).toMatchObject({ tokens: [] })
  })

  test('AW_TOKENS names the workspace of each token', () => {
    const [first, second] = ['f'.repeat(32), `s:${'s'.repeat(32)}`]
    expect(readOutcome({ AW_LISTEN: '::', AW_TOKENS: `sales:${first}, lab-2:${second},` }, '/')).toMatchObject({
      tokens: [
        { workspace: 'sales', token: first },
        { workspace: 'lab-2', token: second },
      ],
    })
    expect(readOutcome({ AW_TOKEN: second, AW_TOKENS: `default:${first},sales:${'x'.repeat(40)}` }, '/')).toMatchObject(
      { tokens: [{ workspace: 'default' }, { workspace: 'default' }, { workspace: 'sales' }] },
    )
    for (const entry of [first, `:${first}`, 'sales:short', `Sales:${first}`, `../x:${first}`, `a--b:${first}`]) {
      expect(readOutcome({ AW_TOKENS: `lab:${'y'.repeat(32)},${entry}` }, '/')).toEqual({
        code: 'environment.invalid.tokens',
        severity: 'error',
        params: { entry: 2 },
      })
    }
    expect(readOutcome({ AW_TOKEN: first, AW_TOKENS: `sales:${first}` }, '/')).toMatchObject({
      code: 'environment.invalid.same-token',
      params: { first: 'default', second: 'sales' },
    })
  })

  test.each([
    '*',
    'localhost:11434',
    'https://*.example',
    "'unsafe-inline'",
    'http://a b',
    'ws://a.example',
    'https://a;b',
  ])('AW_CONNECT lets no policy be widened by %s', (AW_CONNECT) => {
    expect(readOutcome({ AW_CONNECT }, '/')).toMatchObject({
      code: 'environment.invalid.origin',
      params: { value: AW_CONNECT },
    })
  })

  test.each(['*', 'https:', 'https://*.example', "'self'", 'portal.example', 'https://a;b', 'https://a b'])(
    'AW_FRAME_ANCESTORS lists origins only, not %s',
    (AW_FRAME_ANCESTORS) => {
      expect(readOutcome({ AW_FRAME_ANCESTORS }, '/')).toMatchObject({
        code: 'environment.invalid.frame-ancestor',
        params: { value: AW_FRAME_ANCESTORS },
      })
    },
  )

  test.each([
    ['AW_HOSTS', 'http://aw.example.com'],
    ['AW_HOSTS', 'a b'],
    ['AW_HOSTS', 'aw.example.com/'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'app.example.com'],
    ['CORS_ORIGINS', 'https://app.example.com/path'],
    ['CORS_ORIGINS', 'https://app.example.com:443'],
  ])('%s names nothing that no browser sends: %s', (name, value) => {
    expect(readOutcome({ [name]: value }, '/')).toMatchObject({
      code: name === 'AW_HOSTS' ? 'environment.invalid.host' : 'environment.invalid.page-origin',
      params: { value },
    })
  })

  test.each([
    [{ AW_BASE_PATH: '/tools/aw/' }, { basePath: '/tools/aw' }],
    [{ AW_BASE_PATH: '/' }, { basePath: '' }],
    [{ AUTH: 'required', AW_URL: 'https://example.com/tools/aw/' }, { basePath: '/tools/aw' }],
    [{ AUTH: 'required', AW_BASE_PATH: '/aw', AW_URL: 'https://example.com/aw' }, { basePath: '/aw' }],
    [{ AW_BASE_PATH: 'tools' }, { code: 'environment.invalid.base-path' }],
    [{ AW_BASE_PATH: '/tools/../aw' }, { code: 'environment.invalid.base-path' }],
    [{ AW_BASE_PATH: '/"><script>' }, { code: 'environment.invalid.base-path' }],
    [{ AW_BASE_PATH: '//evil.example' }, { code: 'environment.invalid.base-path' }],
    [{ AW_BASE_PATH: '/\\evil.example' }, { code: 'environment.invalid.base-path' }],
    [{ AW_BASE_PATH: '/aw;path=/' }, { code: 'environment.invalid.base-path' }],
    [{ AW_BASE_PATH: "/$'" }, { code: 'environment.invalid.base-path' }],
    [{ AW_BASE_PATH: '/%2e%2e' }, { code: 'environment.invalid.base-path' }],
    // The path of the studio's URL is the base path of a server without another one.
    [{ AUTH: 'required', AW_URL: 'https://example.com//evil.example' }, { code: 'environment.invalid.base-path' }],
    [{ AUTH: 'required', AW_URL: "https://example.com/$'" }, { code: 'environment.invalid.base-path' }],
    [
      { AUTH: 'required', AW_BASE_PATH: '/aw', AW_URL: 'https://example.com' },
      { code: 'environment.base-path-differs' },
    ],
  ])('the base path of %j', (environment, outcome) => {
    expect(readOutcome(environment, '/')).toMatchObject(outcome)
  })

  test('reads hosts with ports and brackets, and origins with a path', () => {
    const environment = {
      AW_HOSTS: '[::2]:3000,AW.example:8443',
      CORS_ORIGINS: 'https://App.example/,http://[::2]:81,tauri://localhost',
    }
    expect(readOutcome(environment, '/')).toMatchObject({ hosts: ['[::2]:3000', 'AW.example:8443'] })
    const list = { CORS_ORIGINS: '["https://app.example", "https://b.example"]', AW_HOSTS: '[::2]' }
    const origins = ['https://app.example', 'https://b.example']
    expect(readOutcome(list, '/')).toMatchObject({ hosts: ['[::2]'], origins })
  })

  test.each(['AW_RUNS', 'AW_RUNS_WITH_DATA', 'AW_CONNECTIONS'])('%s is at least 1', (name) => {
    expect(readOutcome({ [name]: '0' }, '/')).toMatchObject({
      code: 'environment.invalid.no-runs',
      params: { name },
    })
  })

  test.each([
    { PORT: 'http' },
    { AW_SESSIONS: 'many' },
    { PORT: '70000' },
    { PORT: '-1' },
    { AW_BODY_LIMIT: '10 MB' },
    { AW_RATE_LIMIT: 'x' },
    { AW_UPLOAD_LIMIT: '10 GB' },
    { AW_DATA_QUOTA: '-1' },
    { AW_LOG: 'loud' },
  ])('says what makes no sense in %j', (environment) => {
    const [name, value] = Object.entries(environment)[0]!
    const problem = readOutcome(environment, '/') as Problem
    expect(problem.code).toMatch(/^environment\.invalid\./)
    expect(formatProblem(problem)).toContain(`${name} is "${value}"`)
  })
})
