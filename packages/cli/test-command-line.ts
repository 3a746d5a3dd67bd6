import { Readable } from 'node:stream'
import { runCommandLine } from './run-command-line.ts'

/** The exit code and the output of a command line. */
export interface CommandResult {
  exit: number
  out: string
  stderr: string
}

/** Runs a command line in this process, with empty standard input. */
export const aw = (...args: string[]): Promise<CommandResult> => awWithInput('', ...args)

/** Runs a command line in this process, with text on standard input. */
export async function awWithInput(input: string, ...args: string[]): Promise<CommandResult> {
  let stdout = ''
  let stderr = ''
  const exitCode = await runCommandLine(args, {
    print: (text) => (stdout += `${text}\n`),
    report: (text) => (stderr += `${text}\n`),
    showProgress: () => undefined,
    input: Readable.from([Buffer.from(input)]),
    width: 100,
    signal: new AbortController().signal,
  })
  return { exit: exitCode, out: stdout, stderr }
}
