// Whichever comes first carries out what `fetch` is given. It must be Node's: it writes a body's length a second time where
// a caller has, which the other one refuses.
import './node-fetch.ts'

export { Agent, errors, type buildConnector, type Dispatcher } from 'undici'
