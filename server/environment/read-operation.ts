import { error, type Problem } from '@aw-flow/schema'
import { logLevels, type LogLevel } from '../operation/log.ts'

/** Settings for access, limits and monitoring. */
export interface OperationSettings {
  /** Addresses to listen on; empty: the loopback addresses. */
  listen: string[]
  /** Access token; the local owner needs none. */
  token: string | undefined
  /** Requests per hour of a caller other than the local owner; 0: no limit. */
  rateLimit: number
  /** Maximum nesting depth of JSON in a body; 0: no limit. */
  bodyDepth: number
  logLevel: LogLevel
  /** URL of an OpenTelemetry collector. */
  tracesUrl: string | undefined
  serviceName: string
}

/**
 * Reads AW_LISTEN, AW_TOKEN, AW_RATE_LIMIT (1000), AW_BODY_DEPTH (100), AW_LOG (warn), OTEL_EXPORTER_OTLP_ENDPOINT and
 * OTEL_SERVICE_NAME (aw). A public address requires a token.
 */
export function readOperation(environment: NodeJS.ProcessEnv): OperationSettings | Problem {
  const readVariable = (name: string): string | undefined => environment[name]?.trim() || undefined
  const token = readVariable('AW_TOKEN')
  if (token !== undefined && !/^[\x21-\x7e]{32,}$/.test(token)) {
    return error('environment.invalid.token', { length: token.length })
  }
  const listen = (readVariable('AW_LISTEN') ?? '').split(',').flatMap((entry) => entry.trim() || [])
  const invalid = listen.find((address) => !/^(localhost|\d{1,3}(\.\d{1,3}){3}|[\da-f:.]*:[\da-f:.]*)$/i.test(address))
  if (invalid !== undefined) return error('environment.invalid.listen', { value: invalid })
  if (token === undefined && !listen.every(isLoopback)) {
    return error('environment.invalid.public', { addresses: listen })
  }
  const numbers: Record<string, number> = {}
  for (const [name, fallback] of Object.entries({ AW_RATE_LIMIT: 1000, AW_BODY_DEPTH: 100 })) {
    const text = readVariable(name)
    if (text !== undefined && !/^\d{1,12}$/.test(text))
      return error('environment.invalid.number', { name, value: text })
    numbers[name] = text === undefined ? fallback : Number(text)
  }
  const level = readVariable('AW_LOG') ?? 'warn'
  const logLevel = logLevels.find((candidate) => candidate === level)
  if (!logLevel) return error('environment.invalid.log-level', { value: level, levels: logLevels })
  const tracesUrl = readVariable('OTEL_EXPORTER_OTLP_ENDPOINT')
  if (tracesUrl !== undefined && !/^https?:\/\/\S+$/.test(tracesUrl)) {
    return error('environment.invalid.traces', {})
  }
  return {
    listen,
    token,
    rateLimit: numbers.AW_RATE_LIMIT!,
    bodyDepth: numbers.AW_BODY_DEPTH!,
    logLevel,
    tracesUrl,
    serviceName: readVariable('OTEL_SERVICE_NAME') ?? 'aw',
  }
}

const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)
