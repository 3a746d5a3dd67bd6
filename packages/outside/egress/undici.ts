// Requests are handled by whichever `fetch` implementation is loaded first. It must be the implementation of Node.js,
// which, unlike undici's, also accepts a body whose length the caller has set.
import './node-fetch.ts'

export { Agent, errors, type buildConnector, type Dispatcher } from 'undici'
