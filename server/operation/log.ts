export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Writes JSON lines for log collectors: time, level, message, and ids that connect the lines of one request. */
export interface Log {
  write(level: Exclude<LogLevel, 'silent'>, message: string, fields?: Readonly<Record<string, unknown>>): void
  /** Whether a level is written. */
  isEnabled(level: Exclude<LogLevel, 'silent'>): boolean
}

const order: readonly LogLevel[] = ['silent', 'error', 'warn', 'info', 'debug']

/** Creates a log that writes lines of `level` and more severe ones, by default to standard error. */
export function createLog(
  level: LogLevel,
  writeLine: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Log {
  const maxLevel = order.indexOf(level)
  const isEnabled: Log['isEnabled'] = (lineLevel) => order.indexOf(lineLevel) <= maxLevel
  return {
    isEnabled,
    write(lineLevel, message, fields) {
      if (!isEnabled(lineLevel)) return
      writeLine(JSON.stringify({ time: new Date().toISOString(), level: lineLevel, message, ...fields }))
    },
  }
}

export const silentLog: Log = { isEnabled: () => false, write: () => undefined }
