import { NodeError } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import { CommandError } from '../../command-error.ts'
import type { Terminal } from '../../terminal/terminal.ts'

export interface ServeCommandOptions {
  port?: number
  /** Comma-separated addresses to listen on. */
  host?: string
  /** Overrides the ROLE environment variable. */
  role?: 'worker'
}

/** `aw serve`: serves the studio and the API until the process is stopped. `aw worker`: executes runs for servers. */
export async function serveCommand({ port, host, role }: ServeCommandOptions, terminal: Terminal): Promise<number> {
  // Imported on demand, because no other command needs the server.
  const { findStudio, logError, readEnvironment, startServer } = await import('@aw-flow/server')
  const environment = {
    ...process.env,
    ...(port === undefined ? {} : { PORT: String(port) }),
    ...defined({ AW_LISTEN: host, ROLE: role }),
  }
  const { unwrapOutcome, unwrapSettings } = await import('./server-settings.ts')
  const settings = unwrapSettings(readEnvironment(environment, process.cwd()))
  const server = unwrapOutcome(await startServer({ ...settings, environment, ...findStudio(), onError: logError }))
  terminal.print(
    role === 'worker' ? `Worker is running; health check: ${server.url}/health` : `aw is running at ${server.url}`,
  )
  const stopPromise = new Promise<void>((resolve) => {
    if (terminal.signal.aborted) resolve()
    terminal.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    await Promise.all([
      server.ready.catch((cause: unknown) => {
        throw cause instanceof NodeError ? new CommandError(1, cause.problem) : cause
      }),
      stopPromise,
    ])
  } finally {
    await server.close()
  }
  return 0
}
