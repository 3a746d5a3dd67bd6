import { afterAll, describe, it } from 'vitest'
import { describeAttempts, describeSandbox } from '../test-sandbox-suite.ts'
import { openSandbox } from './open-sandbox.ts'

const sandbox = openSandbox()
afterAll(() => sandbox.close())

describeSandbox({ describe, it }, { sandbox: () => sandbox })
describeAttempts({ describe, it }, { sandbox: () => sandbox })
