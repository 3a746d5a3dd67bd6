import { spawn, type ChildProcess } from 'node:child_process'

/** Starts the script of a bare server in its own process, like ours, with a folder of PGlite or an address of PostgreSQL. */
export function startBare(
  script: string,
  folder: string,
  address = '',
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=aw-source', script, folder, address], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
      const port = /listens at (\d+)/.exec(output)?.[1]
      if (port !== undefined) resolve({ child, port: Number(port) })
    })
    child.once('exit', (code) => reject(new Error(`The bare server ended with ${code ?? 'a signal'}.`)))
  })
}
