import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const started = new Map()

/**
 * The command `aw-natively` of browser tests: runs a test script in Node from source. Returns `{}` while it runs, then
 * its JSON output as `{output}`, or `{failure}`. It returns immediately, because commands must return within 20
 * seconds.
 */
export const nativeCommands = {
  name: 'native-commands',
  executeCommand({ command, payload, session }) {
    if (command !== 'aw-natively') return undefined
    if (!/^test\/[\w/-]+\.ts$/.test(payload)) throw new Error(`"${payload}" is not a test script.`)
    const key = `${session.id} ${payload}`
    if (!started.has(key)) {
      const result = {}
      started.set(key, result)
      const node = ['--conditions=aw-source', '--import', 'tsx', payload]
      execFile(process.execPath, node, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (cause, output) =>
        Object.assign(result, cause ? { failure: cause.message } : { output: JSON.parse(output) }),
      )
    }
    return started.get(key)
  },
}
