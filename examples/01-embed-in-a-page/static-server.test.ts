import { platform } from 'node:process'
import { expect, it } from 'vitest'
import { serveFolder } from './static-server.mjs'

// Linux lists `mem` as an ordinary file and refuses to read its first byte.
it.skipIf(platform !== 'linux')('keeps serving after a file could not be read (needs /proc)', async () => {
  const { url, close } = await serveFolder('/proc/self', "default-src 'self'")
  try {
    await expect(fetch(`${url}/mem`).then((response) => response.text())).rejects.toThrow()
    const answer = await fetch(`${url}/status`)
    expect(await answer.text()).toContain('Threads')
  } finally {
    await close()
  }
})
