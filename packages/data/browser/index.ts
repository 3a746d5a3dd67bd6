export { browserFile, type BrowserFile } from './browser-file.ts'
export { openDuckDb } from './open-duckdb.ts'
export type { OpenDuckDbOptions } from './browser-connection.ts'
