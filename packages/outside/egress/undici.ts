// Requests are handled by whichever `fetch` implementation is loaded first. It must be the one of Node.js, because
// unlike undici's, it also accepts a body whose length the caller has set.
import './node-fetch.ts'

export { Agent, errors, type buildConnector, type Dispatcher } from 'undici'
