export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Lines of JSON for whoever collects logs: when, how grave, what, and the ids by which lines of one request are found. */
export interface Log {
  write(level: Exclude<LogLevel, 'silent'>, message: string, fields?: Readonly<Record<string, unknown>>): void
  /** Whether a level is written at all. */
  writes(level: Exclude<LogLevel, 'silent'>): boolean
}

const order: readonly LogLevel[] = ['silent', 'error', 'warn', 'info', 'debug']

/** Writes lines of `level` and graver ones, to standard error where nothing else is given. */
export function createLog(
  level: LogLevel,
  out: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Log {
  const most = order.indexOf(level)
  const writes: Log['writes'] = (asked) => order.indexOf(asked) <= most
  return {
    writes,
    write(asked, message, fields) {
      if (writes(asked)) out(JSON.stringify({ time: new Date().toISOString(), level: asked, message, ...fields }))
    },
  }
}

export const silentLog: Log = { writes: () => false, write: () => undefined }
