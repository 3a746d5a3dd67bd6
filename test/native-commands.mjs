import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const started = new Map()

/**
 * `aw-natively` for browser tests: runs a script of the tests in Node, from source. Answers `{}` while it runs, and from
 * then on `{output}`, the JSON that it has written, or `{failure}`: a command of the runner must answer within 20 seconds.
 */
export const nativeCommands = {
  name: 'native-commands',
  executeCommand({ command, payload, session }) {
    if (command !== 'aw-natively') return undefined
    if (!/^test\/[\w/-]+\.ts$/.test(payload)) throw new Error(`"${payload}" is no script of the tests.`)
    const key = `${session.id} ${payload}`
    if (!started.has(key)) {
      const answer = {}
      started.set(key, answer)
      const node = ['--conditions=aw-source', '--import', 'tsx', payload]
      execFile(process.execPath, node, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (cause, output) =>
        Object.assign(answer, cause ? { failure: cause.message } : { output: JSON.parse(output) }),
      )
    }
    return started.get(key)
  },
}
