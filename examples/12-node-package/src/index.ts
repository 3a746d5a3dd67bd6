import { rankNode } from './rank.ts'

/** The node types of this package: for `registerNodes` in a page and `AW_NODES` on a server. */
export default [rankNode]
