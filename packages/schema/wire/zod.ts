import { z } from 'zod'

/**
 * zod compiles parsers with `new Function` and probes on first use whether that is allowed; pages with a strict content
 * security policy block and report it. All schemas use this `z`, which disables the probe.
 */
z.config({ jitless: true })

export { z }
