import { describeAttempts, describeSandbox } from '../test-sandbox-suite.ts'
import { openSandbox } from './open-sandbox.ts'

const startWorker = (): Worker => new Worker(new URL('./sandbox-worker.ts', import.meta.url), { type: 'module' })
const sandbox = openSandbox(startWorker)
/** For endless code, with a short grace period. */
const impatient = openSandbox(startWorker, { graceMs: 400 })
after(() => Promise.all([sandbox.close(), impatient.close()]))

const api = {
  describe: (title: string, cases: () => void) => void describe(title, cases),
  it: (title: string, run: () => Promise<void>) => void it(title, run),
}
describeSandbox(api, { sandbox: () => sandbox })
describeAttempts(api, { sandbox: () => impatient })
