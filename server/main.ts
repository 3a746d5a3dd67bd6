import { formatProblem } from '@aw-flow/schema'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { logFault } from './log-fault.ts'
import { readEnvironment } from './read-environment.ts'
import { startServer } from './start-server.ts'

/** The folder that holds `server` and `examples`: this file runs as `server/main.ts` or as `server/dist/main.js`. */
function repositoryRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  return existsSync(join(here, 'package.json')) ? dirname(here) : dirname(dirname(here))
}

const fail = (message: string): never => {
  console.error(message)
  process.exit(1)
}

const root = repositoryRoot()
const settings = readEnvironment(process.env, process.cwd())
if ('code' in settings) fail(formatProblem(settings))
else {
  const server = await startServer({ ...settings, studio: join(root, 'examples/studio/dist'), onFault: logFault })
  if ('code' in server) fail(formatProblem(server))
  else {
    let stopping = false
    const stop = (code: number): void => {
      if (stopping) process.exit(code)
      stopping = true
      void server.close().then(() => process.exit(code))
    }
    process.on('SIGINT', () => stop(130))
    process.on('SIGTERM', () => stop(0))
    console.log(`aw is at ${server.url}`)
    server.ready.catch((cause: unknown) => {
      logFault(cause, { data: settings.data })
      console.error(
        `The data folder ${settings.data} could not be opened. Set AW_DATA to another folder, or restore it.`,
      )
      stop(1)
    })
  }
}
