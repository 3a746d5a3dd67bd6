import { error, type Problem } from '@aw-flow/schema'
import { logLevels, type LogLevel } from './operation/log.ts'

/** What the environment says of who may ask, how much, and who watches. */
export interface OperationSettings {
  /** Addresses that it listens on; the loopback addresses where none is said. */
  listen: string[]
  /** Whoever asks names it; the local owner is asked for nothing. */
  token: string | undefined
  /** Requests an hour of a caller who is not the local owner; 0: no limit. */
  rateLimit: number
  /** Levels of JSON within one another, in a body; 0: no limit. */
  bodyDepth: number
  logLevel: LogLevel
  /** A collector of OpenTelemetry. */
  tracesTo: string | undefined
  serviceName: string
}

/**
 * Reads AW_LISTEN, AW_TOKEN, AW_RATE_LIMIT (1000), AW_BODY_DEPTH (100), AW_LOG (warn), OTEL_EXPORTER_OTLP_ENDPOINT and
 * OTEL_SERVICE_NAME (aw). An address that others can reach needs a token.
 */
export function readOperation(environment: NodeJS.ProcessEnv): OperationSettings | Problem {
  const said = (name: string): string | undefined => environment[name]?.trim() || undefined
  const token = said('AW_TOKEN')
  if (token !== undefined && !/^[\x21-\x7e]{32,}$/.test(token)) {
    return error('environment.invalid.token', { length: token.length })
  }
  const listen = (said('AW_LISTEN') ?? '').split(',').flatMap((entry) => entry.trim() || [])
  const odd = listen.find((address) => !/^(localhost|\d{1,3}(\.\d{1,3}){3}|[\da-f:.]*:[\da-f:.]*)$/i.test(address))
  if (odd !== undefined) return error('environment.invalid.listen', { value: odd })
  if (token === undefined && !listen.every(isLoopback)) {
    return error('environment.invalid.public', { addresses: listen })
  }
  const numbers: Record<string, number> = {}
  for (const [name, otherwise] of Object.entries({ AW_RATE_LIMIT: 1000, AW_BODY_DEPTH: 100 })) {
    const text = said(name)
    if (text !== undefined && !/^\d{1,12}$/.test(text))
      return error('environment.invalid.number', { name, value: text })
    numbers[name] = text === undefined ? otherwise : Number(text)
  }
  const level = said('AW_LOG') ?? 'warn'
  const logLevel = logLevels.find((one) => one === level)
  if (!logLevel) return error('environment.invalid.log-level', { value: level, levels: logLevels })
  const tracesTo = said('OTEL_EXPORTER_OTLP_ENDPOINT')
  if (tracesTo !== undefined && !/^https?:\/\/\S+$/.test(tracesTo)) {
    return error('environment.invalid.traces', {})
  }
  return {
    listen,
    token,
    rateLimit: numbers.AW_RATE_LIMIT!,
    bodyDepth: numbers.AW_BODY_DEPTH!,
    logLevel,
    tracesTo,
    serviceName: said('OTEL_SERVICE_NAME') ?? 'aw',
  }
}

const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)
