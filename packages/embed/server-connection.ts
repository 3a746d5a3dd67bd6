/** Documents and runs on a server. Pages that set `server` fetch this module. */
export { connectServer } from '@aw-flow/client'
