// The script of `npm start`. In a fresh clone it imports only modules of Node until the packages are installed.
import { build } from '../.ci/build.mjs'
import { install } from '../.ci/install.mjs'

await install()
await build()
await import('./dist/main.js')
