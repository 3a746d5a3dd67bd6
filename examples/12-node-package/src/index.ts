import { rankNode } from './rank.ts'

/** The package's node types. Pass the module to `registerNodes` in a page or to `AW_NODES` on a server. */
export default [rankNode]
