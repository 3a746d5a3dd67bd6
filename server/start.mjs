// The `npm start` script. Until the packages are installed, it imports only Node's own modules.
import { build } from '../.ci/build.mjs'
import { install } from '../.ci/install.mjs'

await install()
await build()
await import('./dist/main.js')
