import { afterAll, describe, it } from 'vitest'
import { describeAttempts, describeSandbox } from '../test-sandbox-suite.ts'
import { openSandbox } from './open-sandbox.ts'

const sandbox = openSandbox()
/** For what never ends: it need not be waited for as long. */
const hasty = openSandbox({ graceMs: 100 })
afterAll(() => Promise.all([sandbox.close(), hasty.close()]))

describeSandbox({ describe, it }, { sandbox: () => sandbox })
describeAttempts({ describe, it }, { sandbox: () => hasty })
