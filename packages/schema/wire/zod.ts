import { z } from 'zod'

/**
 * zod speeds its parsers up with `new Function`, and tries whether it may on first use: pages under a strict policy
 * refuse that and report it. Every schema is made with this `z`, so that the trial never happens.
 */
z.config({ jitless: true })

export { z }
