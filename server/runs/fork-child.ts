import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL, fileURLToPath } from 'node:url'

export interface ForkOptions {
  /** Variables to add to those of this process. */
  environment?: NodeJS.ProcessEnv
  /** Whether the child gets none of the variables that configure this program, such as secrets. */
  isWithoutSecrets?: boolean
  /** Maximum size of the JavaScript heap, in bytes. */
  heapBytes?: number
}

/**
 * Starts a script of the server in a child process.
 *
 * @param script Path within the server, without its ending, such as `runs/run-child`.
 * @param settings Settings that the script reads from its first argument. They must not contain secrets.
 */
export function forkChild(script: string, settings: object, options: ForkOptions): ChildProcess {
  const { environment = {}, isWithoutSecrets = false, heapBytes } = options
  const isSource = import.meta.url.endsWith('.ts')
  const url = new URL(`../${script}.${isSource ? 'ts' : 'js'}`, import.meta.url)
  // When run from source (tests, tools), the child needs its own TypeScript loader.
  const loader = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const variables = removeCredentials({ ...process.env, ...environment })
  return fork(fileURLToPath(url), [JSON.stringify(settings)], {
    execArgv: [
      ...(heapBytes === undefined ? [] : [`--max-old-space-size=${Math.ceil(heapBytes / 2 ** 20)}`]),
      ...(isSource ? ['--import', loader(), '--conditions=aw-source'] : []),
    ],
    env: isWithoutSecrets ? removeConfiguration(variables) : variables,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** Keeps secrets of runs, but not the keys and URLs of database and storage. */
const removeCredentials = (variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...variables,
  AW_KEY: undefined,
  DATABASE_URL: undefined,
  STORAGE_URL: undefined,
  AW_TOKEN: undefined,
  AW_TOKENS: undefined,
})

const removeConfiguration = (variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('AW_')))
