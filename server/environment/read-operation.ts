import { error, failed, ok, type Result } from '@aw-flow/schema'
import { parseDsn, type ErrorProject } from '../operation/error-project.ts'
import { logLevels, type LogLevel } from '../operation/log.ts'
import type { WorkspaceToken } from '../security/authenticate.ts'
import { defaultWorkspace, isWorkspaceName } from '../security/workspace.ts'

/** Settings for access, limits and monitoring. */
export interface OperationSettings {
  /** Addresses to listen on. If empty, the server listens on the loopback addresses. */
  listenAddresses: string[]
  /** Access tokens and their workspaces. The local owner does not need a token. */
  tokens: readonly WorkspaceToken[]
  /** Maximum number of requests per hour and caller. Does not apply to the local owner. 0 means unlimited. */
  rateLimit: number
  /** Maximum nesting depth of JSON bodies. 0 means unlimited. */
  maxBodyDepth: number
  /** Whether workspaces can publish templates to all workspaces. */
  hasGallery: boolean
  logLevel: LogLevel
  /** OpenTelemetry collector URL. `undefined` if traces are not exported. */
  tracesUrl: string | undefined
  serviceName: string
  /** Project that receives internal errors. `undefined` if errors are not reported. */
  errorProject: ErrorProject | undefined
}

/**
 * Reads AW_LISTEN, AW_TOKEN, AW_TOKENS, AW_RATE_LIMIT (default: 1000), AW_BODY_DEPTH (100), AW_GALLERY (1), AW_LOG
 * (warn), OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME (aw) and SENTRY_DSN. Listening on a public address requires a
 * token, accounts, or a host application's tokens.
 */
export function readOperationSettings(environment: NodeJS.ProcessEnv): Result<OperationSettings> {
  const readVariable = (name: string): string | undefined => environment[name]?.trim() || undefined
  const tokensResult = readTokens(readVariable('AW_TOKEN'), readVariable('AW_TOKENS'))
  if (!tokensResult.ok) return tokensResult
  const tokens = tokensResult.value
  const listenAddresses = (readVariable('AW_LISTEN') ?? '').split(',').flatMap((entry) => entry.trim() || [])
  const invalidAddress = listenAddresses.find(
    (address) => !/^(localhost|\d{1,3}(\.\d{1,3}){3}|[\da-f:.]*:[\da-f:.]*)$/i.test(address),
  )
  if (invalidAddress !== undefined) return failed(error('environment.invalid.listen', { value: invalidAddress }))
  const hasAuthentication =
    tokens.length > 0 || readVariable('AUTH') === 'required' || readVariable('AW_HOST_JWKS') !== undefined
  if (!hasAuthentication && !listenAddresses.every(isLoopback)) {
    return failed(error('environment.invalid.public', { addresses: listenAddresses }))
  }
  const numbers: Record<string, number> = {}
  for (const [name, fallback] of Object.entries({ AW_RATE_LIMIT: 1000, AW_BODY_DEPTH: 100, AW_GALLERY: 1 })) {
    const text = readVariable(name)
    if (text !== undefined && !/^\d{1,12}$/.test(text))
      return failed(error('environment.invalid.number', { name, value: text }))
    numbers[name] = text === undefined ? fallback : Number(text)
  }
  const level = readVariable('AW_LOG') ?? 'warn'
  const logLevel = logLevels.find((candidate) => candidate === level)
  if (!logLevel) return failed(error('environment.invalid.log-level', { value: level, levels: logLevels }))
  const tracesUrl = readVariable('OTEL_EXPORTER_OTLP_ENDPOINT')
  if (tracesUrl !== undefined && !/^https?:\/\/\S+$/.test(tracesUrl)) {
    return failed(error('environment.invalid.traces', {}))
  }
  const dsn = readVariable('SENTRY_DSN')
  const errorProject = dsn === undefined ? undefined : parseDsn(dsn)
  if (dsn !== undefined && !errorProject) return failed(error('environment.invalid.dsn', {}))
  return ok({
    listenAddresses,
    tokens,
    rateLimit: numbers.AW_RATE_LIMIT!,
    maxBodyDepth: numbers.AW_BODY_DEPTH!,
    hasGallery: numbers.AW_GALLERY !== 0,
    logLevel,
    tracesUrl,
    serviceName: readVariable('OTEL_SERVICE_NAME') ?? 'aw',
    errorProject,
  })
}

/**
 * Combines the tokens of AW_TOKEN (default workspace) and AW_TOKENS (`name:token,…`). A workspace can have several
 * tokens, so that they can be rotated. Problems do not include tokens.
 */
function readTokens(defaultToken: string | undefined, tokenList: string | undefined): Result<WorkspaceToken[]> {
  if (defaultToken !== undefined && !isToken(defaultToken))
    return failed(error('environment.invalid.token', { length: defaultToken.length }))
  const tokens: WorkspaceToken[] =
    defaultToken === undefined ? [] : [{ workspace: defaultWorkspace, token: defaultToken }]
  const entries = (tokenList ?? '').split(',').flatMap((entry) => entry.trim() || [])
  for (const [index, entry] of entries.entries()) {
    const separator = entry.indexOf(':')
    const [workspace, token] = [entry.slice(0, Math.max(0, separator)), entry.slice(separator + 1)]
    if (!isWorkspaceName(workspace) || !isToken(token))
      return failed(error('environment.invalid.tokens', { entry: index + 1 }))
    const existingToken = tokens.find((candidate) => candidate.token === token)
    if (existingToken && existingToken.workspace !== workspace) {
      return failed(error('environment.invalid.same-token', { first: existingToken.workspace, second: workspace }))
    }
    tokens.push({ workspace, token })
  }
  return ok(tokens)
}

const isToken = (text: string): boolean => /^[\x21-\x7e]{32,}$/.test(text)

const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)
