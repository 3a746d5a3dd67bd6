/** What keeps documents on a server and runs them there: fetched by a page that names one. */
export { connectServer } from '@aw-flow/client'
