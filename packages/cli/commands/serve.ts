import { NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { CommandError, wrongUse } from '../command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ServeCommandOptions {
  port?: number
  /** Addresses, with commas. */
  host?: string
  /** What this process does, where the environment's ROLE is not to say so. */
  role?: 'worker'
}

/** `aw serve`: the studio and the API on the loopback address, until it is stopped; `aw worker`: runs, beside servers. */
export async function serveCommand({ port, host, role }: ServeCommandOptions, terminal: Terminal): Promise<number> {
  // Only here: no other command needs a server.
  const { findStudio, logFault, readEnvironment, startServer } = await import('@aw-flow/server')
  const environment = {
    ...process.env,
    ...(port === undefined ? {} : { PORT: String(port) }),
    ...(host === undefined ? {} : { AW_LISTEN: host }),
    ...(role === undefined ? {} : { ROLE: role }),
  }
  const settings = readEnvironment(environment, process.cwd())
  if ('code' in settings) throw wrongUse(settings)
  const server = await startServer({ ...settings, environment, studio: findStudio(), onFault: logFault })
  if ('code' in server) throw new CommandError(1, server)
  terminal.say(role === 'worker' ? `aw works; its health is at ${server.url}/health` : `aw is at ${server.url}`)
  const stopped = new Promise<void>((resolve) => {
    if (terminal.signal.aborted) resolve()
    terminal.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    await Promise.all([
      server.ready.catch((cause: unknown) => {
        if (cause instanceof NodeError) throw new CommandError(1, cause.problem)
        const reason = cause instanceof Error ? cause.message : String(cause)
        throw new CommandError(
          1,
          settings.databaseUrl === undefined
            ? error('store.unreadable', { folder: settings.data, reason })
            : error('store.unreachable', { reason }),
        )
      }),
      stopped,
    ])
  } finally {
    await server.close()
  }
  return 0
}
