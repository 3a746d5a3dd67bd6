import { maskPersonalData } from './mask-personal-data.ts'

export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** User, workflow, run and client address that a log line is about. Unknown values are omitted. */
export interface LogContext {
  user_id?: string | undefined
  workflow_id?: string | undefined
  execution_id?: string | undefined
  ip_address?: string | undefined
}

export interface LogFields {
  /** Part of the server that writes the line. Default: `server`. */
  logger?: string
  context?: LogContext
  [field: string]: unknown
}

/**
 * Writes JSON lines for log collectors. Each line contains a timestamp, level, logger, message, context and any other
 * fields that the caller passes. Email addresses, people's names and tokens are masked.
 */
export interface Log {
  write(level: Exclude<LogLevel, 'silent'>, message: string, fields?: Readonly<LogFields>): void
  /** Returns whether lines with this level are written. */
  isEnabled(level: Exclude<LogLevel, 'silent'>): boolean
}

const levelsBySeverity: readonly LogLevel[] = ['silent', 'error', 'warn', 'info', 'debug']

/** Creates a log that writes lines with this level or a more severe one. Default output: standard error. */
export function createLog(
  level: LogLevel,
  writeLine: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Log {
  const maxLevelIndex = levelsBySeverity.indexOf(level)
  const isEnabled: Log['isEnabled'] = (lineLevel) => levelsBySeverity.indexOf(lineLevel) <= maxLevelIndex
  return {
    isEnabled,
    write(lineLevel, message, { logger = 'server', context = {}, ...fields } = {}) {
      if (!isEnabled(lineLevel)) return
      const timestamp = new Date().toISOString()
      const line = JSON.stringify({ timestamp, level: lineLevel, logger, message, context, ...fields })
      writeLine(maskPersonalData(line))
    },
  }
}

export const silentLog: Log = { isEnabled: () => false, write: () => undefined }
