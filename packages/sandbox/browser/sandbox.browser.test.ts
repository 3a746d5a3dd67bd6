import { describeSandbox } from '../test-sandbox-suite.ts'
import { openSandbox } from './open-sandbox.ts'

const sandbox = openSandbox(() => new Worker(new URL('./sandbox-worker.ts', import.meta.url), { type: 'module' }))
after(() => sandbox.close())

describeSandbox(
  {
    describe: (title, cases) => void describe(title, cases),
    it: (title, run) => void it(title, run),
  },
  { sandbox: () => sandbox },
)
