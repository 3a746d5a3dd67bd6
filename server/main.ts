import { findForeignNames } from './environment/foreign-names.ts'
import { formatProblem } from '@aw-flow/messages/catalogs'
import { NodeError } from '@aw-flow/engine'

import { findStudio } from './find-studio.ts'
import { logError } from './log-error.ts'
import { readEnvironment } from './environment/read-environment.ts'
import { startServer } from './start-server.ts'

const exitWithError = (message: string): never => {
  console.error(message)
  process.exit(1)
}

const settings = readEnvironment(process.env, process.cwd())
if (!settings.ok) exitWithError(formatProblem(settings.problem))
else {
  const started = await startServer({
    ...settings.value,
    environment: process.env,
    ...findStudio(),
    onError: logError,
    onSetupLink: (url) => console.log(`This server has no owner. Open this link once to become its owner: ${url}`),
  })
  if (!started.ok) exitWithError(formatProblem(started.problem))
  else {
    const server = started.value
    let isStopping = false
    const stop = (code: number): void => {
      if (isStopping) process.exit(code)
      isStopping = true
      // Do not wait indefinitely for a database that is still opening.
      setTimeout(() => process.exit(code), 5000).unref()
      void server.close().then(() => process.exit(code))
    }
    process.on('SIGINT', () => stop(130))
    process.on('SIGTERM', () => stop(0))
    console.log(`aw is running at ${server.url}`)
    for (const { name, replacement } of findForeignNames(process.env))
      console.warn(`The environment variable ${name} is not read. It corresponds to ${replacement}.`)
    server.ready.catch((cause: unknown) => {
      logError(cause, { data: settings.value.dataFolder })
      console.error(cause instanceof NodeError ? formatProblem(cause.problem) : String(cause))
      stop(1)
    })
  }
}
