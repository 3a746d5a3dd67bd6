// The `fetch` implementation that is loaded first handles requests. It must be Node's: unlike undici's, it also accepts
// a body whose length the caller has set.
import './node-fetch.ts'

export { Agent, errors, type buildConnector, type Dispatcher } from 'undici'
