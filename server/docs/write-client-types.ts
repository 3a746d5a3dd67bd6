import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { renderClientTypes } from './client-types.ts'
import { describeApi } from './describe-api.ts'

/** Writes the types of the API for `packages/client`, which are not committed. The build runs this before TypeScript. */
const path = new URL('../../packages/client/server/api-types.ts', import.meta.url)
const types = renderClientTypes(await describeApi())
// An unchanged file keeps its time, so that TypeScript does not check its users again.
if (!existsSync(path) || readFileSync(path, 'utf8') !== types) writeFileSync(path, types)
