// What `npm start` runs, on a fresh clone too: until the packages are there, only what Node brings is imported.
import { build } from '../.ci/build.mjs'
import { install } from '../.ci/install.mjs'

await install()
await build()
await import('./dist/main.js')
