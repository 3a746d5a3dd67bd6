import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants, getPriority, setPriority } from 'node:os'
import { pathToFileURL, fileURLToPath } from 'node:url'

export interface ForkOptions {
  /** Whether the child receives no environment variables that configure this program. */
  shouldHideConfiguration?: boolean
  /** Maximum size of the JavaScript heap, in bytes. */
  heapBytes?: number
}

/**
 * Starts a script of the server in a child process. Its priority is lower than that of this process, which responds to
 * requests.
 *
 * @param script Path within the server, without the file extension, such as `processes/run-child`.
 * @param settings Settings that the script reads from its first argument. They must not contain secrets.
 */
export function forkChild(script: string, settings: object, options: ForkOptions = {}): ChildProcess {
  const { shouldHideConfiguration = false, heapBytes } = options
  const { folder, isSource } = findScripts()
  const url = new URL(`${script}.${isSource ? 'ts' : 'js'}`, folder)
  // When run from source (tests, tools), the child needs its own TypeScript loader.
  const findLoader = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const variables = filterEnvironment(shouldHideConfiguration ? /^AW_/ : /^AW_(SECRET_.*|KEY.*|TOKENS?)$/)
  const child = fork(fileURLToPath(url), [JSON.stringify(settings)], {
    execArgv: [
      ...(heapBytes === undefined ? [] : [`--max-old-space-size=${Math.ceil(heapBytes / 2 ** 20)}`]),
      ...(isSource ? ['--import', findLoader(), '--conditions=aw-source'] : []),
    ],
    env: variables,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  // Set before the child starts threads, because threads inherit the priority.
  if (child.pid !== undefined)
    setPriority(child.pid, Math.min(getPriority() + priorityOffset, constants.priority.PRIORITY_LOW))
  return child
}

/** Returns the folder of the scripts. */
function findScripts(): { folder: URL; isSource: boolean } {
  const isSource = import.meta.url.endsWith('.ts')
  // `npm test` has built the same scripts into this folder. They load several times as fast as the sources.
  const builtFolder = process.env.AW_TEST_BUILT
  if (isSource && builtFolder !== undefined)
    return { folder: pathToFileURL(`${builtFolder}/server/dist/`), isSource: false }
  return { folder: new URL('../', import.meta.url), isSource }
}

/**
 * Added to the nice value of this process (-20 to 19; lower values have priority) for processes that execute runs or read
 * tables. With a much larger offset, these processes would get so little processor time on a busy computer that runs
 * would reach their time limits.
 */
const priorityOffset = 3

/** Returns the variables of this process without secrets, and without keys and URLs of database and storage. */
const filterEnvironment = (pattern: RegExp): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !pattern.test(name) && !/^(DATABASE|STORAGE)_URL$/.test(name)),
  )
