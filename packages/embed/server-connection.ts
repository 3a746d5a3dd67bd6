/** Documents and runs on a server: fetched by pages that set `server`. */
export { connectServer } from '@aw-flow/client'
