/** Connects an editor to a server. This module is loaded only by editors with the `server` attribute. */
export { connectServer } from '@aw-flow/client'
