import { Readable } from 'node:stream'
import { runCommandLine } from './run-command-line.ts'

/** How a command line ended, and what it said on standard output and told on standard error. */
export interface Ran {
  exit: number
  out: string
  told: string
}

/** Runs a command line in this process, with nothing on standard input. */
export const aw = (...words: string[]): Promise<Ran> => awWith('', ...words)

/** The same with something on standard input. */
export async function awWith(input: string, ...words: string[]): Promise<Ran> {
  let out = ''
  let told = ''
  const exit = await runCommandLine(words, {
    say: (text) => (out += `${text}\n`),
    tell: (text) => (told += `${text}\n`),
    progress: () => undefined,
    input: Readable.from([Buffer.from(input)]),
    width: 100,
    signal: new AbortController().signal,
  })
  return { exit, out, told }
}
