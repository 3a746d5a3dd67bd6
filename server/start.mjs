// The `npm start` script. Until the packages are installed, it imports only Node's own modules.
import { createServer } from 'node:net'
import { build } from '../.ci/build.mjs'
import { install } from '../.ci/install.mjs'

/** Exits if the port is in use, before the first start spends a minute on installing and building. */
async function checkPort() {
  const port = Number(process.env.PORT || 3000)
  // The server reports an invalid port itself.
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return
  const hosts = (process.env.AW_LISTEN || '127.0.0.1,::1').split(',').map((host) => host.trim())
  for (const host of hosts) {
    const code = await new Promise((resolve) => {
      const server = createServer()
      server.once('error', (cause) => resolve(cause.code))
      server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
    })
    if (code !== 'EADDRINUSE') continue
    console.error(
      `Port ${port} on ${host} is in use. Stop the program that uses it, or use another port: PORT=${port + 1} npm start`,
    )
    process.exit(1)
  }
}

await checkPort()
await install('running')
await build(['server', 'studio'], { isQuick: true })
await import('./dist/main.js')
