import { z } from 'zod'

/**
 * By default, Zod compiles parsers with `new Function` and tests on first use whether it is allowed. Pages with a
 * strict content security policy block and report this test. All schemas use this `z`, which disables it.
 */
z.config({ jitless: true })

export { z }
