import { fork } from 'node:child_process'
import { once } from 'node:events'
import { getHeapStatistics } from 'node:v8'
import { exitCodes } from './exit-codes.ts'

/** Commands that execute runs. Others start faster without another process, and can end by a signal. */
const supervisedCommands: ReadonlySet<string | undefined> = new Set(['run', 'evaluate'])
/** Environment variable with the process id of the supervisor. */
const supervisorVariable = 'AW_SUPERVISOR'

/** Whether this process executes a command for a supervisor, to which it can send its exit code. */
export const isSupervised = (): boolean =>
  process.send !== undefined && process.env[supervisorVariable] === String(process.ppid)

/** Whether the command is to be executed by `superviseCommand`. */
export const needsSupervisor = ([command]: readonly string[]): boolean =>
  supervisedCommands.has(command) && !isSupervised()

/**
 * Executes a command in a child process, which a limit can end in ways that no process can handle itself: V8 aborts
 * at the end of its heap, a statement that DuckDB cannot interrupt prevents the exit, and a process without memory is
 * killed. Each of them has a message and an exit code here.
 *
 * Interrupts from the terminal reach both processes. The child ignores them, and is canceled by a message, so that it
 * is canceled once, on each platform.
 *
 * @returns The exit code.
 */
export async function superviseCommand(args: readonly string[]): Promise<number> {
  const child = fork(process.argv[1]!, args, {
    env: { ...process.env, [supervisorVariable]: String(process.pid) },
  })
  let sentExitCode: number | undefined
  child.on('message', (exitCode) => (sentExitCode = Number(exitCode)))
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => void (child.connected && child.send('cancel', () => undefined)))
  try {
    // A sent exit code can arrive after the exit.
    await Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    process.stderr.write(`error: The command could not be started: ${reason}\n  End other programs, then try again.\n`)
    return exitCodes.failure
  }
  if (sentExitCode !== undefined) return sentExitCode
  const { text, exitCode } = describeEnd(child.exitCode, child.signalCode)
  if (text !== undefined) process.stderr.write(`${text}\n`)
  return exitCode
}

/** Exit code of a process that V8 has aborted, on systems without signals. */
const abortExitCode = 134

/** Returns the message and the exit code for a child process that has exited. */
export function describeEnd(code: number | null, signal: NodeJS.Signals | null): { text?: string; exitCode: number } {
  if (signal === 'SIGINT' || signal === 'SIGTERM') return { exitCode: exitCodes.canceled }
  if (signal === 'SIGABRT' || code === abortExitCode) {
    const megabytes = Math.round(getHeapStatistics().heap_size_limit / 2 ** 20)
    return {
      text:
        `error: The command was aborted, usually because it needed more than ${megabytes} MB of JavaScript memory.\n` +
        `  Process fewer rows or columns at a time, or set NODE_OPTIONS=--max-old-space-size=${megabytes * 2} (in MB).`,
      exitCode: exitCodes.limit,
    }
  }
  if (signal === 'SIGKILL')
    return {
      text:
        'error: The command was killed, usually because it needed more memory than AW_RUN_MEMORY or the computer allows.\n' +
        '  Process fewer rows or columns at a time, or use a computer with more memory. `aw doctor` prints its memory.',
      exitCode: exitCodes.limit,
    }
  if (signal !== null)
    return {
      text: `error: The command crashed (${signal}).\n  This is a bug in aw or its libraries. Report it with the command line that you used.`,
      exitCode: exitCodes.failure,
    }
  return { exitCode: code ?? exitCodes.failure }
}
