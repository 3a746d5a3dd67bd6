import { describeAttempts, describeSandbox } from '../test-sandbox-suite.ts'
import { openSandbox } from './open-sandbox.ts'

const sandbox = openSandbox(() => new Worker(new URL('./sandbox-worker.ts', import.meta.url), { type: 'module' }))
after(() => sandbox.close())

const api = {
  describe: (title: string, cases: () => void) => void describe(title, cases),
  it: (title: string, run: () => Promise<void>) => void it(title, run),
}
describeSandbox(api, { sandbox: () => sandbox })
describeAttempts(api, { sandbox: () => sandbox })
