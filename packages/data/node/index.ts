export { nodeDigest } from './node-digest.ts'
export { hashFile, nodeFile, type NodeFile } from './node-file.ts'
export { openDuckDb, openFormats } from './open-duckdb.ts'
export type { OpenDuckDbOptions } from './node-connection.ts'
