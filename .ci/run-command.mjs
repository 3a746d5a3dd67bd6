import { spawn } from 'node:child_process'

/**
 * Runs a command and returns its exit code.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, onOutput(text: string): void }} options
 * @returns {Promise<number>}
 */
export const runCommand = (command, args, { cwd, env = process.env, onOutput }) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput)
    child.once('error', ({ message }) => {
      onOutput(`${message}\n`)
      resolve(1)
    })
    child.once('close', (code) => resolve(code ?? 1))
  })
