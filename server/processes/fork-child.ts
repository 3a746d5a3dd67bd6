import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants, getPriority, setPriority } from 'node:os'
import { pathToFileURL, fileURLToPath } from 'node:url'

export interface ForkOptions {
  /** Whether to hide all `AW_` variables from the child. Variables with secrets, keys and tokens are always hidden. */
  shouldHideConfiguration?: boolean
  /** Maximum size of the JavaScript heap, in bytes. */
  maxHeapBytes?: number
}

/**
 * Starts one of the server's scripts in a child process. Its priority is lower than that of this process, which has to
 * respond to requests.
 *
 * @param script Path within the server, without the file extension, such as `processes/run-child`.
 * @param settings Settings, passed to the script as its first argument. They must not contain secrets.
 */
export function forkChild(script: string, settings: object, options: ForkOptions = {}): ChildProcess {
  const { shouldHideConfiguration = false, maxHeapBytes } = options
  const { folder, isSource } = findScriptFolder()
  const url = new URL(`${script}.${isSource ? 'ts' : 'js'}`, folder)
  // If this process runs from source (tests, tools), the child needs a TypeScript loader.
  const findLoader = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const variables = filterEnvironment(shouldHideConfiguration ? /^AW_/ : /^AW_(SECRET_.*|KEY.*|TOKENS?)$/)
  const child = fork(fileURLToPath(url), [JSON.stringify(settings)], {
    execArgv: [
      ...(maxHeapBytes === undefined ? [] : [`--max-old-space-size=${Math.ceil(maxHeapBytes / 2 ** 20)}`]),
      ...(isSource ? ['--import', findLoader(), '--conditions=aw-source'] : []),
    ],
    env: variables,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  // Set the priority before the child starts threads, because threads inherit it.
  if (child.pid !== undefined)
    setPriority(child.pid, Math.min(getPriority() + priorityOffset, constants.priority.PRIORITY_LOW))
  return child
}

/** Returns the folder that contains the scripts, and whether they are TypeScript sources. */
function findScriptFolder(): { folder: URL; isSource: boolean } {
  const isSource = import.meta.url.endsWith('.ts')
  // `npm test` has built the scripts in the repository at this path. They load several times faster than the sources.
  const builtFolder = process.env.AW_TEST_BUILT
  if (isSource && builtFolder !== undefined)
    return { folder: pathToFileURL(`${builtFolder}/server/dist/`), isSource: false }
  return { folder: new URL('../', import.meta.url), isSource }
}

/**
 * Nice value of processes that execute runs or read tables, relative to this process. With a much larger value, they
 * would get so little processor time on a busy computer that runs would reach their time limits.
 */
const priorityOffset = 3

/**
 * Returns this process's environment variables, except the database and storage URLs and the variables that match the
 * pattern.
 */
const filterEnvironment = (pattern: RegExp): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !pattern.test(name) && !/^(DATABASE|STORAGE)_URL$/.test(name)),
  )
