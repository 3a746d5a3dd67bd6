import { z } from 'zod'

/**
 * By default, Zod compiles parsers with `new Function`, and tests on first use whether the page allows that. A strict
 * content security policy blocks and reports the test. All schemas use this `z`, for which the test is disabled.
 */
z.config({ jitless: true })

export { z }
